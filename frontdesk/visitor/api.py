"""The chat API: visits, messages, events (frontdesk/static/openapi.json describes it)."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import asdict
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, json

from clinic.safety.screen import MAX_CHARACTERS
from frontdesk.crisis import Answer
from frontdesk.security import address_block, client_address
from frontdesk.storage import StoreUnavailable
from frontdesk.turn import Desk
from frontdesk.visitor.events import stream_events
from frontdesk.visitor.requests import Posted, Problem, check_token, on_problem, read_message


def api_blueprint() -> Blueprint:
    """Routes under /api; `app.ctx` provides desk, tokens, settings, limits, words, store, changes, typing."""
    api = Blueprint("api", url_prefix="/api")
    api.exception(Problem)(on_problem)
    api.exception(StoreUnavailable)(_on_store_unavailable)
    under_way: set[asyncio.Task[Answer]] = set()

    def done(handling: asyncio.Task[Answer]) -> None:
        under_way.discard(handling)
        if not handling.cancelled():
            handling.exception()  # seen, also when its request is gone

    @api.post("/visits")
    async def open_visit(request: Request) -> HTTPResponse:
        _limit(request.app.ctx.visit_limit.hit("visit", address_of(request)))
        visit, token = request.app.ctx.tokens.new_visit()
        greeting = request.app.ctx.greeting()
        return json({"visit": visit, "token": token, "messages": [greeting]}, status=201)

    @api.post("/visits/<visit:str>/messages")
    async def post_message(request: Request, visit: str) -> HTTPResponse:
        check_token(request, visit, request.app.ctx.tokens)
        handling = asyncio.create_task(_handle(request, visit, read_message(request)))
        under_way.add(handling)
        handling.add_done_callback(done)
        return json(asdict(await asyncio.shield(handling)))  # what arrived is handled, whether or not its sender stays

    @api.get("/visits/<visit:str>/events")
    async def events(request: Request, visit: str) -> None:
        check_token(request, visit, request.app.ctx.tokens)
        await stream_events(request, visit)

    return api


async def _handle(request: Request, visit: str, posted: Posted) -> Answer:
    desk: Desk = request.app.ctx.desk
    verdict = await desk.screened(visit, posted.text)
    if not verdict.tier.shows_lines:
        _check_ordinary(request, visit, posted)
    key = posted.key or secrets.token_urlsafe(16)
    return await desk.take(visit, _as_screened(posted.text), key, verdict)


def _check_ordinary(request: Request, visit: str, posted: Posted) -> None:
    """Raises Problem for what the API does not take; never called for a dangerous message."""
    _limit(request.app.ctx.message_limit.hit("message", visit))
    limit: int = request.app.ctx.settings.message_limit
    if len(posted.text) > limit:
        raise Problem(413, "text_too_long", f"The message is too long. Please keep it to {limit} characters.")
    if posted.key is None:
        raise Problem(400, "key_wrong", "Each message needs a key of 8 to 64 letters, digits or any of _ . : - .")


def _as_screened(text: str) -> str:
    """Staff read what the screen read: of an endless message its beginning and its end."""
    half = MAX_CHARACTERS // 2
    return text if len(text) <= MAX_CHARACTERS else f"{text[:half]} … {text[-half:]}"


def _limit(wait: int | None) -> None:
    if wait is not None:
        raise Problem(429, "too_many", "That was a little fast. Please wait a moment and try again.", retry_after=wait)


def address_of(request: Request) -> str:
    """Who is counted as one visitor by the rate limits."""
    forwarded: Any = request.headers.getall("x-forwarded-for", [])
    settings = request.app.ctx.settings
    return address_block(client_address(request.ip, ",".join(forwarded), settings.trusted_proxies))


async def _on_store_unavailable(request: Request, error: StoreUnavailable) -> HTTPResponse:
    message = "Your message could not be saved just now. Please keep this page open; it will be sent again."
    return on_problem(request, Problem(503, "storage_unavailable", message, retry_after=3))
