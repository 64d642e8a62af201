"""The words of the console for states, severities, categories and flag levels."""

from __future__ import annotations

SEVERITIES = {
    "emergency": "Emergency",
    "crisis": "Crisis",
    "check_in": "Check-in",
    "request": "Wants a person",
}
PAGED = ("emergency", "crisis")  # severities that interrupt whoever has the console open
STATES = {
    "bot": "With the assistant",
    "waiting": "Waiting for a person",
    "staff": "With staff",
    "closed": "Closed",
}
TIERS = {
    "emergency": "Emergency: immediate physical danger",
    "crisis": "Crisis: possible danger to self or others",
    "check_in": "Check-in: hopeless or unclear words",
}
SUBJECTS = {"self": "The visitor", "other": "Someone else"}
FLAG_LEVELS = {"urgent": "Urgent", "hold": "Hold", "review": "Review", "info": "Info"}  # most serious first
ROLES = {"visitor": "Visitor", "bot": "Assistant", "staff": "Staff", "system": "Front desk"}


def words(code: str) -> str:
    """A code name as words: "active_ideation" -> "Active ideation"."""
    text = code.replace("_", " ").replace("-", " ").strip()
    return text[:1].upper() + text[1:]
