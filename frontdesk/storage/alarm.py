"""The open alert of one conversation, inside a turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from clinic.handoff import OUTCOMES, SEVERITIES, Severity, answer_within, outranks, pages, pages_again
from frontdesk.storage.records import Alert
from frontdesk.storage.rows import select_open_alert, to_alert
from frontdesk.storage.schema import alerts
from frontdesk.storage.vault import Vault

_REASONS_KEPT = 400  # characters


class Alarm:
    """At most one alert is open for a conversation; a unique index holds the database to it."""

    def __init__(
        self, connection: Connection, vault: Vault, conversation: dict[str, Any], acknowledge_within: float
    ) -> None:
        self._connection = connection
        self._vault = vault
        self._conversation = conversation
        self._within = acknowledge_within
        self._raised_now = False

    def open(self) -> Alert | None:
        row = self._connection.execute(select_open_alert(self._conversation["id"])).mappings().one_or_none()
        return None if row is None else to_alert(row, self._vault)

    def raise_alert(self, severity: Severity, reason: str, now: datetime, since: datetime | None) -> Alert:
        """since: when the danger was reported, if that was before now (a turn replayed from the spool)."""
        if severity not in SEVERITIES:
            raise ValueError(f"A severity is one of {', '.join(SEVERITIES)}; not {severity!r}.")
        standing = self.open()
        if standing is None:
            self._create(severity, reason, now, since or now)
        else:
            self._fold(standing, severity, reason, now)
        self._raised_now = True
        row = self._connection.execute(select_open_alert(self._conversation["id"])).mappings().one()
        return to_alert(row, self._vault)

    def visitor_wrote(self) -> None:
        """A check-in is no longer met with silence; what was written is screened like every message."""
        if not self._raised_now:
            self._update(silence_at=None)

    def acknowledge(self, staff_id: int | None, now: datetime) -> None:
        standing = self.open()
        if standing is not None and standing.acknowledged_at is None:
            self._update(acknowledged_at=now, acknowledged_by=staff_id, next_at=None, silence_at=None)

    def close(self, staff_id: int, outcome: str, now: datetime) -> None:
        if outcome not in OUTCOMES:
            raise ValueError(f"An outcome is one of {', '.join(OUTCOMES)}; not {outcome!r}.")
        self.acknowledge(staff_id, now)
        self._close(now, outcome)

    def close_without_outcome(self, now: datetime) -> None:
        """For a mere request, which ends when staff let go of the conversation."""
        self._close(now, None)

    def _create(self, severity: Severity, reason: str, now: datetime, since: datetime) -> None:
        self._connection.execute(
            insert(alerts).values(
                conversation_id=self._conversation["id"],
                open_for=self._conversation["id"],
                reference=self._conversation["reference"],
                severity=severity,
                reason_sealed=self._vault.seal(reason[:_REASONS_KEPT]),
                created_at=since,
                attempts=0,
                failures=0,
                contact_index=0,
                next_at=now if pages(severity) else None,
                silence_at=self._silence(severity, now),
            )
        )

    def _fold(self, standing: Alert, severity: Severity, reason: str, now: datetime) -> None:
        changes: dict[str, Any] = {"reason_sealed": self._vault.seal(_joined(standing.reason, reason))}
        if not outranks(standing.severity, severity):
            changes |= {"severity": severity, "silence_at": self._silence(severity, now)}
        if pages_again(
            severity,
            standing.severity,
            paged=pages(standing.severity) or standing.next_at is not None or standing.delivered_at is not None,
            acknowledged=standing.acknowledged_at is not None,
            staff_seen=self._conversation["staff_seen"],
            now=now,
            acknowledge_within=self._within,
        ):
            changes |= {"acknowledged_at": None, "acknowledged_by": None, "delivered_at": None}
            changes |= {"next_at": now, "contact_index": 0, "failures": 0}
        self._update(**changes)

    def _silence(self, severity: Severity, now: datetime) -> datetime | None:
        return now + answer_within("check_in", self._within) if severity == "check_in" else None

    def _close(self, now: datetime, outcome: str | None) -> None:
        self._update(closed_at=now, outcome=outcome, next_at=None, silence_at=None, open_for=None)

    def _update(self, **values: Any) -> None:
        self._connection.execute(update(alerts).where(alerts.c.open_for == self._conversation["id"]).values(**values))


def _joined(reasons: str, reason: str) -> str:
    """Each reason once, oldest first."""
    names = [*reasons.split(", "), reason] if reasons else [reason]
    return ", ".join(dict.fromkeys(names))[:_REASONS_KEPT]
