"""Server-sent events of a visit: a tail of the stored log, so that a reconnect loses nothing."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from typing import Any

from sanic import Request

from frontdesk.bodies import api_message
from frontdesk.storage import Conversation, Message, StoreUnavailable
from frontdesk.visitor.requests import Problem

STILL_HERE_EVERY = 15.0  # seconds of silence before a comment keeps proxies from cutting the stream
LOOK_EVERY = 5.0  # seconds between looks when nothing woke the stream
LOOK_WHILE_TYPING = 1.0  # seconds; that somebody stopped typing wakes nobody
PAGE = 500  # messages read at once
STREAMS = 8  # of one visit at a time: a few tabs and devices


async def stream_events(request: Request, visit: str) -> None:
    """Send every message after Last-Event-ID, then what comes, until the visitor goes."""
    tail = _Tail(request, visit, _last_event_id(request))
    open_streams: Counter[str] = request.app.ctx.open_streams
    if open_streams[visit] >= STREAMS:
        raise Problem(429, "too_many", "This conversation is open in too many places. Please close some.", retry_after=30)
    open_streams[visit] += 1
    try:
        await _stream(request, visit, tail)
    finally:
        open_streams[visit] -= 1
        open_streams += Counter()  # forgets what is zero


async def _stream(request: Request, visit: str, tail: _Tail) -> None:
    changes = request.app.ctx.changes
    response = await request.respond(
        content_type="text/event-stream", headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    )
    await response.send("retry: 2000\n\n")
    quiet_since = _seconds()
    while not request.app.state.is_stopping:
        change = asyncio.create_task(changes.wait(LOOK_EVERY, visit))  # before reading: no change falls in between
        try:
            chunk = await tail.news()
            if not chunk and _seconds() - quiet_since >= STILL_HERE_EVERY:
                chunk = ": still here\n\n"
            if chunk:
                quiet_since = _seconds()
                await response.send(chunk)
            if not tail.has_more:
                await asyncio.wait({change}, timeout=LOOK_WHILE_TYPING if tail.typing else None)
        finally:
            change.cancel()


class _Tail:
    """How far one stream has come."""

    def __init__(self, request: Request, visit: str, last: int) -> None:
        self._context, self._visit, self._last = request.app.ctx, visit, last
        self._status: dict[str, Any] | None = None
        self.has_more = False

    @property
    def typing(self) -> bool:
        return bool(self._status and self._status["typing"])

    async def news(self) -> str:
        """Events on the wire since the last call; none while the database is away."""
        try:
            conversation, messages = await asyncio.to_thread(self._read)
        except StoreUnavailable:
            return ""
        self.has_more = len(messages) == PAGE
        self._last = messages[-1].seq if messages else self._last
        chunk = "".join(_event("message", api_message(message), message.seq) for message in messages)
        status = _status(conversation, self._context.typing.who(self._visit) is not None)
        if status != self._status:
            self._status, chunk = status, chunk + _event("status", status)
        return chunk

    def _read(self) -> tuple[Conversation | None, list[Message]]:
        conversation = self._context.store.conversation(self._visit)
        if conversation is None or self._last > conversation.last_seq:
            self._last = 0  # the log was deleted, or restored from a backup: its numbers begin again
        if conversation is None:
            return None, []
        return conversation, self._context.store.messages(self._visit, self._last, PAGE)


def _status(conversation: Conversation | None, typing: bool) -> dict[str, Any]:
    owner = conversation.owner if conversation else None
    return {
        "state": conversation.state.value if conversation else "bot",
        "safety": bool(conversation and conversation.safety),
        "staff": {"name": owner.split()[0]} if owner else None,
        "typing": typing,
    }


def _event(name: str, data: dict[str, Any], seq: int | None = None) -> str:
    head = f"id: {seq}\n" if seq is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


def _last_event_id(request: Request) -> int:
    text = request.headers.get("last-event-id", "0").strip() or "0"
    if not text.isdecimal() or len(text) > 12:
        raise Problem(400, "last_event_id_wrong", "Last-Event-ID must be the number of a message.")
    return int(text)


def _seconds() -> float:
    return asyncio.get_running_loop().time()
