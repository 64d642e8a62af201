"""Server-sent events of a visit: a tail of the stored log, so that a reconnect loses nothing."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from sanic import Request

from frontdesk.bodies import api_message
from frontdesk.storage import Conversation, StoreUnavailable
from frontdesk.visitor.requests import Problem

STILL_HERE_EVERY = 15.0  # seconds of silence before a comment keeps proxies from cutting the stream
LOOK_EVERY = 5.0  # seconds; bounds the delay of a wake-up that fell between reading and waiting


async def stream_events(request: Request, visit: str) -> None:
    """Send every message after Last-Event-ID, then what comes, until the visitor goes."""
    last = _last_event_id(request)
    context = request.app.ctx
    response = await request.respond(
        content_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    shown: dict[str, Any] | None = None
    quiet_since = asyncio.get_running_loop().time()
    await response.send("retry: 2000\n\n")
    while not request.app.state.is_stopping:
        chunk, last, status = await _news(request, visit, last)
        if status is not None and status != shown:
            shown, chunk = status, chunk + _event("status", status)
        now = asyncio.get_running_loop().time()
        if not chunk and now - quiet_since >= STILL_HERE_EVERY:
            chunk = ": still here\n\n"
        if chunk:
            quiet_since = now
            await response.send(chunk)
        await context.changes.wait(1.0 if shown and shown["typing"] else LOOK_EVERY, visit)


async def _news(request: Request, visit: str, last: int) -> tuple[str, int, dict[str, Any] | None]:
    """(events on the wire, seq of the last one, status); nothing while the database is away."""
    store = request.app.ctx.store
    try:
        conversation = await asyncio.to_thread(store.conversation, visit)
        messages = await asyncio.to_thread(store.messages, visit, last) if conversation else []
    except StoreUnavailable:
        return "", last, None
    chunk = "".join(_event("message", api_message(message), message.seq) for message in messages)
    return chunk, messages[-1].seq if messages else last, _status(request, visit, conversation)


def _status(request: Request, visit: str, conversation: Conversation | None) -> dict[str, Any]:
    owner = conversation.owner if conversation else None
    return {
        "state": conversation.state.value if conversation else "bot",
        "safety": bool(conversation and conversation.safety),
        "staff": {"name": owner.split()[0]} if owner else None,
        "typing": request.app.ctx.typing.who(visit) is not None,
    }


def _event(name: str, data: dict[str, Any], seq: int | None = None) -> str:
    head = f"id: {seq}\n" if seq is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _last_event_id(request: Request) -> int:
    text = request.headers.get("last-event-id", "0").strip() or "0"
    if not text.isdecimal() or len(text) > 12:
        raise Problem(400, "last_event_id_wrong", "Last-Event-ID must be the number of a message.")
    return int(text)
