"""Visits are known by an id and proven by a token made from it, so a visit can be checked without the database."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets

_ID = re.compile(r"[A-Za-z0-9_-]{22}")


class VisitTokens:
    """HMAC-SHA256 of the visit id under a key derived from the data key."""

    def __init__(self, secret: bytes) -> None:
        self._key = hmac.digest(secret, b"visit token", "sha256")

    def new_visit(self) -> tuple[str, str]:
        """(id, token); the id has 128 random bits."""
        visit = secrets.token_urlsafe(16)
        return visit, self.token(visit)

    def token(self, visit: str) -> str:
        digest = hmac.new(self._key, visit.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()

    def proves(self, token: str, visit: str) -> bool:
        """Whether `token` belongs to `visit`; in constant time."""
        return hmac.compare_digest(token.encode(), self.token(visit).encode())

    @staticmethod
    def is_visit(visit: str) -> bool:
        """Whether the text could be a visit id at all."""
        return bool(_ID.fullmatch(visit))
