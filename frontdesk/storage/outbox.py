"""Alerts that wait to be sent. Sending is at least once: a page sent twice is better than none."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Update, case, literal, null, select, update

from clinic.handoff import SEVERITIES
from frontdesk.storage.records import Alert
from frontdesk.storage.rows import to_alert
from frontdesk.storage.schema import UtcTime, alerts
from frontdesk.storage.vault import Vault


def due_alerts(connection: Connection, vault: Vault, now: datetime) -> list[Alert]:
    """Unacknowledged alerts whose next page is due, the most urgent first."""
    rows = connection.execute(select(alerts).where(_due(now))).mappings()
    found = [to_alert(row, vault) for row in rows]
    return sorted(found, key=lambda alert: (-SEVERITIES.index(alert.severity), alert.created_at))


def silent_check_ins(connection: Connection, vault: Vault, now: datetime) -> list[Alert]:
    """Check-ins that the visitor left unanswered for too long."""
    rows = connection.execute(select(alerts).where(alerts.c.silence_at <= now, alerts.c.open_for.is_not(None)))
    return [to_alert(row, vault) for row in rows.mappings()]


def claim(connection: Connection, vault: Vault, alert_id: int, now: datetime, until: datetime) -> Alert | None:
    """Reserves the alert for one sender. One that dies while sending leaves it due again at `until`."""
    statement = update(alerts).where(alerts.c.id == alert_id, _due(now)).values(next_at=until).returning(alerts)
    row = connection.execute(statement).mappings().one_or_none()
    return None if row is None else to_alert(row, vault)


def delivered(
    connection: Connection,
    alert_id: int,
    contact_index: int,
    now: datetime,
    next_at: datetime | None,
    lease: datetime | None,
) -> None:
    """This turn's contact was reached; the following one is due at next_at unless somebody acknowledges."""
    statement = _claimed(alert_id, lease).values(
        delivered_at=now,
        attempts=alerts.c.attempts + 1,
        failures=0,
        contact_index=contact_index + 1,
        next_at=_unless_acknowledged(next_at),
    )
    connection.execute(statement)


def failed(connection: Connection, alert_id: int, next_at: datetime, lease: datetime | None) -> None:
    statement = _claimed(alert_id, lease).values(
        attempts=alerts.c.attempts + 1,
        failures=alerts.c.failures + 1,
        contact_index=alerts.c.contact_index + 1,
        next_at=_unless_acknowledged(next_at),
    )
    connection.execute(statement)


def acknowledge(connection: Connection, alert_id: int, staff_id: int, now: datetime) -> None:
    connection.execute(
        update(alerts)
        .where(alerts.c.id == alert_id, alerts.c.acknowledged_at.is_(None), alerts.c.open_for.is_not(None))
        .values(acknowledged_at=now, acknowledged_by=staff_id, next_at=None, silence_at=None)
    )


def _due(now: datetime) -> ColumnElement[bool]:
    return (alerts.c.next_at <= now) & alerts.c.acknowledged_at.is_(None) & alerts.c.open_for.is_not(None)


def _claimed(alert_id: int, lease: datetime | None) -> Update:
    """Not when the alert was raised anew while the page was on its way: then the new page is due at once."""
    statement = update(alerts).where(alerts.c.id == alert_id)
    if lease is None:
        return statement
    return statement.where((alerts.c.next_at == lease) | alerts.c.next_at.is_(None))


def _unless_acknowledged(next_at: datetime | None) -> ColumnElement[datetime | None]:
    settled = alerts.c.acknowledged_at.is_not(None) | alerts.c.open_for.is_(None)
    return case((settled, null()), else_=literal(next_at, UtcTime))
