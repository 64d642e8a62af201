"""Which member of staff is writing to whom; in memory, forgotten after a few seconds."""

from __future__ import annotations

import time

LASTS = 6.0  # seconds


class Typing:
    def __init__(self) -> None:
        self._until: dict[str, tuple[str, float]] = {}

    def set(self, conversation_id: str, name: str) -> None:
        self._until[conversation_id] = (name, time.monotonic() + LASTS)

    def clear(self, conversation_id: str) -> None:
        self._until.pop(conversation_id, None)

    def who(self, conversation_id: str) -> str | None:
        """First name of who is writing now, if anybody is."""
        name, until = self._until.get(conversation_id, ("", 0.0))
        if until < time.monotonic():
            self._until.pop(conversation_id, None)
            return None
        return name
