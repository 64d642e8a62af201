"""What a browser fetches besides the chat: the demo page, the widget, and the description of the API."""

from __future__ import annotations

from pathlib import Path

from sanic import Blueprint, Request
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse, file, html, redirect, text

STATIC = Path(__file__).resolve().parent.parent / "static"


def pages_blueprint() -> Blueprint:
    """Routes at the top; `app.ctx` provides templates, facts and widget."""
    pages = Blueprint("pages")
    files = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.is_file()}

    @pages.get("/static/<name:path>")
    async def static(request: Request, name: str) -> HTTPResponse:
        if name not in files:  # no path of a request ever reaches the file system, or the log
            raise NotFound
        return await file(files[name], request_headers=request.headers)

    @pages.get("/")
    async def root(_request: Request) -> HTTPResponse:
        return redirect("/demo")

    @pages.get("/demo")
    async def demo(request: Request) -> HTTPResponse:
        facts = request.app.ctx.facts
        return html(request.app.ctx.templates.get_template("demo.html").render(clinic=facts.values, lines=request.app.ctx.lines))

    @pages.get("/widget.js")
    async def widget(request: Request) -> HTTPResponse:
        headers = {
            "Cache-Control": "public, max-age=300",
            "Cross-Origin-Resource-Policy": "cross-origin",  # other sites embed it
        }
        return text(request.app.ctx.widget, content_type="text/javascript; charset=utf-8", headers=headers)

    @pages.get("/api/openapi.json")
    async def openapi(_request: Request) -> HTTPResponse:
        return await file(STATIC / "openapi.json", mime_type="application/json")

    return pages
