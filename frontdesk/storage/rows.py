"""Database rows to records."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, cast

from sqlalchemy import RowMapping, Select, exists, select

from clinic.handoff import Severity, State
from frontdesk.storage.records import Alert, Conversation, Dialogue, Message, Role, SafetyMark, Screening
from frontdesk.storage.schema import alerts, conversations, messages, screenings, staff
from frontdesk.storage.vault import Vault

_NOT_SHOWN = {"reason_sealed", "open_for"}  # columns of an alert


def select_conversation(conversation_id: str) -> Select[Any]:
    """The conversation with its owner's name and whether its screening was submitted."""
    submitted = exists().where(screenings.c.conversation_id == conversations.c.id)
    owner = select(staff.c.name).where(staff.c.id == conversations.c.owner_id).scalar_subquery()
    return select(conversations, owner.label("owner"), submitted.label("screening_submitted")).where(
        conversations.c.id == conversation_id
    )


def select_open_alert(conversation_id: str) -> Select[Any]:
    return select(alerts).where(alerts.c.open_for == conversation_id)


def select_messages(conversation_id: str) -> Select[Any]:
    return select(messages).where(messages.c.conversation_id == conversation_id).order_by(messages.c.seq)


def to_conversation(row: RowMapping | dict[str, Any], vault: Vault) -> Conversation:
    safety, dialogue = row["safety_sealed"], row["dialogue_sealed"]
    return Conversation(
        id=row["id"],
        reference=row["reference"],
        state=State(row["state"]),
        safety=None if safety is None else open_mark(row["safety_tier"], vault.open(safety)),
        dialogue=Dialogue() if dialogue is None else Dialogue(**vault.open(dialogue)),
        generation=row["generation"],
        owner=row["owner"],
        owner_id=row["owner_id"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        last_seq=row["last_seq"],
        screening_submitted=bool(row["screening_submitted"]),
    )


def seal_mark(mark: SafetyMark, vault: Vault) -> bytes:
    return vault.seal(
        {
            "category": mark.category,
            "subject": mark.subject,
            "rules": list(mark.rules),
            "score": mark.score,
            "at": mark.at.isoformat(),
        }
    )


def open_mark(tier: str, content: dict[str, Any]) -> SafetyMark:
    return SafetyMark(
        tier=tier,
        category=content["category"],
        subject=content["subject"],
        rules=tuple(content["rules"]),
        score=content["score"],
        at=datetime.fromisoformat(content["at"]),
    )


def to_message(row: RowMapping, vault: Vault) -> Message:
    return Message(
        seq=row["seq"],
        role=cast(Role, row["role"]),
        body=vault.open(row["body_sealed"]),
        key=row["key"],
        in_reply_to=row["in_reply_to"],
        author=row["author"],
        at=row["at"],
    )


def to_alert(row: RowMapping | dict[str, Any], vault: Vault) -> Alert:
    sealed = row["reason_sealed"]
    columns = {column.name: row[column.name] for column in alerts.c if column.name not in _NOT_SHOWN}
    columns["severity"] = cast(Severity, columns["severity"])
    return Alert(**columns, reason="" if sealed is None else vault.open(sealed))


def to_screening(row: RowMapping, reference: str, vault: Vault) -> Screening:
    return Screening(
        reference=reference,
        answers=vault.open(row["answers_sealed"]),
        flags=vault.open(row["flags_sealed"]),
        consent_version=row["consent_version"],
        submitted_at=row["submitted_at"],
    )


def flag_levels(flags: list[dict[str, Any]]) -> dict[str, int]:
    """How many flags there are of each level."""
    return dict(Counter(str(flag["level"]).lower() for flag in flags if "level" in flag))
