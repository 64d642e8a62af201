"""What a topic's button says is for the assistant; people read the topic's title."""

from __future__ import annotations

from typing import Any

import pytest

from clinic.content import PAYLOAD, load_topics
from clinic.safety import Context, Tier, Verdict
from frontdesk.settings import ROOT
from tests.frontdesk.front import Front, Visitor, eventually, messages, real_screen, running_front

TOPICS = load_topics(ROOT / "data" / "faq")
TITLE = TOPICS["how_fast"].title


def test_people_read_the_title_and_the_assistant_the_payload(front: Front, visitor: Visitor) -> None:
    answer = visitor.say("topic:how_fast")
    assert answer["message"]["text"] == TITLE
    assert visitor.said == [TITLE]
    assert front.assistant.asked[-1][1] == "topic:how_fast"
    with visitor.stream() as stream:
        assert messages(stream, 1)[0]["text"] == TITLE
    page = front.staff().get(f"/staff/conversations/{visitor.id}").text
    assert TITLE in page and PAYLOAD not in page


def test_the_same_choice_sent_again_is_the_same_message(front: Front, visitor: Visitor) -> None:
    first = visitor.say("topic:how_fast", "key-0001")
    asked = len(front.assistant.asked)
    assert visitor.say("topic:how_fast", "key-0001") == first
    assert visitor.say(TITLE, "key-0001") == first, "as an older page would send it"
    assert len(front.assistant.asked) == asked
    assert visitor.said == [TITLE]


def test_a_choice_that_was_stored_but_not_answered_is_answered_once(front: Front, visitor: Visitor) -> None:
    with front.store.turn(visitor.id) as turn:
        turn.append("visitor", {"text": TITLE}, key="key-0001")
    visitor.say("topic:how_fast", "key-0001")
    assert [message.role for message in visitor.stored] == ["visitor", "bot"]
    assert front.assistant.asked[-1][1] == "topic:how_fast"


@pytest.mark.parametrize(
    "text", ["topic:wifi", "topic:", "topic:how_fast please", "Topic:how_fast", "topic: how_fast", "ask topic:how_fast"]
)
def test_anything_else_is_an_ordinary_message(front: Front, visitor: Visitor, text: str) -> None:
    assert visitor.say(text)["message"]["text"] == text
    assert visitor.said == [text]
    assert front.assistant.asked[-1][1] == text


def test_the_greeting_offers_topics_that_work(front: Front, visitor: Visitor) -> None:
    [greeting] = front.http.post("/api/visits").json()["messages"]
    for button in greeting["buttons"]:
        assert visitor.say(button["payload"])["message"]["text"] == button["title"]


def test_the_screen_reads_the_title(tmp_path: Any) -> None:
    class Listening:
        degraded = False
        read: list[str] = []

        def warm(self) -> None:
            """Nothing to do."""

        def screen(self, text: str, context: Context = Context()) -> Verdict:
            self.read.append(text)
            self.read.extend(context.previous)
            return real_screen().screen(text, context)

    with running_front(tmp_path / "var", screen=Listening()) as front:
        visitor = front.visitor()
        visitor.say("topic:how_fast")
        visitor.say("hello")
    assert Listening.read == [TITLE, "hello", TITLE]


def test_no_title_is_taken_for_danger() -> None:
    """Or the button would show the crisis lines instead of the answer."""
    taken = {name: real_screen().screen(topic.title).tier for name, topic in TOPICS.items()}
    assert {name: tier for name, tier in taken.items() if tier not in {Tier.NONE, Tier.SUPPORT}} == {}


def test_held_by_staff_the_title_reaches_them(front: Front, visitor: Visitor) -> None:
    visitor.say("hello")
    visitor.taken_over()
    visitor.say("topic:how_fast")
    assert eventually(lambda: visitor.said == ["hello", TITLE])
