"""Is the front desk alive, and what of it works: for supervisors, load balancers and the console."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

from sanic import Blueprint, Request, Sanic
from sanic.response import HTTPResponse, json

from frontdesk.storage import StoreUnavailable

logger = logging.getLogger(__name__)
READ = ("GET", "HEAD")  # load balancers ask with HEAD
PROBE_EVERY = 2.0  # seconds between looks at the assistant and the database
ALERTS_LATE = 30.0  # seconds without a heartbeat of the alert worker
SENTENCES = {
    "assistant": "The assistant is not answering; visitors are offered a person.",
    "database": "The database cannot be reached; crisis messages go to the spool file.",
    "screen": "The crisis screen runs on patterns alone; the semantic net could not be loaded.",
    "alerts": "The alert worker is not running; nobody is paged.",
    "spool": "Messages wait in the spool file for the database.",
}


class Health:
    """The latest known state of every dependency; probed in the background, so asking is free."""

    def __init__(self, app: Sanic[Any, Any]) -> None:
        self._context = app.ctx
        self._since = app.ctx.clock()
        self.checks: dict[str, bool] = dict.fromkeys(SENTENCES, True)
        self.checks["assistant"] = False

    async def watch(self) -> None:
        """Probe for ever; runs as a task of the app."""
        while True:
            try:
                await self.probe()
            except Exception as error:  # the looks must go on: what is shown would stand still otherwise
                logger.error("A look at the dependencies failed: %s", type(error).__name__)
            await asyncio.sleep(PROBE_EVERY)

    async def probe(self) -> None:
        context = self._context
        self.checks["assistant"] = await context.assistant.is_ready()
        self.checks["database"] = await asyncio.to_thread(_answers, context.store)
        self.checks["screen"] = not context.screen.degraded
        self.checks["spool"] = await asyncio.to_thread(context.spool.is_empty)
        beat = context.alerts.last_beat or self._since
        self.checks["alerts"] = (context.clock() - beat).total_seconds() <= ALERTS_LATE

    def degraded(self) -> list[str]:
        """One sentence for each thing that does not work."""
        return [SENTENCES[name] for name, works in self.checks.items() if not works]


def _answers(store: Any) -> bool:
    try:
        store.ping()
    except StoreUnavailable:
        return False
    return True


def health_blueprint() -> Blueprint:
    health = Blueprint("health")

    async def alive(_request: Request) -> HTTPResponse:
        """The process serves; nothing is said of what it depends on."""
        return json({"status": "ok"})

    async def ready(request: Request) -> HTTPResponse:
        """Each dependency. 503 only when messages cannot be stored; a missing assistant is "degraded"."""
        state: Health = request.app.ctx.health
        checks = {name: "ok" if works else "failed" for name, works in state.checks.items()}
        status = "ok" if all(state.checks.values()) else "degraded" if state.checks["database"] else "unavailable"
        body = {"status": status, "checks": checks, "degraded": state.degraded()}
        return json(body, status=503 if status == "unavailable" else 200)

    health.add_route(alive, "/health", methods=READ)
    health.add_route(ready, "/ready", methods=READ)
    return health
