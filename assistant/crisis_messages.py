"""The labelled messages that the semantic net learns from."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from clinic.safety import Category, Tier

ORDINARY = "ordinary"
"""Name of the writer under which everyday messages to the clinic go (data/crisis/ordinary.txt)."""


@dataclass(frozen=True)
class Example:
    """One labelled message; `writer` is the name of its file."""

    text: str
    question: str | None
    tier: Tier
    category: Category | None
    writer: str
    language: str = "en"
    style: str = "plain"

    @property
    def look_alike(self) -> bool:
        """Written to look like a crisis, or beside one, without being one."""
        return self.writer != ORDINARY and not self.tier.shows_lines


def load_examples(data: Path) -> list[Example]:
    """Labelled messages without repetitions, then the everyday ones."""
    examples: dict[tuple[str, str | None], Example] = {}
    for path in sorted((data / "crisis" / "messages").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                example = _example(line, path, number)
                examples.setdefault((example.text.lower(), example.question), example)
    for text in _ordinary(data):
        examples.setdefault((text.lower(), None), Example(text, None, Tier.NONE, None, ORDINARY))
    return list(examples.values())


def folds(examples: list[Example], count: int) -> np.ndarray:
    """The fold of each example, int (examples,): a writer lies in one fold, whole; the ordinary questions are dealt round."""
    writers = sorted({e.writer for e in examples} - {ORDINARY})
    return np.array([writers.index(e.writer) % count if e.writer != ORDINARY else i % count for i, e in enumerate(examples)])


def _example(line: str, path: Path, number: int) -> Example:
    try:
        row = json.loads(line)
        category = Category(row["category"]) if row["category"] else None
        return Example(row["text"], row.get("question"), Tier(row["tier"]), category, path.stem, row["language"], row["style"])
    except (KeyError, ValueError) as problem:
        sys.exit(f"{path.name}, line {number}: {problem}")


def _ordinary(data: Path) -> list[str]:
    """Everyday messages, one a line; apart from data/faq, so that a new sample question retrains no safety net."""
    return [line for line in (data / "crisis" / "ordinary.txt").read_text(encoding="utf-8").splitlines() if line.strip()]
