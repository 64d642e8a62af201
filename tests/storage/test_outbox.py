"""Alerts waiting to be sent, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from frontdesk.storage import Alert, Store
from tests.storage.clock import Clock


@pytest.fixture
def alert(store: Store) -> Alert:
    with store.turn("a") as turn:
        return turn.raise_alert("crisis", "plan")


def test_a_claimed_alert_is_sent_by_one_process_only(
    store: Store, open_another: Callable[[], Store], alert: Alert, clock: Clock
) -> None:
    until = clock.now + timedelta(seconds=30)
    claims = [opened.claim_alert(alert.id, clock.now, until) for opened in (store, open_another())]
    assert [claim is None for claim in claims] == [False, True]
    assert store.due_alerts(clock.now) == []


def test_a_claim_runs_out_when_its_process_died(store: Store, alert: Alert, clock: Clock) -> None:
    store.claim_alert(alert.id, clock.now, clock.now + timedelta(seconds=30))
    assert [due.id for due in store.due_alerts(clock.forward(30))] == [alert.id]


def test_a_delivery_is_recorded_and_the_next_contact_is_due(store: Store, alert: Alert, clock: Clock) -> None:
    deadline = clock.now + timedelta(seconds=300)
    store.alert_failed(alert.id, clock.now, clock.now)
    store.alert_delivered(alert.id, 1, clock.now, deadline)
    sent = store.open_alert("a")
    assert sent is not None
    assert (sent.attempts, sent.failures, sent.contact_index) == (2, 0, 2)
    assert (sent.delivered_at, sent.next_at) == (clock.now, deadline)
    assert store.due_alerts(clock.forward(299)) == []
    assert len(store.due_alerts(clock.forward(1))) == 1


def test_an_acknowledgement_ends_the_paging_for_good(store: Store, alert: Alert, clock: Clock) -> None:
    nurse = store.add_staff("nurse", "hash", "Nora Reed")
    store.acknowledge_alert(alert.id, nurse.id, clock.now)
    store.alert_delivered(alert.id, 0, clock.now, clock.now)  # a page that was on its way
    assert store.due_alerts(clock.forward(10_000)) == []
    kept = store.open_alert("a")
    assert kept is not None
    assert (kept.acknowledged_by, kept.next_at, kept.contact_index) == (nurse.id, None, 1)


def test_a_page_on_its_way_does_not_delay_the_page_for_something_worse(
    store: Store, alert: Alert, clock: Clock
) -> None:
    lease = clock.now + timedelta(seconds=30)
    store.claim_alert(alert.id, clock.now, lease)
    with store.turn("a") as turn:
        turn.raise_alert("emergency", "attempt")
    store.alert_delivered(alert.id, 0, clock.now, clock.now + timedelta(seconds=300), lease=lease)
    (due,) = store.due_alerts(clock.now)
    assert (due.severity, due.delivered_at) == ("emergency", None)


def test_the_most_urgent_goes_first(store: Store, alert: Alert, clock: Clock) -> None:
    clock.forward(1)
    for conversation, severity in (("b", "request"), ("c", "emergency")):
        with store.turn(conversation) as turn:
            turn.raise_alert(severity, "x")  # type: ignore[arg-type]
    assert [due.severity for due in store.due_alerts(clock.now)] == ["emergency", "crisis", "request"]
