"""The approved answers: one file a topic under data/faq/, read strictly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from clinic.yaml_files import read_yaml

_KEYS = {"title", "questions", "answer", "more", "follow_ups", "sources", "reviewed_by", "reviewed_on", "review_due"}
_OPTIONAL = {"draft"}
_SOURCE_KEYS = {"title", "publisher", "date"}
PAYLOAD = "topic:"
"""A button says this and the topic's name, so that it still works when the title has been changed meanwhile."""
TELL_ME_MORE = {"title": "Tell me more", "payload": "Tell me more"}
_SINGLE_BREAK = re.compile(r"(?<!\n)\n(?!\n)")  # a line break of the file; only an empty line parts paragraphs


class ContentError(ValueError):
    """A content file cannot be used; the message names the file and what is wrong."""


@dataclass(frozen=True)
class Source:
    """Where a statement comes from. `date` is as precise as the source gives it: 2023, 2023-10 or 2023-10-10."""

    title: str
    publisher: str
    date: str


@dataclass(frozen=True)
class Topic:
    """One question that visitors ask, in many wordings, with its approved answer; a draft has none yet."""

    name: str
    title: str
    questions: tuple[str, ...]
    answer: str
    more: str
    follow_ups: tuple[str, ...]
    sources: tuple[Source, ...]
    reviewed_by: str
    reviewed_on: date | None
    review_due: date
    draft: bool = False

    @property
    def button(self) -> dict[str, str]:
        """A quick reply that asks this question."""
        return {"title": self.title, "payload": f"{PAYLOAD}{self.name}"}

    def is_due(self, today: date) -> bool:
        """Whether the answer should have been reviewed by now."""
        return today > self.review_due

    def review_state(self, today: date) -> str:
        """One honest sentence about who has checked the answer, and whether that is too long ago."""
        if not self.reviewed_by or self.reviewed_on is None:
            state = "Not yet reviewed by a clinician."
        else:
            state = f"Reviewed by {self.reviewed_by} on {self.reviewed_on.isoformat()}."
        return f"{state} This answer is due for review; please check it with our staff." if self.is_due(today) else state


def load_topics(folder: Path) -> dict[str, Topic]:
    """Every topic by name, in alphabetical order. Raises ContentError at the first file that cannot be used."""
    topics = {path.stem: load_topic(path) for path in sorted(folder.glob("*.yml"))}
    for topic in topics.values():
        if unknown := set(topic.follow_ups) - topics.keys():
            raise ContentError(f"{topic.name}.yml: follow_ups names no existing topic: {', '.join(sorted(unknown))}")
    return topics


def load_topic(path: Path, name: str | None = None) -> Topic:
    """One file; the topic is named after it unless `name` says otherwise. Raises ContentError."""
    try:
        raw = read_yaml(path)
    except yaml.YAMLError as error:
        raise ContentError(f"{path.name}: this is not valid YAML ({getattr(error, 'problem_mark', error)})") from None
    _check_keys(path.name, raw, _KEYS, _OPTIONAL)
    for key in ("questions", "follow_ups", "sources"):
        if not isinstance(raw[key], list):
            raise ContentError(f"{path.name}: {key} must be a list")
    for item in raw["sources"]:
        _check_keys(f"{path.name}, sources", item, _SOURCE_KEYS)
    draft = raw.get("draft", False) is True
    return Topic(
        name=name or path.stem,
        title=_text(path, raw, "title"),
        questions=tuple(map(str, raw["questions"])),
        answer=_text(path, raw, "answer", empty=draft),
        more=_text(path, raw, "more", empty=draft),
        follow_ups=tuple(raw["follow_ups"]),
        sources=tuple(Source(item["title"], item["publisher"], str(item["date"])) for item in raw["sources"]),
        reviewed_by=raw["reviewed_by"] or "",
        reviewed_on=_date(path, raw, "reviewed_on"),
        review_due=_date(path, raw, "review_due") or date.min,
        draft=draft,
    )


def _check_keys(where: str, raw: Any, keys: set[str], optional: Iterable[str] = ()) -> None:
    if not isinstance(raw, Mapping):
        raise ContentError(f"{where}: expected `key: value` lines")
    for problem, names in (("unknown", raw.keys() - keys - set(optional)), ("missing", keys - raw.keys())):
        if names:
            raise ContentError(f"{where}: {problem} {', '.join(sorted(map(str, names)))}")


def _text(path: Path, raw: Mapping[str, Any], key: str, *, empty: bool = False) -> str:
    if not isinstance(raw[key], str) or not (raw[key].strip() or empty):
        raise ContentError(f"{path.name}: {key} must be a text")
    return _SINGLE_BREAK.sub(" ", raw[key].strip())


def _date(path: Path, raw: Mapping[str, Any], key: str) -> date | None:
    day = raw[key]
    if day is None or isinstance(day, date):
        return day
    raise ContentError(f"{path.name}: {key} must be a date such as 2027-05-20")
