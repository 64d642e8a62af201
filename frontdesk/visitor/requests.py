"""Reading a visitor's request: who asks, and what; anything unusable becomes a kind sentence."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from frontdesk.tokens import VisitTokens

_KEY = re.compile(r"[A-Za-z0-9_.:-]{8,64}")


class Problem(Exception):
    """A request that cannot be served. code: stable, for programs; message: for people."""

    def __init__(self, status: int, code: str, message: str, *, retry_after: int | None = None) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.retry_after = status, code, message, retry_after


def on_problem(request: Request, problem: Problem) -> HTTPResponse:
    headers = {"Retry-After": str(problem.retry_after)} if problem.retry_after else {}
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    body = {"error": {"code": problem.code, "message": problem.message}}
    return json_response(body, status=problem.status, headers=headers)


def check_token(request: Request, visit: str, tokens: VisitTokens) -> None:
    """Raises Problem unless the request proves that the visit is its own; needs no database."""
    if not tokens.is_visit(visit):
        raise Problem(404, "unknown_visit", "This conversation does not exist. Please start a new one.")
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    token = rest.strip()
    if scheme.lower() != "bearer" or not token:
        raise Problem(401, "token_missing", "This conversation needs its token.")
    if not token.isascii() or not tokens.proves(token, visit):
        raise Problem(401, "token_wrong", "The token does not belong to this conversation. Please start a new one.")


@dataclass(frozen=True)
class Posted:
    """A message as posted, not yet screened: `text` is not empty but may be too long; `key` may be unusable (None)."""

    text: str
    key: str | None


def read_message(request: Request) -> Posted:
    """Raises Problem when there is no text to be screened."""
    body = _json_object(request)
    text, key = body.get("text"), body.get("key")
    if not isinstance(text, str):
        raise Problem(400, "text_missing", "Please send the message as a text.")
    text = _clean(text)
    if not text:
        raise Problem(400, "empty_text", "The message is empty. Please write something.")
    return Posted(text, key if isinstance(key, str) and _KEY.fullmatch(key) else None)


def _json_object(request: Request) -> dict[str, Any]:
    if request.content_type.split(";")[0].strip().lower() != "application/json":
        raise Problem(415, "content_type_wrong", "Please send JSON (Content-Type: application/json).")
    try:
        body = json.loads(request.body.decode("utf-8"))
    except UnicodeDecodeError:
        raise Problem(400, "not_utf8", "The message is not valid UTF-8 text.") from None
    except (ValueError, RecursionError):
        raise Problem(400, "not_json", "The message is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Problem(400, "not_an_object", "Please send a JSON object with text and key.")
    return body


def _clean(text: str) -> str:
    """Without what no database stores: lone surrogates and NUL characters."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", " ").strip()
