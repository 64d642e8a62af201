"""What the crisis screen may know of a visit besides the message: kept in memory, so that screening needs no I/O."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace

from clinic.safety import Context

VISITS = 5000  # the least recent are forgotten first; the store still has everything
MESSAGES = 4  # earlier messages of the visitor that the screen looks at
CHARACTERS = 500  # of each, from its end
SAFETY = "safety"  # the open question is "Are you safe right now?"
SAFETY_QUESTION = "safety_question"  # the open question is "Are you having thoughts of killing yourself right now?"


class Contexts:
    """Context by visit."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Context] = OrderedDict()

    def get(self, visit: str) -> Context | None:
        """None when this process has not seen the visit since it started."""
        return self._known.get(visit)

    def put(self, visit: str, context: Context) -> Context:
        self._known[visit] = context
        self._known.move_to_end(visit)
        while len(self._known) > VISITS:
            self._known.popitem(last=False)
        return context

    def said(self, visit: str, text: str) -> None:
        """The visitor's message, screened, is part of the context of the next one."""
        context = self._known.get(visit, Context())
        kept = text if len(text) <= CHARACTERS else text[-CHARACTERS:]
        self.put(visit, replace(context, previous=(*context.previous, kept)[-MESSAGES:]))

    def asked(self, visit: str, question: str | None) -> None:
        self.put(visit, replace(self._known.get(visit, Context()), question=question))

    def forget(self, visit: str) -> None:
        self._known.pop(visit, None)
