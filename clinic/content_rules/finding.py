"""One thing to mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Finding:
    """`message` says what is wrong and what to do, without the name of the file, which `str` puts before it."""

    topic: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        return f"{self.topic}.yml: {self.message}"
