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
PERSON = {"title": "Talk to a person", "payload": "talk to a person"}
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
    """One file; topic and messages are named after it unless `name` says otherwise. Raises ContentError, OSError."""
    file = f"{name}.yml" if name else path.name
    raw = _read(path, file)
    _check_keys(file, raw, _KEYS, _OPTIONAL)
    draft = raw.get("draft", False)
    if not isinstance(draft, bool):
        raise ContentError(f"{file}: draft must be true or false")
    return Topic(
        name=name or path.stem,
        title=_text(file, raw, "title"),
        questions=_texts(file, raw, "questions"),
        answer=_text(file, raw, "answer", empty=draft),
        more=_text(file, raw, "more", empty=draft),
        follow_ups=_texts(file, raw, "follow_ups"),
        sources=tuple(_source(file, number, item) for number, item in enumerate(_list(file, raw, "sources"), 1)),
        reviewed_by="" if raw["reviewed_by"] is None else _text(file, raw, "reviewed_by", empty=True),
        reviewed_on=_date(file, raw, "reviewed_on"),
        review_due=_date(file, raw, "review_due") or date.min,
        draft=draft,
    )


def _read(path: Path, file: str) -> Any:
    try:
        return read_yaml(path)
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ContentError(f"{file}: the file must be saved as UTF-8, but line {line} is not") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"line {mark.line + 1}" if mark else "it holds a character that no text can hold"
        raise ContentError(f"{file}: this is not valid YAML ({where})") from None
    except ValueError as error:  # such as the date 2027-02-30
        raise ContentError(f"{file}: a value cannot be used ({error})") from None


def _check_keys(where: str, raw: Any, keys: set[str], optional: Iterable[str] = ()) -> None:
    if not isinstance(raw, Mapping):
        raise ContentError(f"{where}: expected `key: value` lines")
    for problem, names in (("unknown", raw.keys() - keys - set(optional)), ("missing", keys - raw.keys())):
        if names:
            raise ContentError(f"{where}: {problem} {', '.join(sorted(map(str, names)))}")


def _list(file: str, raw: Mapping[str, Any], key: str) -> list[Any]:
    if not isinstance(raw[key], list):
        raise ContentError(f"{file}: {key} must be a list")
    return list(raw[key])


def _texts(file: str, raw: Mapping[str, Any], key: str) -> tuple[str, ...]:
    items = _list(file, raw, key)
    for number, item in enumerate(items, 1):
        if not isinstance(item, str) or not item.strip():
            raise ContentError(f"{file}: {key}: item {number} must be a text, with quotation marks around it")
    return tuple(items)


def _source(file: str, number: int, raw: Any) -> Source:
    where = f"{file}: sources: item {number}"
    _check_keys(where, raw, _SOURCE_KEYS)
    day = raw["date"]
    if type(day) not in (str, int, date):  # a bool is an int, a time of day is a date
        raise ContentError(f"{where}: date must be such as 2023, 2023-10 or 2023-10-31")
    return Source(_text(where, raw, "title"), _text(where, raw, "publisher"), str(day))


def _text(where: str, raw: Mapping[str, Any], key: str, *, empty: bool = False) -> str:
    if not isinstance(raw[key], str) or not (raw[key].strip() or empty):
        raise ContentError(f"{where}: {key} must be a text")
    return _SINGLE_BREAK.sub(" ", raw[key].strip())


def _date(file: str, raw: Mapping[str, Any], key: str) -> date | None:
    day = raw[key]
    if day is None or type(day) is date:  # a time of day is a date as well
        return day
    raise ContentError(f"{file}: {key} must be a date such as 2027-05-20")
