"""What supervisors and staff learn of the state of the front desk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from frontdesk.health import SENTENCES, Health
from frontdesk.storage import StoreUnavailable
from tests.frontdesk.fakes import Clock, FakeAssistant
from tests.frontdesk.front import CRISIS, Front, eventually, running_front


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Front]:
    with running_front(tmp_path / "var") as running:
        eventually(lambda: ready(running)["checks"]["assistant"] == "ok")
        yield running


def ready(front: Front) -> dict[str, Any]:
    return dict(front.http.get("/ready").json())


def failing(front: Front, *names: str) -> dict[str, Any]:
    """What /ready says as soon as exactly these checks fail."""
    return eventually(
        lambda: (body := ready(front)) and {n for n, c in body["checks"].items() if c == "failed"} == set(names) and body
    )  # type: ignore[return-value]


def always(front: Front) -> set[str]:
    """What is missing on this machine whatever happens: the semantic net may not have been built."""
    return {"screen"} if front.app.ctx.screen.degraded else set()


def test_all_is_well(own: Front) -> None:
    body = failing(own, *always(own))
    assert body["status"] == ("degraded" if always(own) else "ok")
    assert body["degraded"] == [SENTENCES[name] for name in always(own)]


def test_a_missing_assistant_is_a_degradation(own: Front) -> None:
    own.assistant.down = True
    body = failing(own, "assistant", *always(own))
    assert (own.http.get("/ready").status_code, body["status"]) == (200, "degraded")
    assert SENTENCES["assistant"] in body["degraded"]


def test_without_the_database_the_front_desk_is_not_ready_but_alive(own: Front) -> None:
    own.switched.fault = StoreUnavailable("The database cannot be used (test).")
    own.visitor().say(CRISIS)
    body = failing(own, "database", "spool", *always(own))
    assert (own.http.get("/ready").status_code, body["status"]) == (503, "unavailable")
    assert own.http.get("/health").status_code == 200
    own.switched.fault = None
    assert failing(own, *always(own))["status"] != "unavailable"


def test_an_alert_worker_that_stands_still_is_told(own: Front) -> None:
    async def stands_still() -> None:
        await asyncio.Event().wait()

    own.app.ctx.alerts.beat = stands_still
    own.app.ctx.alerts.last_beat = own.clock() - timedelta(minutes=1)
    failing(own, "alerts", *always(own))


@pytest.mark.parametrize(("seconds", "works"), [(29, True), (31, False)])
def test_an_alert_worker_that_never_started_is_told(seconds: float, works: bool) -> None:
    clock = Clock()
    health = Health(_parts(clock))
    clock.ahead = timedelta(seconds=seconds)
    asyncio.run(health.probe())
    assert health.checks["alerts"] is works


def test_a_look_that_fails_is_not_the_last(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontdesk.health.PROBE_EVERY", 0.01)
    parts = _parts(Clock())
    parts.ctx.store.ping = lambda: 1 / 0
    health = Health(parts)

    async def watched() -> None:
        watch = asyncio.create_task(health.watch())
        while not caplog.records:
            await asyncio.sleep(0.01)
        parts.ctx.store.ping = lambda: None
        while not all(health.checks.values()):
            await asyncio.sleep(0.01)
        watch.cancel()

    with caplog.at_level(logging.ERROR, "frontdesk.health"):
        asyncio.run(asyncio.wait_for(watched(), 5))
    assert caplog.records[0].getMessage() == "A look at the dependencies failed: ZeroDivisionError"


def _parts(clock: Clock) -> Any:
    """As much of an app as Health looks at."""
    store, spool = SimpleNamespace(ping=lambda: None), SimpleNamespace(is_empty=lambda: True)
    alerts, screen = SimpleNamespace(last_beat=None), SimpleNamespace(degraded=False)
    return SimpleNamespace(
        ctx=SimpleNamespace(clock=clock, assistant=FakeAssistant(), store=store, spool=spool, alerts=alerts, screen=screen)
    )
