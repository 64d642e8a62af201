"""The labelled messages that the semantic net learns from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml

from clinic.safety import Category, Tier

ORDINARY = "ordinary"
"""Name of the writer under which the clinic's own sample questions go."""


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
    """Labelled messages without repetitions, then the clinic's sample questions."""
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


def _ordinary(data: Path) -> Iterator[str]:
    """Sample questions about the clinic; the topic of suicidal thoughts is left out, it is not ordinary."""
    for path in sorted((data / "faq").glob("*.yml")):
        if path.stem != "suicidal_thoughts_topic":
            yield from _read(path)["questions"]
    for folder in ("smalltalk", "handoff", "screening"):
        for row in _read(data / folder / "nlu.yml")["nlu"]:
            lines = (line.strip().removeprefix("-").strip() for line in (row.get("examples") or "").splitlines())
            yield from (line for line in lines if line and not line.startswith("["))


def _read(path: Path) -> dict:  # type: ignore[type-arg]
    return yaml.safe_load(path.read_text(encoding="utf-8"))  # type: ignore[no-any-return]
