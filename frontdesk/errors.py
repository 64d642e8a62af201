"""Errors that no route expected: a sentence for the asker, the kind of error for the log, and no one's words in it."""

from __future__ import annotations

import logging

from sanic import Request
from sanic.exceptions import RequestCancelled, SanicException
from sanic.handlers import ErrorHandler
from sanic.response import HTTPResponse, json

logger = logging.getLogger(__name__)
_SENTENCES = {
    404: "There is nothing here.",
    405: "This address does not take that kind of request.",
    408: "The request did not arrive in time.",
    413: "The request is too large.",
}
_UNREADABLE = "The request could not be read."
_OUR_FAULT = "Something went wrong on our side. Please try again in a moment."


class QuietErrors(ErrorHandler):
    """Sanic's own handler logs and shows messages that may hold what a visitor wrote."""

    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        status = exception.status_code if isinstance(exception, SanicException) else 500
        if status >= 500 and not isinstance(exception, RequestCancelled):  # that one is a visitor who left
            logger.error("%s on %s", type(exception).__name__, request.route.path if request.route else "?")
        message = _SENTENCES.get(status, _OUR_FAULT if status >= 500 else _UNREADABLE)
        headers = getattr(exception, "headers", None)  # such as Allow
        return json({"error": {"code": f"http_{status}", "message": message}}, status=status, headers=headers)

    @staticmethod
    def log(request: Request, exception: Exception) -> None:
        """Only `default` logs."""
