"""What reading an answer gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Answer:
    """value: what JSON can carry; its shape stands in `clinic.screening.questions`."""

    value: Any


@dataclass(frozen=True)
class Invalid:
    """reason: one short kind sentence, shown to the visitor, that says what is expected."""

    reason: str


@dataclass(frozen=True)
class Setting:
    """What reading may know besides the words. region: ISO country for phone numbers and dates; minimum_age: years.

    typed: the whole text, with the questions in it that readers do not see
    """

    today: date
    region: str = "US"
    minimum_age: int = 18
    typed: str = ""


SKIPPED: dict[str, bool] = {"skipped": True}
