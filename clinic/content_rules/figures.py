"""Numbers in the texts: each one has a source, listed in data/content/figures.yml by topic."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from clinic.content import ContentError, Topic
from clinic.content_rules.finding import Finding
from clinic.content_rules.records import first_day
from clinic.yaml_files import read_yaml

ALWAYS = frozenset({"911", "988", "18"})
_FIELD = re.compile(r"\{clinic\.[a-z_.]+\}")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True)
class Figure:
    """text: the words around a number as the topic says them, "802 people"; source: a part of that source's title."""

    text: str
    source: str


def load_figures(path: Path) -> dict[str, tuple[Figure, ...]]:
    """By topic. Raises ContentError naming the topic whose list cannot be used."""
    figures = {}
    for topic, rows in read_yaml(path).items():
        for row in rows:
            if not isinstance(row, dict) or row.keys() != {"text", "source"} or not _NUMBER.search(str(row["text"])):
                raise ContentError(f"{path.name}, {topic}: expected `text` with a number and `source`, found {row}")
        figures[topic] = tuple(Figure(str(row["text"]), str(row["source"])) for row in rows)
    return figures


def check_figures(
    topics: Mapping[str, Topic], figures: Mapping[str, tuple[Figure, ...]], numbers: frozenset[str]
) -> list[Finding]:
    """numbers: those of the crisis lines, which need no other source. Number words ("six") are not looked at."""
    found = [
        Finding(name, "warning", "data/content/figures.yml lists figures for it, but there is no such topic; please remove them.")
        for name in figures.keys() - topics.keys()
    ]
    for topic in topics.values():
        if not topic.draft:
            found += _topic(topic, figures.get(topic.name, ()), numbers)
    return found


def _topic(topic: Topic, figures: tuple[Figure, ...], numbers: frozenset[str]) -> Iterator[Finding]:
    placed = [*ALWAYS, *numbers, *_dates(topic), *(figure.text for figure in figures)]
    for name, text in (("answer", topic.answer), ("longer text (more)", topic.more)):
        for number in unplaced(_FIELD.sub("", text), placed):
            message = f"the {name} says {number}; please list it with its source in data/content/figures.yml, or leave it out."
            yield Finding(topic.name, "error", message)
    for figure in figures:
        if not any(_spans(text, figure.text) for text in (topic.answer, topic.more)):
            message = f"data/content/figures.yml lists “{figure.text}”, which the texts do not say; please remove it there."
            yield Finding(topic.name, "warning", message)
        if sum(figure.source.casefold() in source.title.casefold() for source in topic.sources) != 1:
            message = (
                f"data/content/figures.yml gives “{figure.source}” as the source of “{figure.text}”; "
                "please name one of the file's sources."
            )
            yield Finding(topic.name, "error", message)


def unplaced(text: str, placed: list[str]) -> Iterator[str]:
    """The numbers of a text that stand in none of the placed wordings."""
    spans = [span for wording in placed for span in _spans(text, wording)]
    for match in _NUMBER.finditer(text):
        if not any(start <= match.start() and match.end() <= end for start, end in spans):
            yield match[0]


def _spans(text: str, wording: str) -> list[tuple[int, int]]:
    """Where it stands; "5.4%" does not stand in "55.4%", nor "40" in "40.5"."""
    pattern = rf"(?<!\d)(?<!\d[.,]){re.escape(wording)}(?!\d|[.,]\d)"
    return [match.span() for match in re.finditer(pattern, text, re.IGNORECASE)]


def _dates(topic: Topic) -> Iterator[str]:
    """The year of each source and, if it has one, its day: 2023, 10 October 2023, October 10, 2023."""
    for source in topic.sources:
        day = first_day(source.date)
        if day is not None:
            yield str(day.year)
            if source.date == day.isoformat():
                yield f"{day.day} {day:%B} {day.year}"
                yield f"{day:%B} {day.day}, {day.year}"
