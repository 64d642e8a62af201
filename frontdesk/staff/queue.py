"""The queue: whom to look at first, kept up to date by an event stream."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from frontdesk.staff import labels
from frontdesk.staff.pages import audit, fragment, page
from frontdesk.staff.streams import Event, stream
from frontdesk.storage import QueueEntry, Store


@dataclass(frozen=True)
class Row:
    """One conversation of the queue, in words."""

    id: str
    reference: str
    severity: str | None  # of the open alert or the safety mark
    severity_words: str
    state: str
    state_words: str
    owner: str | None
    since: datetime
    last_message_at: datetime
    needs_acknowledging: bool
    unread: bool
    flags: tuple[tuple[str, str], ...]  # (level, "2 hold")
    submitted: bool

    @property
    def is_open(self) -> bool:
        return self.state in {"waiting", "staff"} or self.severity is not None


def add_routes(blueprint: Blueprint) -> None:
    blueprint.add_route(queue, "/", methods=["GET"], name="queue", strict_slashes=False)
    blueprint.add_route(queue_events, "/events", methods=["GET"], name="queue_events")
    blueprint.add_route(signed_in, "/session", methods=["GET"], name="signed_in")
    blueprint.add_route(here, "/here", methods=["POST"], name="here")


async def queue(request: Request) -> HTTPResponse:
    store = request.app.ctx.store
    rows, waiting = await asyncio.to_thread(lambda: (read_rows(store), store.unanswered_count()))
    await audit(request, "view_queue")
    return page(request, "queue.html", rows=rows, urgent=urgent(rows), waiting=waiting)


async def signed_in(request: Request) -> HTTPResponse:
    """Asked by a page that lost its stream: the gate answers 401 when the session has ended."""
    return HTTPResponse(status=204)


async def here(request: Request) -> HTTPResponse:
    """Somebody moved the pointer or pressed a key: the gate has put the idle time-out off, nothing else to do."""
    return HTTPResponse(status=204)


async def queue_events(request: Request) -> None:
    async def read() -> list[Event]:
        store = request.app.ctx.store
        rows, waiting = await asyncio.to_thread(lambda: (read_rows(store), store.unanswered_count()))
        data: dict[str, Any] = {
            "rows": [{"id": row.id, "open": row.is_open, "html": row_html(request, row)} for row in rows],
            "urgent": urgent(rows),
            "waiting": waiting,
            "notice": fragment(request, "_notice.html", degraded=request.app.ctx.degraded()),
        }
        return [Event("queue", data)]

    await stream(request, read)


def row_html(request: Request, row: Row) -> str:
    return fragment(request, "_row.html", row=row)


def read_rows(store: Store) -> list[Row]:
    """The queue in the order of the store: urgent first, then oldest first."""
    return [_row(entry) for entry in store.queue()]


def urgent(rows: list[Row], *, besides: str | None = None) -> list[dict[str, str]]:
    """Alerts that nobody has acknowledged, for the banner of every page of the console."""
    return [
        {
            "id": row.id,
            "reference": row.reference,
            "words": row.severity_words,
            "href": f"/staff/conversations/{row.id}",
        }
        for row in rows
        if row.needs_acknowledging and row.severity in labels.PAGED and row.id != besides
    ]


def _row(entry: QueueEntry) -> Row:
    alert, state = entry.alert, entry.state.value
    needs = alert is not None and alert.acknowledged_at is None and alert.closed_at is None
    return Row(
        id=entry.conversation_id,
        reference=entry.reference,
        severity=entry.severity,
        severity_words=labels.SEVERITIES[entry.severity] if entry.severity else "",
        state=state,
        state_words=labels.STATES[state],
        owner=entry.owner,
        since=alert.created_at if alert else entry.last_message_at,
        last_message_at=entry.last_message_at,
        needs_acknowledging=needs,
        unread=entry.unread,
        flags=tuple((level, f"{number} {level}") for level, number in _by_level(entry.flag_levels)),
        submitted=entry.screening_submitted,
    )


def _by_level(levels: dict[str, int]) -> list[tuple[str, int]]:
    lowered = {level.lower(): number for level, number in levels.items()}
    order = [*labels.FLAG_LEVELS, *sorted(set(lowered) - set(labels.FLAG_LEVELS))]
    return [(level, lowered[level]) for level in order if lowered.get(level)]
