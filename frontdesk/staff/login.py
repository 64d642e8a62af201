"""Signing in and out, and replacing a one-time password."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from frontdesk.security import RateLimiter, address_block, client_address
from frontdesk.staff import sessions
from frontdesk.staff.pages import audit, form_field, page
from frontdesk.staff.passwords import hash_password, verify_password, why_not
from frontdesk.storage import Staff

WRONG = "Username or password is wrong."


@dataclass(frozen=True)
class Doorkeeper:
    """Slows down guessing, and keeps hashing from taking every worker thread that visitors' messages need."""

    by_address: RateLimiter = field(default_factory=lambda: RateLimiter("20/5 minutes"))
    by_person: RateLimiter = field(default_factory=lambda: RateLimiter("10/5 minutes"))  # a username at an address
    by_username: RateLimiter = field(default_factory=lambda: RateLimiter("200/5 minutes"))  # loose: nobody is locked out
    hashing: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(2))

    def wait_for(self, address: str, username: str) -> int | None:
        """Seconds until another attempt is allowed; None when it is allowed now."""
        return self.by_address.hit(address) or self.by_person.hit(username, address) or self.by_username.hit(username)

    async def verify(self, stored: str | None, password: str) -> bool:
        async with self.hashing:
            return await asyncio.to_thread(verify_password, stored, password)

    async def hash(self, password: str) -> str:
        async with self.hashing:
            return await asyncio.to_thread(hash_password, password)


def add_routes(blueprint: Blueprint) -> None:
    blueprint.ctx.doorkeeper = Doorkeeper()
    blueprint.add_route(login, "/login", methods=["GET"], name="login")
    blueprint.add_route(login_submit, "/login", methods=["POST"], name="login_submit")
    blueprint.add_route(password, "/password", methods=["GET"], name="password")
    blueprint.add_route(password_submit, "/password", methods=["POST"], name="password_submit")
    blueprint.add_route(logout, "/logout", methods=["POST"], name="logout")


async def login(request: Request) -> HTTPResponse:
    return _login_page(request)


def _login_page(request: Request, status: int = 200, error: str = "", username: str = "") -> HTTPResponse:
    # before there is a session, the form is tied to this browser by a cookie of its own
    token = secrets.token_urlsafe(32)
    response = page(request, "login.html", status, login_csrf=token, error=error, username=username)
    sessions.set_cookie(response, "fd_login", token, request.app.ctx.settings)
    return response


async def login_submit(request: Request) -> HTTPResponse:
    context = request.app.ctx
    username, given = form_field(request, "username").strip().lower()[:80], form_field(request, "password")
    expected = request.cookies.get(sessions.cookie_name("fd_login", context.settings)) or ""
    if not sessions.same_secret(form_field(request, "csrf"), expected):
        return _login_page(request, 403, "This page was out of date. Please try again.", username)
    wait = _doorkeeper(request).wait_for(_address(request), username)
    if wait:
        return _slow_down(request, wait, username)
    staff = await asyncio.to_thread(context.store.staff, username)
    if not await _doorkeeper(request).verify(staff.password_hash if staff else None, given) or staff is None:
        await asyncio.to_thread(context.store.audit, staff.id if staff else None, "login_failed", None)
        return _login_page(request, 401, WRONG, username)
    _doorkeeper(request).by_person.forgive(username, _address(request))
    return await _enter(request, staff, "login", "/staff/password" if staff.must_change else "/staff")


async def _enter(request: Request, staff: Staff, action: str, path: str) -> HTTPResponse:
    response = redirect(path, status=303)
    await sessions.start(request, response, staff)
    await asyncio.to_thread(request.app.ctx.store.audit, staff.id, action, None)
    sessions.drop_cookie(response, "fd_login", request.app.ctx.settings)
    return response


async def password(request: Request) -> HTTPResponse:
    return page(request, "password.html", error="", forced=request.ctx.session.staff.must_change)


async def password_submit(request: Request) -> HTTPResponse:
    context, staff = request.app.ctx, request.ctx.session.staff
    current, new, again = (form_field(request, name) for name in ("current", "new", "again"))
    wait = _doorkeeper(request).wait_for(_address(request), staff.username)
    error = None if wait else await _why_not(request, staff, current, new, again)
    if wait or error:
        sentence = error or f"Too many attempts. Try again in {_duration(wait or 0)}."
        response = page(
            request, "password.html", 429 if wait else 422, error=sentence, forced=staff.must_change
        )
        if wait:
            response.headers["Retry-After"] = str(wait)
        return response
    _doorkeeper(request).by_person.forgive(staff.username, _address(request))
    if name := " ".join(form_field(request, "name").split())[:80]:
        await asyncio.to_thread(context.store.set_name, staff.id, name)
    await asyncio.to_thread(context.store.set_password, staff.id, await _doorkeeper(request).hash(new))
    await asyncio.to_thread(context.store.end_sessions_of, staff.id)
    return await _enter(request, staff, "password_changed", "/staff")


async def _why_not(request: Request, staff: Staff, current: str, new: str, again: str) -> str | None:
    if not await _doorkeeper(request).verify(staff.password_hash, current):
        return "The current password is wrong."
    if new != again:
        return "The two new passwords differ. Type the same one twice."
    return why_not(new, staff.username, current)


async def logout(request: Request) -> HTTPResponse:
    await audit(request, "logout")
    await sessions.end(request)
    response = redirect("/staff/login", status=303)
    sessions.drop_cookie(response, "fd_session", request.app.ctx.settings)
    return response


def _slow_down(request: Request, wait: int, username: str) -> HTTPResponse:
    response = _login_page(request, 429, f"Too many attempts. Try again in {_duration(wait)}.", username)
    response.headers["Retry-After"] = str(wait)
    return response


def _duration(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return "1 minute" if minutes == 1 else f"{minutes} minutes"


def _doorkeeper(request: Request) -> Doorkeeper:
    doorkeeper: Doorkeeper = request.app.blueprints["staff"].ctx.doorkeeper
    return doorkeeper


def _address(request: Request) -> str:
    forwarded = ",".join(request.headers.getall("x-forwarded-for", []))
    return address_block(client_address(request.ip, forwarded, request.app.ctx.settings.trusted_proxies))
