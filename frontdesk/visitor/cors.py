"""Other sites that may embed the widget (ALLOWED_ORIGINS). No cookies are involved, so no credentials are allowed."""

from __future__ import annotations

from sanic import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, empty

_HEADERS = "Authorization, Content-Type, Last-Event-ID"


async def preflight(request: Request) -> HTTPResponse | None:
    """Answers what a browser asks before a request from another site."""
    if request.method == "OPTIONS" and request.path.startswith("/api/"):
        return empty()
    return None


async def allow_origin(request: Request, response: BaseHTTPResponse) -> None:
    """Adds the permission for an allowed origin; any other origin gets none and the browser keeps it out."""
    if not request.path.startswith("/api/"):
        return
    response.headers["Vary"] = "Origin"
    origin = request.headers.get("origin")
    if origin and origin in request.app.ctx.settings.allowed_origins:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Headers"] = _HEADERS
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Max-Age"] = "3600"
        response.headers["Access-Control-Expose-Headers"] = "Retry-After"
