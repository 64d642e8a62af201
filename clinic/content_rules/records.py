"""Follow-up questions, sources and the record of the review."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date

from clinic.content import Source, Topic
from clinic.content_rules.finding import Finding

_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")


def check_follow_ups(topic: Topic, names: Collection[str]) -> list[Finding]:
    """Two or three other topics that exist."""
    return [Finding(topic.name, "error", message) for message in _follow_ups(topic, names)]


def check_sources(topic: Topic, today: date) -> list[Finding]:
    """At least one, each with title, publisher and a date that is not in the future."""
    if not topic.sources:
        return [Finding(topic.name, "error", "there is no source; please name at least one (title, publisher and date).")]
    return [Finding(topic.name, "error", message) for source in topic.sources for message in _source(source, today)]


def check_review(topic: Topic, today: date) -> list[Finding]:
    """Who and when belong together; the next review comes after the last one."""
    return [Finding(topic.name, "error", message) for message in _review(topic, today)]


def first_day(text: str) -> date | None:
    """The first day of a source's date, which is a year, a month or a day; None when it is none of these."""
    match = _DATE.fullmatch(text)
    try:
        return date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None
    except ValueError:
        return None


def _follow_ups(topic: Topic, names: Collection[str]) -> Iterator[str]:
    if not 2 <= len(topic.follow_ups) <= 3:
        yield f"there are {len(topic.follow_ups)} follow_ups; please name two or three."
    if topic.name in topic.follow_ups:
        yield "follow_ups names this topic itself; please choose another one."
    if len(set(topic.follow_ups)) < len(topic.follow_ups):
        yield "follow_ups names a topic twice; please choose different ones."
    for name in topic.follow_ups:
        if name not in names:
            yield f"follow_ups names {name}, but there is no {name}.yml; please choose a topic that exists."


def _source(source: Source, today: date) -> Iterator[str]:
    title = str(source.title or "").strip()
    if not title:
        yield "a source has no title; please add it."
    if not str(source.publisher or "").strip():
        yield f"the source “{title}” has no publisher; please add who published it."
    day = first_day(source.date)
    if day is None:
        yield f"the source “{title}” has the date “{source.date}”; please write it as 2023, 2023-10 or 2023-10-31."
    elif day > today:
        yield f"the source “{title}” has a date in the future ({source.date}); please correct it."


def _review(topic: Topic, today: date) -> Iterator[str]:
    if topic.reviewed_on and not topic.reviewed_by:
        yield "reviewed_on has a date, but reviewed_by is empty; please enter who checked the answer, or clear the date."
    if topic.reviewed_by and not topic.reviewed_on:
        yield "reviewed_by has a name, but reviewed_on is empty; please enter the day of the review."
    if topic.reviewed_on and topic.reviewed_on > today:
        yield f"reviewed_on is in the future ({topic.reviewed_on}); please enter the day on which it was checked."
    if topic.review_due == date.min:
        yield "review_due is empty; please enter the day by which the answer has to be checked again."
    elif topic.reviewed_on and topic.review_due <= topic.reviewed_on:
        yield f"review_due ({topic.review_due}) is not after reviewed_on ({topic.reviewed_on}); please enter a later day."
