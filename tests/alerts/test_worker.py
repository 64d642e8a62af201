"""An alert reaches somebody."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from clinic.handoff import Move, Severity, State
from frontdesk.alerts import AlertWorker
from frontdesk.settings import Settings
from frontdesk.storage import Alert, Spool, Store, StoreUnavailable
from tests.storage.clock import Clock

from .conftest import Notebook

Passes = Callable[..., None]
SECRET = "xylophone-of-sorrow"


def raise_in(store: Store, severity: Severity = "crisis", conversation: str = "a") -> Alert:
    with store.turn(conversation) as turn:
        turn.append("visitor", {"text": SECRET})
        return turn.raise_alert(severity, "plan")


def alert_of(store: Store, conversation: str = "a") -> Alert:
    alert = store.open_alert(conversation)
    assert alert is not None
    return alert


def test_a_page_says_how_urgent_which_reference_and_where(store: Store, notebook: Notebook, passes: Passes) -> None:
    reference = raise_in(store, "emergency").reference
    passes()
    link = "https://desk.clinic.example/staff/conversations/a"
    assert notebook.sent == [("one", f"Front Desk: emergency, reference {reference}, {link}")]
    passes()
    assert len(notebook.sent) == 1


def test_nobody_acknowledges_so_contacts_are_paged_in_turn(
    store: Store, notebook: Notebook, passes: Passes, clock: Clock
) -> None:
    raise_in(store)
    paged = []
    for _ in range(5):
        passes()
        paged.append([contact for contact, _ in notebook.sent])
        clock.forward(150)
    assert paged[0] == paged[1] == ["one"]
    assert paged[2] == paged[3] == ["one", "two"]
    assert paged[4] == ["one", "two", "one"]
    assert alert_of(store).contact_index == 3


def test_an_acknowledgement_ends_it(store: Store, notebook: Notebook, passes: Passes, clock: Clock) -> None:
    nurse = store.add_staff("nurse", "hash", "Nora Reed")
    alert = raise_in(store)
    passes()
    store.acknowledge_alert(alert.id, nurse.id, clock.now)
    clock.forward(10_000)
    passes()
    assert len(notebook.sent) == 1
    assert alert_of(store).delivered_at is not None


@pytest.mark.parametrize("kind", ["dead", "broken"])
def test_a_contact_that_cannot_be_reached_is_passed_over_at_once(
    store: Store, notebook: Notebook, passes: Passes, kind: str
) -> None:
    getattr(notebook, kind).add("one")
    raise_in(store)
    passes(2)
    assert [contact for contact, _ in notebook.sent] == ["two"]
    alert = alert_of(store)
    assert (alert.attempts, alert.failures) == (2, 0)


def test_when_nobody_can_be_reached_it_goes_on_trying_and_claims_nothing(
    store: Store, notebook: Notebook, passes: Passes, clock: Clock
) -> None:
    notebook.dead |= {"one", "two"}
    raise_in(store)
    for _ in range(400):
        passes()
        clock.forward(1)
    assert alert_of(store).delivered_at is None
    assert 10 <= len(notebook.tried) <= 30
    assert set(notebook.tried) == {"one", "two"}
    notebook.dead.clear()
    clock.forward(60)
    passes()
    assert alert_of(store).delivered_at is not None


def test_without_contacts_the_console_is_the_only_channel(
    store: Store, spool: Spool, settings: Settings, clock: Clock, notebook: Notebook
) -> None:
    worker = AlertWorker(store, spool, replace(settings, alert_contacts=()), clock, notebook)
    raise_in(store)
    asyncio.run(worker.beat())
    alert = alert_of(store)
    assert (alert.delivered_at, alert.attempts) == (None, 0)
    assert notebook.tried == []
    assert [entry.severity for entry in store.queue()] == ["crisis"]
    assert worker.last_beat == clock.now


def test_a_check_in_pages_only_when_it_is_met_with_silence(
    store: Store, notebook: Notebook, passes: Passes, clock: Clock
) -> None:
    with store.turn("a") as turn:
        turn.append("visitor", {"text": SECRET})
        turn.mark_safety("check_in", "passive_ideation", "self", ("rule",), None)
        turn.raise_alert("check_in", "passive_ideation")
    clock.forward(599)
    passes()
    assert notebook.sent == []
    clock.forward(2)
    passes()
    assert notebook.sent[0][1].startswith("Front Desk: crisis")
    kept = store.conversation("a")
    assert kept is not None
    assert kept.safety is not None
    assert (kept.state, kept.safety.tier, kept.safety.category) == (State.WAITING, "crisis", "passive_ideation")


def test_a_check_in_that_was_answered_pages_nobody(
    store: Store, notebook: Notebook, passes: Passes, clock: Clock
) -> None:
    raise_in(store, "check_in")
    with store.turn("a") as turn:
        turn.append("visitor", {"text": "I am safe"})
    clock.forward(10_000)
    passes()
    assert notebook.sent == []


def test_a_page_that_could_not_be_recorded_is_sent_again(
    store: Store, notebook: Notebook, passes: Passes, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object, **__: object) -> None:
        raise StoreUnavailable("down")

    raise_in(store)
    with monkeypatch.context() as patch:
        patch.setattr(store, "alert_delivered", down)
        passes()
    clock.forward(29)
    passes()
    assert len(notebook.sent) == 1
    clock.forward(2)
    passes()
    assert [contact for contact, _ in notebook.sent] == ["one", "one"]


def test_waking_the_running_worker_sends_at_once_and_the_loop_outlives_errors(
    store: Store, worker: AlertWorker, notebook: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> float:
        with monkeypatch.context() as patch:
            patch.setattr(store, "silent_check_ins", lambda _: 1 / 0)
            task = asyncio.create_task(worker.run())
            await asyncio.sleep(0.1)
            assert worker.last_beat is None
        await asyncio.to_thread(raise_in, store)
        began = time.monotonic()
        await asyncio.to_thread(worker.wake)
        while not notebook.sent and time.monotonic() - began < 5:
            await asyncio.sleep(0.005)
        took = time.monotonic() - began
        assert worker.last_beat is not None
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return took

    assert asyncio.run(run()) < 0.7
    assert len(notebook.sent) == 1


def test_a_hanging_channel_does_not_hold_up_the_next_alert(
    store: Store, spool: Spool, settings: Settings, clock: Clock
) -> None:
    sent: list[str] = []

    def slow_for_crises(contact: str, text: str) -> bool:
        time.sleep(1.0 if "crisis" in text else 0)
        sent.append(text.split(",")[0])
        return True

    worker = AlertWorker(store, spool, settings, clock, slow_for_crises)

    async def run() -> None:
        raise_in(store, "crisis", "a")
        await worker.beat()
        raise_in(store, "emergency", "b")
        await worker.beat()
        await worker.settled()

    asyncio.run(run())
    assert sent == ["Front Desk: emergency", "Front Desk: crisis"]


def test_a_visitor_who_asks_for_a_person_is_announced_once_to_each_contact(
    store: Store, notebook: Notebook, passes: Passes, clock: Clock
) -> None:
    raise_in(store, "request")
    with store.turn("a") as turn:
        turn.move(Move.ASK_PERSON)
    for _ in range(6):
        passes()
        clock.forward(901)
    assert [contact for contact, _ in notebook.sent] == ["one", "two"]
    assert "asks for a person" in notebook.sent[0][1]
