"""What a page says: how urgent, which reference, where to look. Never who or what was written."""

from __future__ import annotations

from clinic.handoff import Severity

_WORDS: dict[Severity, str] = {
    "emergency": "emergency",
    "crisis": "crisis",
    "check_in": "check-in",
    "request": "a visitor asks for a person",
}


def page(severity: Severity, reference: str | None, conversation_id: str | None, address: str) -> str:
    """reference None: the database was down, so there is none yet."""
    known = f"reference {reference}" if reference else "the database is down, no reference yet"
    where = f"{address}/staff/conversations/{conversation_id}" if conversation_id else f"{address}/staff"
    return f"Front Desk: {_WORDS[severity]}, {known}, {where}"
