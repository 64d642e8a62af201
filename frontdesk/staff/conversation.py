"""The page of one conversation and its event stream."""

from __future__ import annotations

import asyncio
import secrets

from sanic import Blueprint, Request
from sanic.response import HTTPResponse

from clinic.handoff import OUTCOMES
from frontdesk.staff import labels
from frontdesk.staff.pages import Refused, audit, fragment, page
from frontdesk.staff.queue import read_rows, urgent
from frontdesk.staff.streams import Event, stream
from frontdesk.staff.views import ConversationView, MessageView, conversation_view, message_view
from frontdesk.storage import Session, Store

SHOWN_AT_FIRST = 200  # messages; the rest behind "Show the whole conversation"
BATCH = 500


def add_routes(blueprint: Blueprint) -> None:
    path = "/conversations/<conversation_id:str>"
    blueprint.add_route(conversation, path, methods=["GET"], name="conversation")
    blueprint.add_route(conversation_events, f"{path}/events", methods=["GET"], name="conversation_events")


async def conversation(request: Request, conversation_id: str) -> HTTPResponse:
    store, session = request.app.ctx.store, request.ctx.session
    view = await asyncio.to_thread(read_view, store, conversation_id, session)
    if view is None:
        raise Refused(
            "There is no such conversation. It may have been deleted at the visitor's request.", 404
        )
    after = 0 if request.args.get("all") else max(0, view.last_seq - SHOWN_AT_FIRST)
    messages = await asyncio.to_thread(read_messages, store, conversation_id, after)
    rows, waiting = await asyncio.to_thread(lambda: (read_rows(store), store.unanswered_count()))
    await audit(request, "view_conversation", conversation_id)
    return page(
        request,
        "conversation.html",
        view=view,
        messages=messages,
        earlier=after,
        last_seq=messages[-1].seq if messages else after,
        outcomes=outcomes(),
        urgent=urgent(rows, besides=conversation_id),
        waiting=waiting,
        reply_key=secrets.token_hex(8),
        message_limit=request.app.ctx.settings.message_limit,
    )


async def conversation_events(request: Request, conversation_id: str) -> None:
    store, session = request.app.ctx.store, request.ctx.session
    last = _resume_after(request)
    await audit(request, "follow_conversation", conversation_id)

    async def read() -> list[Event]:
        nonlocal last
        view = await asyncio.to_thread(read_view, store, conversation_id, session)
        if view is None:
            return [Event("gone", {})]
        messages = await asyncio.to_thread(read_messages, store, conversation_id, last)
        last = messages[-1].seq if messages else last
        rows = await asyncio.to_thread(read_rows, store)
        return [
            *(_message_event(request, message) for message in messages),
            Event("panels", _panels(request, view)),
            Event("urgent", urgent(rows, besides=conversation_id)),
        ]

    await stream(request, read)


def _resume_after(request: Request) -> int:
    given = request.headers.get("last-event-id") or request.args.get("after") or "0"
    return int(given) if given.isdecimal() and len(given) <= 12 else 0


def _message_event(request: Request, message: MessageView) -> Event:
    data = {
        "seq": message.seq,
        "role": message.role,
        "html": fragment(request, "_message.html", message=message),
    }
    return Event("message", data, id=message.seq, always=True)


def _panels(request: Request, view: ConversationView) -> dict[str, object]:
    values = {"view": view, "outcomes": outcomes()}
    return {
        "mine": view.mine,
        "notice": fragment(request, "_notice.html", degraded=request.app.ctx.degraded()),
        "header": fragment(request, "_header.html", **values),
        "actions": fragment(request, "_actions.html", **values),
        "screening": fragment(request, "_screening.html", **values),
    }


def outcomes() -> list[tuple[str, str]]:
    """(code, words) of every way a conversation can end."""
    return [(outcome, labels.words(outcome)) for outcome in OUTCOMES]


def read_view(store: Store, conversation_id: str, session: Session) -> ConversationView | None:
    found = store.conversation(conversation_id)
    if found is None:
        return None
    return conversation_view(
        found, store.screening(conversation_id), store.open_alert(conversation_id), session
    )


def read_messages(store: Store, conversation_id: str, after: int) -> list[MessageView]:
    """All messages with a higher sequence number."""
    messages: list[MessageView] = []
    while True:
        batch = store.messages(conversation_id, after, BATCH)
        messages += map(message_view, batch)
        if len(batch) < BATCH:
            return messages
        after = batch[-1].seq
