"""Alerts while the database or the spool fails."""

from __future__ import annotations

import asyncio

import pytest

from clinic.handoff import Severity
from frontdesk.alerts import AlertWorker
from frontdesk.settings import Settings
from frontdesk.storage import Spool, Store, StoreUnavailable
from tests.storage.clock import Clock

from .conftest import Notebook
from .test_worker import SECRET, Passes, alert_of, raise_in


class Outage:
    """Stands in for a store whose database does not answer."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.down = True

    def __getattr__(self, name: str) -> object:
        if self.down:
            raise StoreUnavailable("down")
        return getattr(self._store, name)


def spooled(key: str, severity: Severity | None = "crisis") -> dict[str, object]:
    return {
        "conversation_id": "a",
        "key": key,
        "body": {"text": SECRET},
        "replies": [],
        "safety": None,
        "severity": severity,
        "reason": "plan",
    }


def test_while_the_database_is_down_contacts_are_paged_directly_and_nothing_is_lost(
    store: Store, spool: Spool, settings: Settings, clock: Clock, notebook: Notebook
) -> None:
    outage = Outage(store)
    worker = AlertWorker(outage, spool, settings, clock, notebook)  # type: ignore[arg-type]

    async def run() -> None:
        spool.add(spooled("1"))
        spool.add(spooled("2", "check_in"))
        spool.add(spooled("3", None))
        for _ in range(3):
            await worker.beat()
            await worker.settled()
        assert [contact for contact, _ in notebook.sent] == ["one"]
        assert "the database is down" in notebook.sent[0][1]
        assert worker.database_up is False
        assert worker.last_beat == clock.now
        clock.forward(301)
        await worker.beat()
        await worker.settled()
        assert [contact for contact, _ in notebook.sent] == ["one", "two"]
        outage.down = False
        await worker.beat()
        await worker.settled()

    asyncio.run(run())
    assert worker.database_up is True
    assert spool.is_empty()
    assert len(store.messages("a")) == 3
    assert alert_of(store).severity == "crisis"
    assert "reference FD-" in notebook.sent[-1][1]


def test_an_alert_already_stored_is_followed_up_while_the_database_is_down(
    store: Store, spool: Spool, settings: Settings, clock: Clock, notebook: Notebook
) -> None:
    outage = Outage(store)
    outage.down = False
    worker = AlertWorker(outage, spool, settings, clock, notebook)  # type: ignore[arg-type]

    async def run() -> None:
        raise_in(store)
        await worker.beat()
        await worker.settled()
        outage.down = True
        for _ in range(3):
            clock.forward(151)
            await worker.beat()
            await worker.settled()

    asyncio.run(run())
    assert [contact for contact, _ in notebook.sent] == ["one", "two"]


def test_a_spool_that_cannot_be_emptied_does_not_keep_other_alerts(
    store: Store, notebook: Notebook, passes: Passes, spool: Spool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: Store) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(spool, "drain", full)
    raise_in(store)
    passes()
    assert len(notebook.sent) == 1


def test_no_log_line_carries_a_visitors_words(
    store: Store, spool: Spool, notebook: Notebook, passes: Passes, caplog: pytest.LogCaptureFixture
) -> None:
    notebook.broken |= {"one", "two"}
    spool.add({**spooled("1"), "severity": "unheard of"})
    raise_in(store)
    passes(3)
    assert caplog.records
    assert SECRET not in caplog.text
    assert all(SECRET not in text for _, text in notebook.sent)
