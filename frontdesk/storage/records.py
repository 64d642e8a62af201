"""What storage hands out. Every time is a UTC datetime with its zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from clinic.handoff import Severity, State

Role = Literal["visitor", "bot", "staff", "system"]


@dataclass(frozen=True)
class SafetyMark:
    """Why this conversation counts as dangerous; rules and categories by name, never the visitor's words."""

    tier: str
    category: str | None
    subject: str
    rules: tuple[str, ...]
    score: float | None
    at: datetime


@dataclass(frozen=True)
class Dialogue:
    """Where the assistant stands; sent with every turn so that a restarted assistant goes on."""

    form: str | None = None
    requested_slot: str | None = None
    slots: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Conversation:
    """owner: name of the member of staff who holds it; generation: number of the assistant's sender id."""

    id: str
    reference: str
    state: State
    safety: SafetyMark | None
    dialogue: Dialogue
    generation: int
    owner: str | None
    owner_id: int | None
    created_at: datetime
    updated_at: datetime
    last_seq: int
    screening_submitted: bool


@dataclass(frozen=True)
class Message:
    """body: text, and buttons and card where there are any; in_reply_to: seq of the visitor's message."""

    seq: int
    role: Role
    body: dict[str, Any]
    key: str | None
    in_reply_to: int | None
    author: str | None
    at: datetime


@dataclass(frozen=True)
class Alert:
    """One open or settled call for a person.

    reason: names of categories and rules; "" after the conversation was forgotten
    delivered_at: when a contact was last reached; None: nobody was (the console may still show it)
    attempts: sends tried; failures: those that failed since the last success
    contact_index: turns taken; the contact of turn n is contacts[n % len(contacts)]
    next_at: when the next contact is due; None: no page is due
    silence_at: until when the visitor has to answer a check-in before it counts as a crisis
    """

    id: int
    conversation_id: str | None
    reference: str
    severity: Severity
    reason: str
    created_at: datetime
    acknowledged_at: datetime | None
    acknowledged_by: int | None
    delivered_at: datetime | None
    attempts: int
    contact_index: int
    next_at: datetime | None
    closed_at: datetime | None
    outcome: str | None
    failures: int = 0
    silence_at: datetime | None = None


@dataclass(frozen=True)
class QueueEntry:
    """One line of the console. unread: a person is wanted and the visitor wrote after staff last acted."""

    conversation_id: str
    reference: str
    state: State
    severity: Severity | None
    alert: Alert | None
    owner: str | None
    last_message_at: datetime
    unread: bool
    screening_submitted: bool
    flag_levels: dict[str, int]


@dataclass(frozen=True)
class Screening:
    reference: str
    answers: dict[str, Any]
    flags: list[dict[str, Any]]
    consent_version: str
    submitted_at: datetime


@dataclass(frozen=True)
class UnansweredQuestion:
    """What the assistant had no answer to, without personal data. topics: names of the closest, closest first."""

    id: int
    text: str
    topics: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Staff:
    id: int
    username: str
    password_hash: str
    name: str
    must_change: bool


@dataclass(frozen=True)
class Session:
    """A signed-in browser. token_hash: the token itself is never stored."""

    token_hash: str
    staff: Staff
    csrf: str
    created_at: datetime
    seen_at: datetime
