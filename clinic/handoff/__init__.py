"""Who holds a conversation, and how long an alert may stay unanswered. Pure: no clock, no database."""

from clinic.handoff.escalation import (
    SEVERITIES,
    Paging,
    Severity,
    after_delivery,
    after_failure,
    answer_within,
    outranks,
    pages,
    pages_again,
)
from clinic.handoff.states import (
    OUTCOMES,
    TRANSITIONS,
    IllegalMove,
    Move,
    OutcomeRequired,
    State,
    next_state,
)

__all__ = [
    "OUTCOMES",
    "SEVERITIES",
    "TRANSITIONS",
    "IllegalMove",
    "Move",
    "OutcomeRequired",
    "Paging",
    "Severity",
    "State",
    "after_delivery",
    "after_failure",
    "answer_within",
    "next_state",
    "outranks",
    "pages",
    "pages_again",
]
