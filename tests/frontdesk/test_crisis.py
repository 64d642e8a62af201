"""A crisis in a conversation: what it changes, what it leaves alone, and what ends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.frontdesk.front import CHECK_IN, CRISIS, Front, Visitor, eventually, running_front

EMERGENCY = "I took all my pills an hour ago"


def in_danger(visitor: Visitor, text: str = CRISIS) -> dict[str, Any]:
    """The answer, once the message is stored."""
    before = len(visitor.stored)
    answer = visitor.say(text)
    assert eventually(lambda: len(visitor.stored) == before + 2)
    return answer


def tier(answer: dict[str, Any]) -> str | None:
    """Of the crisis card, if there is one."""
    card = answer["replies"][0]["card"] if answer["replies"] else None
    return card["tier"] if card and card["kind"] == "crisis" else None


def settle(visitor: Visitor, act: str) -> None:
    """Staff take the conversation over and let go of it, with an outcome."""
    staff = visitor.front.staff()
    assert staff.act(visitor.id, "take-over").status_code == 303
    seen = str(visitor.conversation.last_seq)
    assert staff.act(visitor.id, act, outcome="safe_contact_made", seen=seen).status_code == 303
    assert visitor.conversation.safety is None


@pytest.mark.parametrize(
    ("text", "severity", "state"),
    [(EMERGENCY, "emergency", "waiting"), (CRISIS, "crisis", "waiting"), (CHECK_IN, "check_in", "bot")],
)
def test_each_tier_marks_pages_and_moves(visitor: Visitor, text: str, severity: str, state: str) -> None:
    assert tier(in_danger(visitor, text)) == severity
    conversation, alert = visitor.conversation, visitor.front.store.open_alert(visitor.id)
    assert alert is not None and conversation.safety is not None
    assert (conversation.safety.tier, alert.severity, conversation.state.value) == (severity, severity, state)
    assert (alert.next_at is not None) == (severity != "check_in")
    assert visitor.front.assistant.asked == [] or all(text != asked for _, asked, _ in visitor.front.assistant.asked)


def test_support_keeps_the_answer_and_adds_a_line(visitor: Visitor) -> None:
    answer = visitor.say("My mother died last year and I miss her")
    assert answer["safety"] is False
    assert answer["replies"][0]["text"].startswith("Often within hours.") and "988" in answer["replies"][0]["text"]
    assert visitor.front.store.open_alert(visitor.id) is None


@pytest.mark.parametrize(
    "text", ["just kidding", "lol jk", "I'm fine", "forget it", "how fast does it work?", "Start pre-screening"]
)
def test_no_word_of_the_visitor_ends_a_crisis(visitor: Visitor, text: str) -> None:
    in_danger(visitor)
    answer = visitor.say(text)
    assert (answer["state"], answer["safety"], answer["progress"]) == ("waiting", True, None)
    assert all(reply["buttons"] == [] or tier(answer) for reply in answer["replies"])
    assert visitor.conversation.dialogue.form is None
    alert = visitor.front.store.open_alert(visitor.id)
    assert alert is not None and alert.severity == "crisis"


def test_being_safe_is_welcome_and_still_ends_nothing(visitor: Visitor) -> None:
    in_danger(visitor)
    answer = visitor.say("Yes, I am safe")
    assert answer["replies"][0]["text"].startswith("Thank you for telling me.")
    assert visitor.conversation.safety is not None


@pytest.mark.parametrize("text", ["No", "Not sure", "maybe", "i dont know"])
def test_not_being_safe_is_danger_again(visitor: Visitor, text: str) -> None:
    in_danger(visitor)
    assert tier(in_danger(visitor, text)) == "crisis"


def test_questions_are_answered_beside_a_crisis(visitor: Visitor) -> None:
    in_danger(visitor)
    [reply] = visitor.say("how fast does it work?")["replies"]
    assert reply["text"].startswith("Often within hours.")
    assert visitor.front.assistant.asked[-1][0] == f"{visitor.id}.aside"


def test_two_questions_are_both_answered_beside_a_crisis(visitor: Visitor) -> None:
    in_danger(visitor)
    replies = visitor.say("how fast does it work? how long is a visit?")["replies"]
    assert [reply["card"]["topic"] for reply in replies] == ["how_fast", "session_length"]


def test_each_danger_is_answered_and_all_are_one_alert(visitor: Visitor) -> None:
    for text in (CRISIS, CRISIS, EMERGENCY, CRISIS):
        assert tier(in_danger(visitor, text))
    alert = visitor.front.store.open_alert(visitor.id)
    assert alert is not None and alert.severity == "emergency"
    assert visitor.said == [CRISIS, CRISIS, EMERGENCY, CRISIS]


def test_danger_under_a_key_that_was_used_before_is_heard(visitor: Visitor) -> None:
    visitor.say("how fast does it work?", "key-0001")
    assert tier(visitor.say(CRISIS, "key-0001")) == "crisis"
    assert eventually(lambda: visitor.front.store.open_alert(visitor.id)).severity == "crisis"
    assert CRISIS in visitor.said


def test_a_crisis_outlives_the_process(tmp_path: Path) -> None:
    """The new process knows nothing of the visit but what is stored."""
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        in_danger(visitor)
    with running_front(tmp_path / "var") as again:
        visitor.front = again
        assert tier(in_danger(visitor, "No")) == "crisis"
        answer = visitor.say("just kidding")
        assert (answer["state"], answer["safety"]) == ("waiting", True)


def test_the_question_asked_last_outlives_the_process(tmp_path: Path) -> None:
    """Yes to "are you having thoughts of killing yourself" is danger, also where a crisis was already known."""
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        in_danger(visitor)
        assert "having thoughts of killing yourself" in in_danger(visitor, CHECK_IN)["replies"][0]["text"]
    with running_front(tmp_path / "var") as again:
        visitor.front = again
        assert tier(in_danger(visitor, "Yes")) == "crisis"


def test_two_halves_of_a_danger_are_read_together_by_a_new_process(tmp_path: Path) -> None:
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        visitor.say("I want to")
    with running_front(tmp_path / "var") as again:
        visitor.front = again
        assert tier(in_danger(visitor, "kill myself")) == "crisis"


def test_a_check_in_ends_with_no(visitor: Visitor) -> None:
    in_danger(visitor, CHECK_IN)
    answer = visitor.say("No")
    assert (answer["safety"], answer["state"]) == (False, "bot")
    alert = visitor.front.store.open_alert(visitor.id)
    assert alert is not None and alert.silence_at is None  # staff still see it; silence no longer counts


@pytest.mark.parametrize("text", ["Yes", "Not sure", "kind of"])
def test_a_check_in_becomes_a_crisis_with_anything_else(visitor: Visitor, text: str) -> None:
    in_danger(visitor, CHECK_IN)
    assert tier(in_danger(visitor, text)) == "crisis"
    assert visitor.conversation.state.value == "waiting"


def test_a_check_in_never_lowers_a_crisis(visitor: Visitor) -> None:
    in_danger(visitor)
    in_danger(visitor, CHECK_IN)
    visitor.say("No")
    assert visitor.conversation.safety is not None and visitor.conversation.safety.tier == "crisis"


def test_while_a_person_holds_the_conversation_the_lines_still_come(visitor: Visitor) -> None:
    visitor.say("hello")
    visitor.taken_over()
    asked = len(visitor.front.assistant.asked)
    assert visitor.say("are you a person?")["replies"] == []
    answer = in_danger(visitor)
    assert (tier(answer), visitor.conversation.state.value, visitor.conversation.owner) == ("crisis", "staff", "Sam Rivers")
    assert visitor.front.store.open_alert(visitor.id) is not None
    assert len(visitor.front.assistant.asked) == asked


def test_a_closed_conversation_opens_again(visitor: Visitor) -> None:
    visitor.say("hello")
    settle(visitor, "close")
    assert tier(in_danger(visitor)) == "crisis"
    assert visitor.conversation.state.value == "waiting"


def test_the_form_waits_untouched_and_goes_on_afterwards(front: Front, visitor: Visitor) -> None:
    visitor.say("Start pre-screening")
    form = visitor.conversation.dialogue
    in_danger(visitor)
    visitor.say("how fast does it work?")
    assert visitor.conversation.dialogue == form
    settle(visitor, "hand-back")
    answer = visitor.say("44")
    assert (answer["safety"], answer["state"], answer["progress"]) == (False, "bot", {"step": 3, "of": 12})
    _, text, sent = front.assistant.asked[-1]
    assert (text, sent.form, sent.requested_slot, sent.slots["for_whom"]) == ("44", "screening_form", "age", "self")


def test_the_assistant_learns_of_a_new_beginning(front: Front, visitor: Visitor) -> None:
    """After staff hand back, its memory of what came before is not used."""
    visitor.say("hello")
    in_danger(visitor)
    settle(visitor, "hand-back")
    visitor.say("hello again")
    senders = [sender for sender, _, _ in front.assistant.asked if sender.startswith(visitor.id)]
    assert senders == [f"{visitor.id}.1", f"{visitor.id}.2"]


def test_a_flood_of_danger_is_still_answered_and_floods_nothing(visitor: Visitor) -> None:
    answers = [visitor.say(f"{CRISIS} {number}") for number in range(65)]
    assert {tier(answer) for answer in answers} == {"crisis"}
    assert eventually(lambda: visitor.conversation.last_seq == 120)
