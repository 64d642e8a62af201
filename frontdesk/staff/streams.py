"""Server-sent events of the console: what changed, for as long as the session lives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sanic import Request

from frontdesk.staff import sessions
from frontdesk.staff.pages import DATABASE_DOWN
from frontdesk.storage import StoreUnavailable

LOOK_EVERY = 2.0  # seconds; also bounds the delay when a wake-up falls between reading and waiting
STILL_HERE_EVERY = 15.0  # seconds; proxies cut streams that stay silent, and the page notices a dead one


@dataclass(frozen=True)
class Event:
    name: str
    data: Any
    id: int | None = None
    always: bool = False  # sent even when it equals the one before of the same name

    def encode(self) -> str:
        """The event on the wire; JSON holds no raw line break, so one data line is enough."""
        head = f"id: {self.id}\n" if self.id is not None else ""
        return f"{head}event: {self.name}\ndata: {json.dumps(self.data, ensure_ascii=False)}\n\n"


async def stream(request: Request, read: Callable[[], Awaitable[list[Event]]]) -> None:
    """Send what `read` returns whenever something changed, until the session or the connection ends."""
    clock = asyncio.get_running_loop().time
    response = await request.respond(content_type="text/event-stream", headers={"X-Accel-Buffering": "no"})
    sent: dict[str, str] = {}
    seen, quiet_since = None, clock()
    while not request.app.state.is_stopping:
        events, seen = await _look(request, read, seen)
        if clock() - quiet_since >= STILL_HERE_EVERY:
            events.append(Event("here", {}, always=True))
        for event in events:
            text = event.encode()
            if event.always or sent.get(event.name) != text:
                sent[event.name], quiet_since = text, clock()
                await response.send(text)
        if events[0].name == "signed_out":
            return
        await request.app.ctx.changes.wait(LOOK_EVERY)


async def _look(
    request: Request, read: Callable[[], Awaitable[list[Event]]], seen: object
) -> tuple[list[Event], object]:
    """The events of now and what the next look compares with; nothing is read while nothing changed."""
    context = request.app.ctx
    try:
        if await sessions.current(request) is None:
            return [Event("signed_out", {})], seen
        now = (await asyncio.to_thread(context.store.revision), tuple(context.degraded()))
        return [Event("status", {"problem": ""}), *(await read() if now != seen else [])], now
    except StoreUnavailable:
        return [Event("status", {"problem": DATABASE_DOWN})], None
