"""Short words for the tables of answers."""

from __future__ import annotations

from datetime import date
from typing import Any

from clinic.screening.answers import Answer, Invalid, read

TODAY = date(2026, 11, 20)


def value(question: str, text: str) -> Any:
    """The value read, or the string "INVALID"."""
    result = read(question, text, today=TODAY)
    return result.value if isinstance(result, Answer) else "INVALID"


def reason(question: str, text: str) -> str:
    result = read(question, text, today=TODAY)
    assert isinstance(result, Invalid), f"{question}: {text!r} was read as {result.value!r}"
    return result.reason
