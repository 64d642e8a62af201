"""Serve the custom actions on the loopback interface only: `python -m assistant.actions_server` with ACTIONS_PORT.

rasa-sdk's own entry point listens on every interface, allows every web origin, and on an error sends the request,
with the visitor's words, back and into the log.
"""

from __future__ import annotations

import logging
import os

from rasa_sdk.endpoint import create_app
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

logger = logging.getLogger("actions")


def build(package: str = "actions") -> Sanic:
    """The action server, answering 500 without a word of the request when an action fails."""
    app = create_app(package, cors_origins=[])

    async def failed(request: Request, error: Exception) -> HTTPResponse:
        logger.error("Action failed: %s", type(error).__name__)
        return json({"error": "the action failed", "action_name": None}, status=500)

    app.error_handler.add(Exception, failed)
    return app


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    build().run(host="127.0.0.1", port=int(os.environ["ACTIONS_PORT"]), access_log=False)


if __name__ == "__main__":
    main()
