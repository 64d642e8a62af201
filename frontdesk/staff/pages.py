"""How the console answers: rendered pages, JSON for its scripts, and problems in plain sentences."""

from __future__ import annotations

import asyncio
from typing import Any

from jinja2 import Template
from sanic import Request
from sanic.response import HTTPResponse, html, json

from clinic.handoff import IllegalMove
from frontdesk.storage import StoreUnavailable

DATABASE_DOWN = "The database cannot be reached; visitors still see the crisis lines."


def wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def wants_stream(request: Request) -> bool:
    return "text/event-stream" in request.headers.get("accept", "")


def form_field(request: Request, name: str) -> str:
    """A field of the submitted form; "" when it is missing."""
    return str(request.form.get(name) or "") if request.form else ""


def fragment(request: Request, template: str, **values: Any) -> str:
    """A piece of a page, escaped, as the live updates send it."""
    session = request.ctx.session
    wanted: Template = request.app.ctx.templates.get_template(f"staff/{template}")
    return wanted.render(session=session, csrf=session.csrf if session else "", **values)


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTTPResponse:
    degraded = (
        request.app.ctx.degraded() if request.ctx.session else []
    )  # how we are is no stranger's business
    return html(fragment(request, template, degraded=degraded, **values), status=status)


def problem(request: Request, status: int, sentence: str, *, back: str = "/staff") -> HTTPResponse:
    """An error as JSON for scripts and as a page for people; never a stack trace."""
    if wants_json(request) or wants_stream(request):
        return json({"error": {"message": sentence}}, status=status)
    text = fragment(request, "problem.html", sentence=sentence, back=back, degraded=[])
    return html(text, status=status)


class Refused(Exception):
    """An act that cannot be done now; the sentence says why and what to do."""

    def __init__(self, sentence: str, status: int = 409) -> None:
        super().__init__(sentence)
        self.sentence, self.status = sentence, status


def on_refused(request: Request, error: Refused) -> HTTPResponse:
    return problem(request, error.status, error.sentence, back=_page_of(request))


def on_illegal_move(request: Request, error: IllegalMove) -> HTTPResponse:
    return problem(
        request,
        409,
        "This conversation is no longer in the state you saw, so nothing was changed. Look at it again.",
        back=_page_of(request),
    )


def on_store_unavailable(request: Request, error: StoreUnavailable) -> HTTPResponse:
    request.ctx.session = getattr(request.ctx, "session", None)
    return problem(
        request, 503, DATABASE_DOWN, back=request.path if request.method == "GET" else _page_of(request)
    )


def _page_of(request: Request) -> str:
    conversation_id = request.match_info.get("conversation_id")
    return f"/staff/conversations/{conversation_id}" if conversation_id else "/staff"


async def audit(request: Request, action: str, conversation_id: str | None = None, detail: str = "") -> None:
    """Record what a staff member saw or did; detail never holds a visitor's words."""
    staff_id = request.ctx.session.staff.id if request.ctx.session else None
    await asyncio.to_thread(request.app.ctx.store.audit, staff_id, action, conversation_id, detail)
