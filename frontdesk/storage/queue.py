"""The console's list: who needs a person first, then what happened lately."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, case, func, or_, select

from clinic.handoff import SEVERITIES, Severity, State
from frontdesk.storage.records import Alert, QueueEntry
from frontdesk.storage.rows import flag_levels, to_alert
from frontdesk.storage.schema import alerts, conversations, screenings, staff
from frontdesk.storage.vault import Vault

_ALERT = "alert_"  # prefix of the alert's columns in a joined row


def read_queue(connection: Connection, vault: Vault, limit: int) -> list[QueueEntry]:
    """Every conversation that needs a person, then up to `limit` of the latest others.

    Urgent first, what nobody has acknowledged before the rest, oldest first. None of these is ever left out.
    """
    since = func.coalesce(alerts.c.created_at, conversations.c.last_message_at)
    latest = func.coalesce(screenings.c.submitted_at, conversations.c.last_message_at)
    seen = alerts.c.acknowledged_at.is_not(None)
    urgent = _joined().where(_needs_person()).order_by(_urgency().desc(), seen, since, conversations.c.id)
    recent = _joined().where(~_needs_person()).order_by(latest.desc(), conversations.c.id)
    rows = [*connection.execute(urgent).mappings(), *connection.execute(recent.limit(limit)).mappings()]
    return [_entry(row, vault) for row in rows]


def _joined() -> Select[Any]:
    return (
        select(
            conversations,
            staff.c.name.label("owner"),
            screenings.c.flags_sealed,
            *(column.label(_ALERT + column.name) for column in alerts.c),
        )
        .outerjoin(alerts, alerts.c.open_for == conversations.c.id)
        .outerjoin(screenings, screenings.c.conversation_id == conversations.c.id)
        .outerjoin(staff, staff.c.id == conversations.c.owner_id)
    )


def _needs_person() -> ColumnElement[bool]:
    return or_(
        alerts.c.id.is_not(None),
        conversations.c.safety_tier.is_not(None),
        conversations.c.state.in_((State.WAITING.value, State.STAFF.value)),
    )


def _urgency() -> ColumnElement[int]:
    """Of the open alert, or of a safety mark that outlived its alert."""
    ranks = {severity: rank for rank, severity in enumerate(SEVERITIES)}
    severity = func.coalesce(alerts.c.severity, conversations.c.safety_tier)
    return case(ranks, value=severity, else_=-1)


def _entry(row: RowMapping, vault: Vault) -> QueueEntry:
    alert = _alert(row, vault)
    wanted = alert is not None or row["state"] in (State.WAITING.value, State.STAFF.value)
    flags = row["flags_sealed"]
    return QueueEntry(
        conversation_id=row["id"],
        reference=row["reference"],
        state=State(row["state"]),
        severity=alert.severity if alert else cast("Severity | None", row["safety_tier"]),
        alert=alert,
        owner=row["owner"],
        last_message_at=row["last_message_at"],
        unread=wanted and row["visitor_seq"] > row["staff_seq"],
        screening_submitted=flags is not None,
        flag_levels={} if flags is None else flag_levels(vault.open(flags)),
    )


def _alert(row: RowMapping, vault: Vault) -> Alert | None:
    if row[_ALERT + "id"] is None:
        return None
    return to_alert({column.name: row[_ALERT + column.name] for column in alerts.c}, vault)
