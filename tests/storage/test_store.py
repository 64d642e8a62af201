"""The store outside a turn, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import create_engine, select

from clinic.handoff import Move, OutcomeRequired, Severity
from frontdesk.settings import Settings
from frontdesk.storage import Store, UsernameTaken
from frontdesk.storage.schema import metadata
from tests.storage.clock import Clock

SECRET = "xylophone-of-sorrow"


def raise_in(store: Store, conversation: str, severity: Severity) -> None:
    with store.turn(conversation) as turn:
        turn.append("visitor", {"text": "words"})
        turn.raise_alert(severity, "plan")
        turn.move(Move.ASK_PERSON if severity == "request" else Move.CRISIS)


def test_migrating_twice_is_the_same_as_once(open_another: Callable[[], Store]) -> None:
    store = open_another()
    assert not store.schema_is_current()
    store.migrate()
    assert store.schema_is_current()
    store.migrate()
    store.ping()
    assert store.queue() == []


def test_the_queue_puts_danger_first_and_then_what_is_recent(store: Store, clock: Clock) -> None:
    for conversation, severity in (
        ("old request", "request"),
        ("old crisis", "crisis"),
        ("new crisis", "crisis"),
        ("emergency", "emergency"),
        ("check-in", "check_in"),
    ):
        raise_in(store, conversation, severity)  # type: ignore[arg-type]
        clock.forward(10)
    for conversation in ("chat before", "chat now"):
        with store.turn(conversation) as turn:
            turn.append("visitor", {"text": "hello"})
        clock.forward(10)
    with store.turn("form") as turn:
        turn.submit_screening({"age": 41}, [], "1")
    expected = ["emergency", "old crisis", "new crisis", "check-in", "old request", "form", "chat now", "chat before"]
    assert [entry.conversation_id for entry in store.queue()] == expected
    assert [entry.conversation_id for entry in store.queue(limit=1)] == expected[:6]  # danger is never cut off


def test_unread_means_that_a_person_is_wanted_and_has_not_acted_yet(store: Store) -> None:
    nurse = store.add_staff("nurse", "hash", "Nora Reed")
    raise_in(store, "a", "crisis")
    assert [entry.unread for entry in store.queue()] == [True]
    with store.turn("a") as turn:
        turn.move(Move.TAKE_OVER, staff_id=nurse.id)
    (entry,) = store.queue()
    assert (entry.unread, entry.owner, entry.severity) == (False, "Nora Reed", "crisis")
    with store.turn("a") as turn:
        turn.append("visitor", {"text": "thank you"})
    assert [entry.unread for entry in store.queue()] == [True]
    with store.turn("b") as turn:
        turn.append("visitor", {"text": "hello"})
    assert {entry.conversation_id: entry.unread for entry in store.queue()} == {"a": True, "b": False}


def test_the_revision_grows_with_changes(store: Store, open_another: Callable[[], Store]) -> None:
    other = open_another()
    seen = [other.revision()]
    raise_in(store, "a", "crisis")
    seen.append(other.revision())
    with store.turn("a") as turn:
        turn.append("bot", {"text": "hello"})
    seen.append(other.revision())
    assert seen == sorted(set(seen))


def test_the_revision_cannot_be_seen_before_the_change(store: Store, open_another: Callable[[], Store]) -> None:
    other = open_another()
    before = other.revision()
    with store.turn("a") as turn:
        turn.append("bot", {"text": "hello"})
        assert other.revision() == before
        assert other.messages("a") == []
    assert other.revision() > before


def test_staff_accounts_and_sessions(store: Store, clock: Clock) -> None:
    assert not store.has_staff()
    nurse = store.add_staff("nurse", "hash", "Nora Reed", must_change=True)
    assert store.has_staff()
    assert store.staff("nurse") == nurse
    assert store.staff("nobody") is None
    with pytest.raises(UsernameTaken):
        store.add_staff("nurse", "other", "Someone Else")
    store.start_session(nurse.id, "token-hash", "csrf", clock.now)
    store.touch_session("token-hash", clock.forward(60))
    store.set_password(nurse.id, "new hash")
    session = store.session("token-hash")
    assert session is not None
    assert (session.staff.password_hash, session.staff.must_change) == ("new hash", False)
    assert (session.csrf, session.seen_at - session.created_at) == ("csrf", timedelta(seconds=60))
    store.end_session("token-hash")
    assert store.session("token-hash") is None
    for token in ("one", "two"):
        store.start_session(nurse.id, token, "csrf", clock.now)
    store.end_sessions_of(nurse.id)
    assert store.session("one") is store.session("two") is None


def test_a_forgotten_conversation_leaves_only_times_and_severities(
    store: Store, settings: Settings, clock: Clock
) -> None:
    nurse = store.add_staff("nurse", "hash", "Nora Reed")
    raise_in(store, "a", "crisis")
    with store.turn("a") as turn:
        turn.submit_screening({"age": 41}, [], "1")
        reference = turn.conversation.reference
    with pytest.raises(OutcomeRequired):
        store.forget("a")
    with store.turn("a") as turn:
        turn.close_alert(nurse.id, "referred")
    raise_in(store, "a", "request")
    store.forget("a")
    store.forget("a")
    assert (store.conversation("a"), store.messages("a"), store.screening("a")) == (None, [], None)
    assert store.due_alerts(clock.now) == []
    rows = stored_rows(settings)
    assert rows["conversations"] == rows["messages"] == rows["screenings"] == []
    assert [(row["reference"], row["severity"]) for row in rows["alerts"]] == [
        (reference, "crisis"),
        (reference, "request"),
    ]
    assert all(row["conversation_id"] is row["reason_sealed"] is row["outcome"] is None for row in rows["alerts"])


def test_nothing_personal_reaches_the_database_in_the_clear(store: Store, settings: Settings) -> None:
    from frontdesk.storage import Dialogue

    with store.turn("a") as turn:
        turn.append("visitor", {"text": SECRET}, key="k")
        turn.save_dialogue(Dialogue("form", "name", {"name": SECRET}))
        turn.submit_screening({"phone": SECRET}, [{"level": "high", "why": SECRET}], "1")
        turn.mark_safety("crisis", SECRET, "self", (SECRET,), None)
        turn.raise_alert("crisis", SECRET)
    written = repr(stored_rows(settings)).encode()
    for file in settings.data_dir.glob("*"):
        written += file.read_bytes()
    assert b"FD-" in written
    assert SECRET.encode() not in written


def stored_rows(settings: Settings) -> dict[str, list[dict[str, object]]]:
    """Every row of every table, read without the store."""
    engine = create_engine(settings.database)
    with engine.connect() as connection:
        rows = {
            name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for name, table in metadata.tables.items()
        }
    engine.dispose()
    return rows
