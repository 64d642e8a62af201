"""Corrections of an earlier answer in free words, whatever is asked: "change my age to 35", "please fix the phone number"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from clinic.screening.answers import Answer, read
from clinic.screening.questions import NAMES

_WISH = re.compile(
    r"^\W*(?:(?:wait|sorry|actually|oh|oops|no|please|hang on|(?:can|could) (?:you|i)|i (?:want|need) to|i'd like to)[\s,.]+)*"
    r"(?P<wish>(?:change|correct|update|fix|edit)\s+(?:my|the)\s+[\w' -]{2,40}?)"
    r"(?:(?:\s+(?:in)?to\s+|\s*[:=]\s*)(?P<value>\S.*?))?\s*[.!?]*$",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Correction:
    """question: whose answer is to be changed; value: the new one; None when it was not said or cannot be read."""

    question: str
    value: object | None = None


def correction(text: str, answers: Mapping[str, object], *, minimum_age: int) -> Correction | None:
    """What the message corrects; None when it corrects nothing that was answered."""
    wish = _WISH.match(text)
    if wish is None:
        return None
    named = read("review", wish["wish"], minimum_age=minimum_age)
    target = named.value.get("change") if isinstance(named, Answer) and isinstance(named.value, Mapping) else None
    if target not in NAMES or answers.get(target) is None:
        return None
    if wish["value"] is None:
        return Correction(target)
    reading = read(target, wish["value"], minimum_age=minimum_age)
    return Correction(target, reading.value if isinstance(reading, Answer) else None)
