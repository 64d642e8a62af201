"""The store: every read and write of the clinic's database, one transaction a method."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, delete, select, text, update

from clinic.handoff import OutcomeRequired, State, outranks
from frontdesk.settings import Settings
from frontdesk.storage import accounts, outbox, queue, rows, schema, unanswered
from frontdesk.storage.database import Database
from frontdesk.storage.records import Alert, Conversation, Message, QueueEntry, Screening, Session, Staff, UnansweredQuestion
from frontdesk.storage.references import new_reference
from frontdesk.storage.turn import Turn, lock_row
from frontdesk.storage.unavailable import StoreUnavailable
from frontdesk.storage.vault import Vault, open_vault


def utc_now() -> datetime:
    return datetime.now(UTC)


def open_store(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Store:
    """Prepares folder, key and connections; connects to nothing yet. Raises StoreUnavailable, SettingError."""
    try:
        settings.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        vault = open_vault(settings)
        database = Database(settings.database)
    except OSError as error:
        raise StoreUnavailable(f"DATA_DIR cannot be used ({error.strerror}).") from None
    return Store(database, vault, clock, settings.alert_acknowledge_within)


class Store:
    """Synchronous and safe to use from many threads; every failure of the database is StoreUnavailable."""

    def __init__(
        self, database: Database, vault: Vault, clock: Callable[[], datetime], acknowledge_within: float
    ) -> None:
        self.vault = vault
        self._database = database
        self._clock = clock
        self._acknowledge_within = acknowledge_within

    # -- the database itself

    def migrate(self) -> None:
        """Brings the tables up to date. Raises WrongKey when the data was written with another key."""
        from frontdesk.storage.migrations.run import migrate  # alembic is slow to import and needed once

        with self._database.write(counted=False) as connection:
            migrate(connection, self.vault)

    def schema_is_current(self) -> bool:
        with self._database.read() as connection:
            if not connection.dialect.has_table(connection, "alembic_version"):
                return False
            version = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
            return version == schema.SCHEMA_VERSION

    def check_key(self) -> None:
        """Raises WrongKey when the data was written with another key."""
        with self._database.read() as connection:
            sealed = connection.execute(select(schema.marker.c.proof_sealed)).scalar_one_or_none()
        if sealed is not None:
            self.vault.open(sealed)

    def ping(self) -> None:
        with self._database.read() as connection:
            connection.execute(select(1))

    def revision(self) -> int:
        """Grows with every committed change; never waits for a writer."""
        with self._database.read() as connection:
            return self._database.revision(connection)

    def close(self) -> None:
        self._database.close()

    # -- visitors

    @contextmanager
    def turn(self, conversation_id: str) -> Iterator[Turn]:
        """The conversation, made if there is none and locked until the end of the block, which commits."""
        if not 0 < len(conversation_id) <= schema.ID_LENGTH:
            raise ValueError(f"The id of a conversation has 1 to {schema.ID_LENGTH} characters.")
        with self._database.write() as connection:
            row = lock_row(connection, conversation_id)
            if row is None:
                _create(connection, conversation_id, self._clock())
                row = lock_row(connection, conversation_id)
            if row is None:
                raise StoreUnavailable("The conversation could not be made.")
            turn = Turn(connection, self.vault, self._clock, self._acknowledge_within, row)
            yield turn
            turn.flush()

    def conversation(self, conversation_id: str) -> Conversation | None:
        with self._database.read() as connection:
            row = connection.execute(rows.select_conversation(conversation_id)).mappings().one_or_none()
            return None if row is None else rows.to_conversation(row, self.vault)

    def messages(self, conversation_id: str, after: int = 0, limit: int = 500) -> list[Message]:
        """In order of seq, beginning behind `after`."""
        query = rows.select_messages(conversation_id).where(schema.messages.c.seq > after).limit(limit)
        with self._database.read() as connection:
            return [rows.to_message(row, self.vault) for row in connection.execute(query).mappings()]

    def conversation_with_reference(self, reference: str) -> Conversation | None:
        with self._database.read() as connection:
            query = select(schema.conversations.c.id).where(schema.conversations.c.reference == reference)
            found = connection.execute(query).scalar_one_or_none()
        return None if found is None else self.conversation(found)

    def forget(self, conversation_id: str) -> None:
        """Deletes the conversation; of its alerts only reference, severity and times stay.

        Raises OutcomeRequired while somebody may be in danger: staff settle that first.
        """
        with self._database.write() as connection:
            row = lock_row(connection, conversation_id)
            if row is None:
                return
            open_alert = connection.execute(rows.select_open_alert(conversation_id)).mappings().one_or_none()
            in_danger = open_alert is not None and outranks(open_alert["severity"], "request")
            if row["safety_tier"] is not None or in_danger:
                raise OutcomeRequired("Staff have to settle the alert of this conversation first.")
            _strip_alerts(connection, conversation_id, self._clock())
            connection.execute(delete(schema.conversations).where(schema.conversations.c.id == conversation_id))

    # -- staff

    def queue(self, limit: int = 200) -> list[QueueEntry]:
        """Who needs a person first (urgent first, oldest first), then what happened lately."""
        with self._database.read() as connection:
            return queue.read_queue(connection, self.vault, limit)

    def screening(self, conversation_id: str) -> Screening | None:
        query = (
            select(schema.screenings, schema.conversations.c.reference)
            .join(schema.conversations)
            .where(schema.screenings.c.conversation_id == conversation_id)
        )
        with self._database.read() as connection:
            row = connection.execute(query).mappings().one_or_none()
            return None if row is None else rows.to_screening(row, row["reference"], self.vault)

    def open_alert(self, conversation_id: str) -> Alert | None:
        with self._database.read() as connection:
            row = connection.execute(rows.select_open_alert(conversation_id)).mappings().one_or_none()
            return None if row is None else rows.to_alert(row, self.vault)

    def add_staff(self, username: str, password_hash: str, name: str, must_change: bool = False) -> Staff:
        """Raises UsernameTaken."""
        with self._database.write() as connection:
            return accounts.add_staff(connection, username, password_hash, name, must_change, self._clock())

    def staff(self, username: str) -> Staff | None:
        with self._database.read() as connection:
            return accounts.find_staff(connection, username)

    def has_staff(self) -> bool:
        with self._database.read() as connection:
            return accounts.has_staff(connection)

    def all_staff(self) -> list[Staff]:
        """By username."""
        with self._database.read() as connection:
            return accounts.all_staff(connection)

    def set_name(self, staff_id: int, name: str) -> None:
        with self._database.write() as connection:
            accounts.set_name(connection, staff_id, name)

    def set_password(self, staff_id: int, password_hash: str) -> None:
        with self._database.write() as connection:
            accounts.set_password(connection, staff_id, password_hash)

    def start_session(self, staff_id: int, token_hash: str, csrf: str, now: datetime) -> None:
        with self._database.write(counted=False) as connection:
            accounts.start_session(connection, staff_id, token_hash, csrf, now)

    def session(self, token_hash: str) -> Session | None:
        with self._database.read() as connection:
            return accounts.find_session(connection, token_hash)

    def touch_session(self, token_hash: str, now: datetime) -> None:
        with self._database.write(counted=False) as connection:
            accounts.touch_session(connection, token_hash, now)

    def end_session(self, token_hash: str) -> None:
        with self._database.write(counted=False) as connection:
            accounts.end_session(connection, token_hash)

    def end_sessions_of(self, staff_id: int) -> None:
        with self._database.write(counted=False) as connection:
            accounts.end_sessions_of(connection, staff_id)

    def audit(self, staff_id: int | None, action: str, conversation_id: str | None, detail: str = "") -> None:
        """Who did what; detail never holds a visitor's words."""
        with self._database.write(counted=False) as connection:
            accounts.write_audit(connection, self._clock(), staff_id, action, conversation_id, detail)

    # -- questions that the assistant could not answer

    def unanswered(self) -> list[UnansweredQuestion]:
        """The oldest 100."""
        with self._database.read() as connection:
            return unanswered.oldest(connection, self.vault)

    def unanswered_count(self) -> int:
        with self._database.read() as connection:
            return unanswered.count(connection)

    def unanswered_question(self, question_id: int) -> UnansweredQuestion | None:
        with self._database.read() as connection:
            return unanswered.find(connection, self.vault, question_id)

    def remove_unanswered(self, question_id: int, staff_id: int, action: str, detail: str) -> bool:
        """Staff have dealt with it, which is audited. False, and nothing is audited, when somebody already had."""
        with self._database.write() as connection:
            if removed := unanswered.remove(connection, question_id):
                accounts.write_audit(connection, self._clock(), staff_id, action, None, detail)
            return removed

    # -- alerts to be sent

    def due_alerts(self, now: datetime) -> list[Alert]:
        with self._database.read() as connection:
            return outbox.due_alerts(connection, self.vault, now)

    def silent_check_ins(self, now: datetime) -> list[Alert]:
        with self._database.read() as connection:
            return outbox.silent_check_ins(connection, self.vault, now)

    def claim_alert(self, alert_id: int, now: datetime, until: datetime) -> Alert | None:
        """The due alert as it stands, for this process to send; no other does before `until`. None: not due."""
        with self._database.write(counted=False) as connection:
            return outbox.claim(connection, self.vault, alert_id, now, until)

    def alert_delivered(
        self,
        alert_id: int,
        contact_index: int,
        now: datetime,
        next_at: datetime | None,
        *,
        lease: datetime | None = None,
    ) -> None:
        """lease: the `until` of the claim; an alert raised anew since then is left as it is."""
        with self._database.write() as connection:
            outbox.delivered(connection, alert_id, contact_index, now, next_at, lease)

    def alert_failed(self, alert_id: int, now: datetime, next_at: datetime, *, lease: datetime | None = None) -> None:
        with self._database.write() as connection:
            outbox.failed(connection, alert_id, next_at, lease)

    def acknowledge_alert(self, alert_id: int, staff_id: int, now: datetime) -> None:
        with self._database.write() as connection:
            outbox.acknowledge(connection, alert_id, staff_id, now)


def _create(connection: Connection, conversation_id: str, now: datetime) -> None:
    """Does nothing when another process has made the conversation at the same time."""
    insert: Any = import_module(f"sqlalchemy.dialects.{connection.dialect.name}").insert
    statement = insert(schema.conversations).on_conflict_do_nothing(index_elements=["id"])
    connection.execute(
        statement.values(
            id=conversation_id,
            reference=new_reference(),
            state=State.BOT.value,
            generation=1,
            last_seq=0,
            visitor_seq=0,
            staff_seq=0,
            created_at=now,
            updated_at=now,
            last_message_at=now,
        )
    )


def _strip_alerts(connection: Connection, conversation_id: str, now: datetime) -> None:
    alerts = schema.alerts
    of_conversation = update(alerts).where(alerts.c.conversation_id == conversation_id)
    still_open = of_conversation.where(alerts.c.open_for.is_not(None))
    connection.execute(still_open.values(closed_at=now, next_at=None, open_for=None))
    connection.execute(of_conversation.values(conversation_id=None, reason_sealed=None, outcome=None))
