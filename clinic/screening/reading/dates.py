"""Dates of birth as people type them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:r?uary|ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"'?(?P<year>(?:19|20)\d\d|\d\d)"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WRITTEN = (
    re.compile(rf"\b{MONTH}\s*{_DAY}(?:\s*,\s*|\s+of\s+|\s+(?:in\s+)?){_YEAR}\b(?!\s*(?:years|yrs))"),
    re.compile(rf"\b{_DAY}(?:\s+of)?[\s-]*{MONTH}[\s,-]*{_YEAR}\b"),
    re.compile(r"\b(?P<year>(?:19|20)\d\d)\s*[-/.]\s*(?P<month>\d{1,2})\s*[-/.]\s*(?P<day>\d{1,2})\b"),
)
_NUMERIC = (
    re.compile(r"\b(?P<first>\d{1,2})\s*[-/.]\s*(?P<second>\d{1,2})\s*[-/.]\s*(?P<year>(?:19|20)\d\d|\d\d)\b"),
    re.compile(r"\b(?P<first>\d{1,2}) (?P<second>\d{1,2}) (?P<year>(?:19|20)\d\d|\d\d)\b"),
    re.compile(r"\b(?P<first>[01]\d)(?P<second>[0-3]\d)(?P<year>(?:19|20)\d\d)\b"),
)
_MONTH_YEAR = (
    re.compile(rf"\b{MONTH}(?:\s*,\s*|\s+of\s+|\s+(?:in\s+)?)(?P<year>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<month>0?[1-9]|1[0-2])\s*/\s*(?P<year>(?:19|20)\d\d)\b"),
)
_BARE_YEAR = re.compile(r"\b(?P<year>(?:19|20)\d\d)\b|(?:\bborn (?:in |on )?|(?<!\w)')'?(?P<short>\d\d)\b(?!\s*(?:years|yrs|/))")


@dataclass(frozen=True)
class Birth:
    """The ages that a stated birth allows: one for a full date, two for a bare year. Whole years."""

    youngest: int
    oldest: int
    text: str


def find_birth(low: str, today: date, region: str) -> Birth | None:
    """The first date, month or year of birth in plain text; None if there is none or it is no date."""
    for pattern in _WRITTEN:
        match = pattern.search(low)
        if match:
            return _exact(_full_year(match["year"], today), _month(match["month"]), int(match["day"]), today, match.group())
    for pattern in _NUMERIC:
        match = pattern.search(low)
        if match:
            return _numeric(match, today, region)
    for pattern in _MONTH_YEAR:
        match = pattern.search(low)
        if match:
            return _in_month(int(match["year"]), _month(match["month"]), today, match.group())
    match = _BARE_YEAR.search(low)
    if match:
        year = _full_year(match["year"] or match["short"], today)
        return Birth(today.year - year - 1, today.year - year, match.group())
    return None


def _month(word: str) -> int:
    return int(word) if word.isdigit() else _MONTHS.index(word[:3]) + 1


def _full_year(text: str, today: date) -> int:
    """Two digits are the latest year that is not in the future."""
    year = int(text)
    if year >= 100:
        return year
    century = today.year - today.year % 100
    return century + year if century + year <= today.year else century - 100 + year


def _exact(year: int, month: int, day: int, today: date, text: str) -> Birth | None:
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return Birth(age, age, text)


def _numeric(match: re.Match[str], today: date, region: str) -> Birth | None:
    first, second, year = int(match["first"]), int(match["second"]), _full_year(match["year"], today)
    month_first = region in {"US", "PH"}
    if (month_first and first > 12) or (not month_first and second <= 12):
        first, second = second, first
    return _exact(year, first, second, today, match.group())


def _in_month(year: int, month: int, today: date, text: str) -> Birth:
    oldest = today.year - year - (today.month < month)
    return Birth(oldest - (today.month == month), oldest, text)
