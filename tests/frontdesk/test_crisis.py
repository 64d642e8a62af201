"""A crisis in a conversation: what it changes, what it leaves alone, and what ends it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clinic.handoff import Move
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


def settle(visitor: Visitor, move: Move) -> None:
    """Staff let go of the conversation, with an outcome."""
    staff_id = visitor.taken_over()
    with visitor.front.store.turn(visitor.id) as turn:
        turn.clear_safety(staff_id, "safe_contact_made")
        turn.move(move, staff_id=staff_id)


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


@pytest.mark.parametrize("text", ["just kidding", "lol jk", "I'm fine", "forget it", "how fast does it work?", "Start pre-screening"])
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


def test_each_danger_is_answered_and_all_are_one_alert(visitor: Visitor) -> None:
    for text in (CRISIS, CRISIS, EMERGENCY, CRISIS):
        assert tier(in_danger(visitor, text))
    alert = visitor.front.store.open_alert(visitor.id)
    assert alert is not None and alert.severity == "emergency"
    assert visitor.said == [CRISIS, CRISIS, EMERGENCY, CRISIS]


def test_a_crisis_outlives_the_process(tmp_path: Path) -> None:
    """The new process knows nothing of the visit but what is stored."""
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        in_danger(visitor)
    with running_front(tmp_path / "var") as again:
        visitor.front = again
        answer = visitor.say("just kidding")
        assert (answer["state"], answer["safety"]) == ("waiting", True)
        assert tier(in_danger(visitor, "No")) == "crisis"


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
    settle(visitor, Move.CLOSE)
    assert tier(in_danger(visitor)) == "crisis"
    assert visitor.conversation.state.value == "waiting"


def test_the_form_waits_untouched_and_goes_on_afterwards(front: Front, visitor: Visitor) -> None:
    visitor.say("Start pre-screening")
    form = visitor.conversation.dialogue
    in_danger(visitor)
    visitor.say("how fast does it work?")
    assert visitor.conversation.dialogue == form
    settle(visitor, Move.HAND_BACK)
    answer = visitor.say("44")
    assert (answer["safety"], answer["state"], answer["progress"]) == (False, "bot", {"step": 3, "of": 12})
    _, text, sent = front.assistant.asked[-1]
    assert (text, sent.form, sent.requested_slot, sent.slots["for_whom"]) == ("44", "screening_form", "age", "self")


def test_the_assistant_learns_of_a_new_beginning(front: Front, visitor: Visitor) -> None:
    """After staff hand back, its memory of what came before is not used."""
    visitor.say("hello")
    in_danger(visitor)
    settle(visitor, Move.HAND_BACK)
    visitor.say("hello again")
    senders = [sender for sender, _, _ in front.assistant.asked if sender.startswith(visitor.id)]
    assert senders == [f"{visitor.id}.1", f"{visitor.id}.2"]
