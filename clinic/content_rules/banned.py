"""Phrases that no answer may use, as data: data/content/banned.yml."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic.content import ContentError, Topic
from clinic.content_rules.finding import Finding
from clinic.facts import Facts, FactsError
from clinic.yaml_files import read_yaml

_KEYS = {"id", "pattern", "why", "instead", "matches", "passes"}


@dataclass(frozen=True)
class Phrase:
    """`allowed`: a wording around the pattern that makes it harmless, such as "nobody can promise that …"."""

    id: str
    pattern: re.Pattern[str]
    allowed: re.Pattern[str] | None
    why: str
    instead: str
    matches: tuple[str, ...]
    passes: tuple[str, ...]

    def found(self, text: str) -> Iterator[str]:
        """What the text says of this kind, word for word."""
        text = text.replace("’", "'")
        harmless = [match.span() for match in self.allowed.finditer(text)] if self.allowed else []
        for match in self.pattern.finditer(text):
            if not any(start <= match.start() and match.end() <= end for start, end in harmless):
                yield match[0]


def load_phrases(path: Path) -> tuple[Phrase, ...]:
    """Raises ContentError naming the phrase that cannot be used."""
    return tuple(_phrase(path.name, raw) for raw in read_yaml(path)["phrases"])


def check_phrases(topic: Topic, facts: Facts, phrases: tuple[Phrase, ...]) -> list[Finding]:
    """Title, answer and longer text as visitors read them."""
    texts = {"title": topic.title, "answer": topic.answer, "longer text (more)": topic.more}
    return [
        Finding(topic.name, "error", f"the {name} says “{said}”. {phrase.why} {phrase.instead}")
        for name, text in texts.items()
        for phrase in phrases
        for said in phrase.found(_filled(text, facts))
    ]


def _filled(text: str, facts: Facts) -> str:
    try:
        return facts.fill(text)
    except FactsError:  # reported by the rule about clinic facts
        return text


def _phrase(file: str, raw: Mapping[str, Any]) -> Phrase:
    where = f"{file}, phrase {raw.get('id')}"
    if wrong := (raw.keys() ^ _KEYS) - {"allowed"}:
        raise ContentError(f"{where}: unknown or missing {', '.join(sorted(wrong))}")
    try:
        pattern, allowed = (re.compile(raw[key], re.IGNORECASE) if raw.get(key) else None for key in ("pattern", "allowed"))
    except re.error as error:
        raise ContentError(f"{where}: this is not a valid pattern ({error})") from None
    if pattern is None or not raw["matches"] or not raw["passes"]:
        raise ContentError(f"{where}: pattern, matches and passes must not be empty")
    return Phrase(raw["id"], pattern, allowed, raw["why"], raw["instead"], tuple(raw["matches"]), tuple(raw["passes"]))
