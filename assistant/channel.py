"""The assistant's only door: the front desk posts a message with the stored dialogue state and gets replies back."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.dialogue import CHANNEL, take_turn

logger = logging.getLogger(__name__)


class FrontDeskInput(InputChannel):
    """POST /webhooks/frontdesk/message; see docs/architecture.md for the two JSON documents.

    Answers 401 without the token, 400 on a body of another shape, 503 when Rasa fails in any way. Nothing that a
    visitor wrote is ever logged: only the kind of an error is.
    """

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def name(cls) -> str:
        return CHANNEL

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> FrontDeskInput:
        token = (credentials or {}).get("token")
        if not token:
            raise ValueError("credentials.yml: the front desk's channel needs a token (ASSISTANT_TOKEN)")
        return cls(str(token))

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        routes = Blueprint("frontdesk_webhook", __name__)

        @routes.get("/")
        async def health(request: Request) -> HTTPResponse:
            ready = request.app.ctx.agent is not None and request.app.ctx.agent.is_ready()
            return response.json({"ready": ready}, status=200 if ready else 503)

        @routes.post("/message")
        async def message(request: Request) -> HTTPResponse:
            if not hmac.compare_digest(request.token or "", self._token):
                return response.json({"error": "wrong token"}, status=401)
            body = request.json
            if not isinstance(body, dict) or not all(isinstance(body.get(key), str) for key in ("sender", "text")):
                return response.json({"error": "sender and text are needed"}, status=400)
            try:
                return response.json(await take_turn(request.app.ctx.agent, on_new_message, body))
            except Exception as error:  # whatever failed, the front desk must know that there is no answer
                logger.error("No answer: %s", type(error).__name__)
                return response.json({"error": "the assistant failed"}, status=503)

        return routes
