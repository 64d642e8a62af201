"""The one gate in front of every route of the console: signed in, and asked for by our own page."""

from __future__ import annotations

from sanic import Request
from sanic.response import HTTPResponse, redirect

from frontdesk.security import add_headers, from_own_page
from frontdesk.staff import sessions
from frontdesk.staff.pages import form_field, problem, wants_json, wants_stream

WITHOUT_SESSION = {"login", "login_submit"}
WITHOUT_OWN_PASSWORD = {"password", "password_submit", "logout"}  # all that a one-time password opens
PASSIVE = {"queue_events", "conversation_events", "signed_in"}  # asked by a page, not by a person


async def gate(request: Request) -> HTTPResponse | None:
    """Answer in place of the route when the request may not reach it."""
    name = request.route.name.rpartition(".")[2] if request.route else ""
    request.ctx.session = None
    if request.method == "POST" and not from_own_page(request.headers, request.app.ctx.settings.address):
        return problem(
            request, 403, "This request did not come from the console. Open the console and try again."
        )
    if name in WITHOUT_SESSION:
        return None
    session = await sessions.current(request)
    if session is None:
        return _sign_in(request)
    request.ctx.session = session
    if request.method == "POST" and not sessions.same_secret(_csrf_given(request), session.csrf):
        return problem(
            request, 403, "This page is out of date. Reload it and try again; nothing was changed."
        )
    if session.staff.must_change and name not in WITHOUT_OWN_PASSWORD:
        return redirect("/staff/password", status=303)
    if name not in PASSIVE:
        await sessions.keep_awake(request, session)
    return None


def _sign_in(request: Request) -> HTTPResponse:
    if wants_json(request) or wants_stream(request) or request.method != "GET":
        return problem(request, 401, "You are signed out. Sign in again to continue.")
    return redirect("/staff/login", status=303)


def _csrf_given(request: Request) -> str:
    return request.headers.get("x-csrf-token") or form_field(request, "csrf")


async def finish(request: Request, response: HTTPResponse) -> None:
    """Headers of every response of the console; patients' data stays in no cache."""
    add_headers(response, https=sessions.is_https(request.app.ctx.settings))
    response.headers["Cache-Control"] = "no-store"
