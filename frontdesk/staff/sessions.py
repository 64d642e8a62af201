"""Sessions of signed-in staff: a random token in a cookie, its SHA-256 in the database, two time-outs."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sanic import Request
from sanic.response import HTTPResponse

from frontdesk.settings import Settings
from frontdesk.storage import Session, Staff

TOUCH_EVERY = timedelta(seconds=30)  # how exact the idle time-out is; each touch is a write


def is_https(settings: Settings) -> bool:
    return settings.address.startswith("https://")


def cookie_name(name: str, settings: Settings) -> str:
    """`__Host-` pins a cookie to this host, but browsers accept it over https only."""
    return f"__Host-{name}" if is_https(settings) else name


def set_cookie(
    response: HTTPResponse, name: str, value: str, settings: Settings, max_age: int | None = None
) -> None:
    """A cookie that ends with the browser session and that scripts and other sites never see."""
    response.add_cookie(
        cookie_name(name, settings),
        value,
        path="/",
        secure=is_https(settings),
        httponly=True,
        samesite="Strict",
        max_age=max_age,
    )


def drop_cookie(response: HTTPResponse, name: str, settings: Settings) -> None:
    set_cookie(response, name, "", settings, max_age=0)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def is_live(session: Session, now: datetime, settings: Settings) -> bool:
    """Whether neither the idle time-out nor the longest length of a session has passed."""
    idle = now - session.seen_at
    age = now - session.created_at
    return (
        idle.total_seconds() < settings.staff_idle_timeout
        and age.total_seconds() < settings.staff_session_length
    )


def session_token(request: Request) -> str:
    return request.cookies.get(cookie_name("fd_session", request.app.ctx.settings)) or ""


async def start(request: Request, response: HTTPResponse, staff: Staff) -> None:
    """Sign this browser in under a fresh token; whatever session it had before ends."""
    context = request.app.ctx
    await end(request)
    token = secrets.token_urlsafe(32)
    await asyncio.to_thread(
        context.store.start_session, staff.id, token_hash(token), secrets.token_urlsafe(32), context.clock()
    )
    set_cookie(response, "fd_session", token, context.settings)


async def end(request: Request) -> None:
    token = session_token(request)
    if token:
        await asyncio.to_thread(request.app.ctx.store.end_session, token_hash(token))


async def current(request: Request) -> Session | None:
    """The live session of this request; an expired one is ended on sight."""
    context, token = request.app.ctx, session_token(request)
    if not token:
        return None
    session: Session | None = await asyncio.to_thread(context.store.session, token_hash(token))
    if session is None:
        return None
    if not is_live(session, context.clock(), context.settings):
        await end(request)
        return None
    return session


async def keep_awake(request: Request, session: Session) -> None:
    """Put the idle time-out off; only what a person does counts, never an open event stream."""
    context, now = request.app.ctx, request.app.ctx.clock()
    if now - session.seen_at >= TOUCH_EVERY:
        await asyncio.to_thread(context.store.touch_session, token_hash(session_token(request)), now)


def same_secret(given: str, expected: str) -> bool:
    return bool(expected) and hmac.compare_digest(given.encode(), expected.encode())
