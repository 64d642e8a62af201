"""Visits and messages as a visitor's browser sends them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.frontdesk.front import CRISIS, Front, Visitor, eventually, messages


def test_a_visit_begins_with_a_greeting(front: Front) -> None:
    opened = front.http.post("/api/visits")
    assert opened.status_code == 201
    greeting = opened.json()["messages"]
    assert [m["role"] for m in greeting] == ["bot"]
    assert "automated assistant" in greeting[0]["text"] and "988" in greeting[0]["text"]
    assert greeting[0]["buttons"]


def test_opening_a_visit_stores_nothing(front: Front, visitor: Visitor) -> None:
    assert front.store.conversation(visitor.id) is None


def test_a_question_gets_its_answer_with_sources(visitor: Visitor) -> None:
    answer = visitor.say("how fast does it work?")
    assert (answer["state"], answer["safety"], answer["progress"]) == ("bot", False, None)
    assert answer["message"]["text"] == "how fast does it work?"
    [reply] = answer["replies"]
    assert reply["text"].startswith("Often within hours")
    assert reply["card"]["kind"] == "answer" and reply["card"]["sources"]
    assert reply["card"]["review"].startswith("Not yet reviewed by a clinician.")
    assert [message.role for message in visitor.stored] == ["visitor", "bot"]


def test_the_form_shows_its_progress_and_ends_with_a_reference(visitor: Visitor) -> None:
    begun = visitor.say("Start pre-screening")
    assert begun["progress"] == {"step": 3, "of": 12}
    assert [reply["buttons"] for reply in begun["replies"]] == [[], [{"title": "Skip", "payload": "skip"}]]
    done = visitor.say("submit everything")
    assert done["replies"][-1]["card"] == {"kind": "reference", "reference": visitor.conversation.reference}
    screening = visitor.front.store.screening(visitor.id)
    assert screening is not None and screening.answers["age"] == 44


def test_asking_for_a_person_waits_for_staff(visitor: Visitor) -> None:
    assert visitor.say("talk to a person")["state"] == "waiting"
    alert = visitor.front.store.open_alert(visitor.id)
    assert alert is not None and alert.severity == "request"


def test_the_same_key_again_gives_the_same_answer(visitor: Visitor) -> None:
    first = visitor.say("how fast does it work?", "key-0001")
    asked = len(visitor.front.assistant.asked)
    again = visitor.say("how fast does it work?", "key-0001")
    assert again == first
    assert len(visitor.front.assistant.asked) == asked
    assert len(visitor.stored) == 2


def test_the_same_key_at_the_same_time_is_one_message(visitor: Visitor) -> None:
    for text, key in (("how fast does it work?", "key-0001"), (CRISIS, "key-0002")):
        with ThreadPoolExecutor(8) as many:
            answers = list(many.map(lambda _, text=text, key=key: visitor.say(text, key), range(8)))
        assert {tuple(reply["id"] for reply in answer["replies"]) for answer in answers} == {
            tuple(reply["id"] for reply in answers[0]["replies"])
        }
    roles = eventually(lambda: [message.role for message in visitor.stored[2:]])
    assert roles == ["visitor", "bot"]


def test_messages_at_the_same_time_are_answered_one_after_the_other(visitor: Visitor) -> None:
    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(visitor.say, [f"question {number}" for number in range(6)]))
    assert sorted(visitor.said) == [f"question {number}" for number in range(6)]
    assert [message.role for message in visitor.stored] == ["visitor", "bot"] * 6
    assert all(answer["replies"][0]["seq"] == answer["message"]["seq"] + 1 for answer in answers)


def test_visits_do_not_see_each_other(front: Front, visitor: Visitor) -> None:
    other = front.visitor()
    visitor.say("mine", "key-0001")
    other.say("theirs", "key-0001")
    assert (visitor.said, other.said) == (["mine"], ["theirs"])


def test_without_the_assistant_a_person_is_offered_and_nothing_is_lost(front: Front, visitor: Visitor) -> None:
    front.assistant.down = True
    try:
        [reply] = visitor.say("how fast does it work?")["replies"]
        assert reply["text"].startswith("I cannot answer just now.")
        assert reply["buttons"] == [{"title": "Talk to a person", "payload": "Talk to a person"}]
        assert visitor.say(reply["buttons"][0]["payload"])["state"] == "waiting"
    finally:
        front.assistant.down = False
    assert visitor.said == ["how fast does it work?", "Talk to a person"]


def test_a_visitor_who_leaves_finds_the_answer_later(front: Front, visitor: Visitor) -> None:
    front.assistant.hanging = True
    with pytest.raises(httpx.ReadTimeout), httpx.Client(base_url=front.url, timeout=0.5) as tab:
        tab.post(visitor.path, headers=visitor.headers, json={"text": "how fast does it work?", "key": "key-0001"})
    front.assistant.hanging = False
    assert eventually(lambda: [message.role for message in visitor.stored] == ["visitor", "bot"])
    with visitor.stream() as stream:
        assert messages(stream, 2)[1]["text"].startswith("Often within hours.")


def test_any_language_and_script_arrives_as_sent(visitor: Visitor) -> None:
    texts = ["¿Cuánto cuesta?", "費用はいくらですか", "كم التكلفة؟", "🙂 👩‍👩‍👧", "a\nb\tc", "<b>not bold</b> & 'quotes' \"too\""]
    for text in texts:
        assert visitor.say(text)["message"]["text"] == text
    assert visitor.said == texts


def test_the_health_of_the_process_needs_nothing(front: Front) -> None:
    assert front.http.get("/health").json() == {"status": "ok"}
