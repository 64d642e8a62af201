"""When an alert is sent, to whom next, and how long it may stay unanswered. Times in seconds unless typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

Severity = Literal["emergency", "crisis", "check_in", "request"]

SEVERITIES: tuple[Severity, ...] = ("request", "check_in", "crisis", "emergency")  # least urgent first

# Share of the configured deadline (ALERT_ACKNOWLEDGE_WITHIN) that each severity is given.
_PATIENCE: dict[Severity, float] = {"emergency": 0.4, "crisis": 1.0, "check_in": 2.0, "request": 3.0}

_FIRST_RETRY = 5.0
_LONGEST_RETRY = 60.0


@dataclass(frozen=True)
class Paging:
    """Where the paging of one alert stands.

    turn: counts the contacts tried, over all rounds; contact number `turn % contacts` is next
    failures: tries since the last one that succeeded
    next_at: when to try; None: nobody is to be paged any more
    """

    severity: Severity
    turn: int = 0
    failures: int = 0
    next_at: datetime | None = None


def outranks(severity: Severity, other: Severity) -> bool:
    """Strictly more urgent."""
    return SEVERITIES.index(severity) > SEVERITIES.index(other)


def pages(severity: Severity) -> bool:
    """People are paged; a check-in only appears in the console until it is left unanswered."""
    return severity != "check_in"


def answer_within(severity: Severity, acknowledge_within: float) -> timedelta:
    """How long staff have to acknowledge an alert, or a visitor to answer a check-in."""
    return timedelta(seconds=acknowledge_within * _PATIENCE[severity])


def after_delivery(paging: Paging, now: datetime, contacts: int, acknowledge_within: float) -> Paging:
    """The next contact's turn comes when nobody acknowledges in time; a mere request makes one round only."""
    turn = paging.turn + 1
    one_round_done = paging.severity == "request" and turn >= contacts
    next_at = None if one_round_done else now + answer_within(paging.severity, acknowledge_within)
    return replace(paging, turn=turn, failures=0, next_at=next_at)


def after_failure(paging: Paging, now: datetime, contacts: int) -> Paging:
    """The next contact is tried at once; when all of them failed in a row, the pause doubles up to a minute."""
    failures = paging.failures + 1
    rounds, within_round = divmod(failures, contacts)
    pause = 0.0 if within_round else min(_FIRST_RETRY * 2.0 ** min(rounds - 1, 10), _LONGEST_RETRY)
    return replace(paging, turn=paging.turn + 1, failures=failures, next_at=now + timedelta(seconds=pause))


def pages_again(
    raised: Severity,
    standing: Severity,
    *,
    paged: bool,
    acknowledged: bool,
    staff_seen: datetime | None,
    now: datetime,
    acknowledge_within: float,
) -> bool:
    """Whether danger reported during an open alert must page people anew.

    An acknowledgement covers what was known then: something more urgent pages again, and so does anything new
    once staff have neither written nor taken over for as long as a crisis may stay unacknowledged.
    """
    if not pages(raised):
        return False
    if outranks(raised, standing) or not paged:
        return True
    if not acknowledged:
        return False
    patience = answer_within("crisis", acknowledge_within)
    return staff_seen is None or now - staff_seen > patience
