"""One transaction of one conversation, on both databases."""

from __future__ import annotations

import re

import pytest

from clinic.handoff import IllegalMove, Move, OutcomeRequired, State
from clinic.safety.verdict import Category, Subject, Tier
from frontdesk.storage import Dialogue, Staff, Store, Turn
from tests.storage.clock import Clock


@pytest.fixture
def nurse(store: Store) -> Staff:
    return store.add_staff("nurse", "hash", "Nora Reed")


def crisis(turn: Turn, text: str = "words", tier: str = "crisis") -> None:
    turn.append("visitor", {"text": text})
    turn.mark_safety(tier, "plan", "self", ("rule_a",), 0.9)
    turn.raise_alert(tier, "plan")  # type: ignore[arg-type]
    turn.move(Move.CRISIS)


def test_a_conversation_is_made_on_first_use(store: Store) -> None:
    assert store.conversation("a") is None
    with store.turn("a") as turn:
        made = turn.conversation
    assert store.conversation("a") == made
    assert re.fullmatch(r"FD-[2-9A-HJKMNP-TV-Z]{4}-[2-9A-HJKMNP-TV-Z]{4}", made.reference.replace("W", "V"))
    assert (made.state, made.generation, made.last_seq, made.safety) == (State.BOT, 1, 0, None)
    assert made.dialogue == Dialogue(None, None, {})


def test_messages_come_back_as_they_were_said(store: Store, clock: Clock) -> None:
    with store.turn("a") as turn:
        said = turn.append("visitor", {"text": "¿Cuánto cuesta? 💬"}, key="k1")
        answer = turn.append("bot", {"text": "x", "buttons": [{"title": "Yes", "payload": "yes"}]}, in_reply_to=1)
        assert turn.replies_to(said.seq) == [answer]
    clock.forward(5)
    with store.turn("a") as turn:
        turn.append("staff", {"text": "hello"}, author="Nora")
    messages = store.messages("a")
    assert messages[:2] == [said, answer]
    assert [message.seq for message in messages] == [1, 2, 3]
    assert (messages[2].author, messages[2].at) == ("Nora", clock.now)
    assert store.messages("a", after=2) == messages[2:]
    assert store.messages("a", limit=1) == messages[:1]


def test_an_exception_undoes_the_whole_turn(store: Store) -> None:
    with pytest.raises(KeyError), store.turn("a") as turn:
        crisis(turn)
        raise KeyError
    assert store.conversation("a") is None
    assert store.queue() == []


def test_the_same_key_is_stored_once(store: Store) -> None:
    with store.turn("a") as turn:
        first = turn.append("visitor", {"text": "hello"}, key="k")
        assert turn.append("visitor", {"text": "again"}, key="k") == first
        assert turn.message_with_key("k") == first
        assert turn.message_with_key("other") is None
    with store.turn("b") as turn:
        assert turn.append("visitor", {"text": "hello"}, key="k").seq == 1
    assert len(store.messages("a")) == 1


def test_the_dialogue_and_the_generation_are_kept(store: Store) -> None:
    dialogue = Dialogue("screening_form", "age", {"age": None, "medicines": ["a", "b"]})
    with store.turn("a") as turn:
        turn.save_dialogue(dialogue)
        turn.new_generation()
        assert turn.conversation.dialogue == dialogue
    kept = store.conversation("a")
    assert kept is not None
    assert (kept.dialogue, kept.generation) == (dialogue, 2)


def test_a_safety_mark_only_rises(store: Store) -> None:
    with store.turn("a") as turn:
        turn.mark_safety(Tier.CRISIS, Category.PLAN, Subject.SELF, ("rule",), 0.97)
        turn.mark_safety("check_in", "passive_ideation", "self", (), None)
    kept = store.conversation("a")
    assert kept is not None
    assert kept.safety is not None
    assert (kept.safety.tier, kept.safety.category, kept.safety.rules) == ("crisis", "plan", ("rule",))
    with store.turn("a") as turn:
        turn.mark_safety("emergency", "attempt", "self", (), None)
        assert turn.conversation.safety is not None
        assert turn.conversation.safety.tier == "emergency"
        with pytest.raises(ValueError, match="support"):
            turn.mark_safety(Tier.SUPPORT, None, Subject.SELF, (), None)


def test_taking_over_acknowledges_and_changes_the_owner(store: Store, nurse: Staff, clock: Clock) -> None:
    with store.turn("a") as turn:
        crisis(turn)
    clock.forward(30)
    with store.turn("a") as turn:
        turn.move(Move.TAKE_OVER, staff_id=nurse.id)
        assert turn.conversation.owner == "Nora Reed"
    alert = store.open_alert("a")
    assert alert is not None
    assert (alert.acknowledged_at, alert.acknowledged_by, alert.next_at) == (clock.now, nurse.id, None)
    doctor = store.add_staff("doctor", "hash", "Dan Lee")
    with store.turn("a") as turn:
        turn.move(Move.TAKE_OVER, staff_id=doctor.id)
    held = store.conversation("a")
    assert held is not None
    assert (held.owner, held.owner_id, held.state) == ("Dan Lee", doctor.id, State.STAFF)


def test_illegal_moves_change_nothing(store: Store, nurse: Staff) -> None:
    with store.turn("a"):
        pass
    with pytest.raises(IllegalMove), store.turn("a") as turn:
        turn.move(Move.HAND_BACK, staff_id=nurse.id)
    with pytest.raises(IllegalMove, match="member of staff"), store.turn("a") as turn:
        turn.move(Move.TAKE_OVER)
    kept = store.conversation("a")
    assert kept is not None
    assert kept.state is State.BOT


@pytest.mark.parametrize("move", [Move.HAND_BACK, Move.CLOSE])
def test_nobody_lets_go_of_a_visitor_in_danger_without_an_outcome(store: Store, nurse: Staff, move: Move) -> None:
    with store.turn("a") as turn:
        crisis(turn)
        turn.move(Move.TAKE_OVER, staff_id=nurse.id)
    with pytest.raises(OutcomeRequired), store.turn("a") as turn:
        turn.move(move, staff_id=nurse.id)
    with pytest.raises(ValueError, match="outcome"), store.turn("a") as turn:
        turn.clear_safety(nurse.id, "all good")
    with store.turn("a") as turn:
        turn.clear_safety(nurse.id, "safe_contact_made")
        turn.move(move, staff_id=nurse.id)
    kept = store.conversation("a")
    assert kept is not None
    assert (kept.safety, kept.owner) == (None, None)
    assert kept.state is (State.BOT if move is Move.HAND_BACK else State.CLOSED)
    assert store.open_alert("a") is None


def test_handing_back_ends_a_mere_request_and_starts_a_new_generation(store: Store, nurse: Staff) -> None:
    with store.turn("a") as turn:
        turn.raise_alert("request", "asked")
        turn.move(Move.ASK_PERSON)
        turn.move(Move.TAKE_OVER, staff_id=nurse.id)
        turn.move(Move.HAND_BACK, staff_id=nurse.id)
        assert turn.conversation.generation == 2
    assert store.open_alert("a") is None


def test_alerts_fold_into_the_open_one_and_never_become_less_urgent(store: Store, clock: Clock) -> None:
    with store.turn("a") as turn:
        first = turn.raise_alert("crisis", "plan")
        again = turn.raise_alert("check_in", "passive_ideation")
        assert (again.id, again.severity, again.reason) == (first.id, "crisis", "plan, passive_ideation")
        assert turn.raise_alert("emergency", "plan").reason == "plan, passive_ideation"
        assert turn.alert is not None
        assert turn.alert.severity == "emergency"
        assert turn.alert.reference == turn.conversation.reference
    assert len(store.due_alerts(clock.now)) == 1


def test_new_danger_pages_again_after_staff_fell_silent(store: Store, nurse: Staff, clock: Clock) -> None:
    with store.turn("a") as turn:
        crisis(turn)
        turn.acknowledge(nurse.id)
    clock.forward(60)
    with store.turn("a") as turn:
        crisis(turn)
    assert store.due_alerts(clock.now) == []
    clock.forward(301)
    with store.turn("a") as turn:
        crisis(turn)
    (alert,) = store.due_alerts(clock.now)
    assert (alert.acknowledged_at, alert.delivered_at, alert.contact_index) == (None, None, 0)


def test_staff_who_keep_writing_are_not_paged_again(store: Store, nurse: Staff, clock: Clock) -> None:
    with store.turn("a") as turn:
        crisis(turn)
        turn.move(Move.TAKE_OVER, staff_id=nurse.id)
    for _ in range(4):
        clock.forward(200)
        with store.turn("a") as turn:
            turn.append("staff", {"text": "I am here"}, author="Nora")
            crisis(turn)
        assert store.due_alerts(clock.now) == []


def test_a_settled_alert_is_followed_by_a_new_one(store: Store, nurse: Staff) -> None:
    with store.turn("a") as turn:
        first = turn.raise_alert("crisis", "plan")
        turn.close_alert(nurse.id, "false_alarm")
        assert turn.alert is None
        assert turn.raise_alert("crisis", "plan").id != first.id


def test_a_check_in_pages_nobody_and_ends_with_an_answer(store: Store, clock: Clock) -> None:
    with store.turn("a") as turn:
        crisis(turn, tier="check_in")
    clock.forward(601)
    assert store.due_alerts(clock.now) == []
    assert [alert.severity for alert in store.silent_check_ins(clock.now)] == ["check_in"]
    with store.turn("a") as turn:
        turn.append("visitor", {"text": "I am safe"})
    assert store.silent_check_ins(clock.now) == []
    with store.turn("a") as turn:
        crisis(turn, tier="check_in")
    clock.forward(601)
    assert len(store.silent_check_ins(clock.now)) == 1


def test_a_form_is_submitted_once(store: Store, clock: Clock) -> None:
    flags = [{"level": "high", "rule": "r"}, {"level": "info", "rule": "s"}, {"level": "info", "rule": "t"}]
    with store.turn("a") as turn:
        first = turn.submit_screening({"age": 41}, flags, "2026-01")
        assert turn.conversation.screening_submitted
    clock.forward(60)
    with store.turn("a") as turn:
        assert turn.submit_screening({"age": 14}, [], "2026-02") == first
    assert store.screening("a") == first
    assert store.screening("b") is None
    (entry,) = store.queue()
    assert entry.flag_levels == {"high": 1, "info": 2}


@pytest.mark.parametrize("key", ["x" * 101])
def test_what_does_not_fit_is_refused_before_the_database_sees_it(store: Store, key: str) -> None:
    with pytest.raises(ValueError, match="100"), store.turn("a") as turn:
        turn.append("visitor", {"text": "hello"}, key=key)
    with pytest.raises(ValueError, match="64"), store.turn("y" * 65):
        pass
