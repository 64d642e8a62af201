"""When the clinic is open, as far as it has told us."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from clinic.facts import Facts, FactsError

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def is_open(facts: Facts, now: datetime) -> bool | None:
    """Whether somebody is at the clinic at `now` (timezone-aware); None when clinic.yml gives no hours."""
    hours: Mapping[str, str] | None = facts.values["hours"]
    if not hours:
        return None
    local = now.astimezone(ZoneInfo(str(facts.values["time_zone"])))
    span = hours.get(_DAYS[local.weekday()])
    if not span or _is_holiday(facts.values["holidays"], local.date()):
        return False
    opens, closes = _span(span)
    return opens <= local.time() < closes


def _is_holiday(holidays: Any, day: date) -> bool:
    return day.isoformat() in {str(holiday) for holiday in holidays or []}


def _span(text: str) -> tuple[time, time]:
    try:
        opens, closes = (time.fromisoformat(part.strip()) for part in text.split("-"))
    except ValueError:
        raise FactsError(f'clinic.yml: hours must look like "09:00-17:00"; found {text!r}') from None
    return opens, closes
