"""Wakes whoever waits for something new: event streams of visitors and the staff console."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress

POLL = 1.0  # seconds; how soon a change made by another front desk on the same database is seen
EVERYTHING = ""


class Changes:
    """In-process wake-ups, and a poll of the store's revision for changes made elsewhere."""

    def __init__(self, revision: Callable[[], int]) -> None:
        self._revision = revision
        self._events: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def notify(self, conversation_id: str) -> None:
        """Wake the streams of one conversation and everybody who waits for anything."""
        for topic in (conversation_id, EVERYTHING):
            if event := self._events.pop(topic, None):
                event.set()

    async def wait(self, timeout: float, conversation_id: str = EVERYTHING) -> None:
        """Return at the next change of that conversation (or of anything), or after `timeout` seconds."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._events[conversation_id].wait(), timeout)

    async def watch(self) -> None:
        """Poll for ever; runs as a task of the app."""
        seen: int | None = None
        while True:
            current = await asyncio.to_thread(self._safe_revision)
            if current is not None and current != seen:
                seen = current
                waiting, self._events = self._events, defaultdict(asyncio.Event)
                for event in waiting.values():
                    event.set()
            await asyncio.sleep(POLL)

    def _safe_revision(self) -> int | None:
        from frontdesk.storage import StoreUnavailable

        try:
            return self._revision()
        except StoreUnavailable:
            return None
