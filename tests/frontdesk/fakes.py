"""Stands in for what is around the front desk: the assistant, a database and a screen that can fail, a clock."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from clinic.safety import Context, Verdict
from frontdesk.assistant_client import Proposal, Unavailable
from frontdesk.storage import Dialogue, Store

ANSWERS = {
    "consent": "yes",
    "for_whom": "self",
    "age": 44,
    "first_name": "Robin",
    "callback": {"phone": "+13015550100", "email": None, "leave_message": True},
    "main_reason": {"codes": ["depression"], "text": "low mood"},
    "antidepressants_tried": {"min": 2, "max": 2, "names": ["sertraline", "bupropion"]},
    "blood_pressure": {"high": "no", "controlled": None, "reading": None},
    "psychosis_or_mania": {"answer": "no", "current": None, "which": []},
    "pregnancy": {"answer": "not_applicable", "kind": None},
    "medicines": {"medicines": [], "unrecognised": [], "stopped": [], "none": True},
    "review": "submit",
}
"""A finished pre-screening."""


@dataclass
class Clock:
    """The wall clock, moved by hand."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


def proposes(text: str, dialogue: Dialogue) -> Proposal:
    """A small dialogue: four sentences lead somewhere, everything else is a question with an approved answer."""
    said = text.casefold()
    if said == "start pre-screening":
        asked = [{"text": "How old are you?"}, {"text": "You can skip it.", "buttons": [{"title": "Skip", "payload": "skip"}]}]
        return Proposal(asked, Dialogue("screening_form", "age", {"consent": "yes", "for_whom": "self"}))
    if said == "submit everything":
        replies = [{"text": "Thank you. Our staff will read it."}, {"custom": {"event": "submit_screening"}}]
        return Proposal(replies, Dialogue(None, None, dict(ANSWERS)))
    if said == "talk to a person":
        return Proposal([{"text": "I am asking our staff."}, {"custom": {"event": "handoff"}}], dialogue)
    replies = [{"text": f"Often within hours. ({len(text)} characters read)", "custom": {"topic": "how_fast"}}]
    intent = "faq"
    if said.count("?") > 1:
        intent, replies = "several_questions", [*replies, {"text": "About two hours.", "custom": {"topic": "session_length"}}]
    return Proposal(replies, dialogue, {"intent": intent, "topic": "how_fast", "confidence": 0.9})


@dataclass
class FakeAssistant:
    """Answers by `proposes`; `down`: unavailable; `hanging`: no answer until it is set to False."""

    down: bool = False
    hanging: bool = False
    asked: list[tuple[str, str, Dialogue]] = field(default_factory=list)

    async def ask(self, sender: str, text: str, dialogue: Dialogue) -> Proposal:
        self.asked.append((sender, text, dialogue))
        while self.hanging:
            await asyncio.sleep(0.01)
        if self.down:
            raise Unavailable("ConnectError")
        return proposes(text, dialogue)

    async def is_ready(self) -> bool:
        return not self.down

    async def close(self) -> None:
        """Nothing is held."""


class SwitchedStore:
    """The real store, every method of which raises `fault` while there is one."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.fault: Exception | None = None

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._store, name)
        return self._switched(found) if callable(found) and name != "close" else found

    def _switched(self, method: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if self.fault is not None:
                raise self.fault
            return method(*arguments, **named)

        return call


class BrokenScreen:
    """A crisis screen with a bug; its message repeats what it read, as messages of exceptions do."""

    degraded = False

    def warm(self) -> None:
        """Nothing to do."""

    def screen(self, text: str, _context: Context = Context()) -> Verdict:
        raise RuntimeError(f"cannot read {text!r}")
