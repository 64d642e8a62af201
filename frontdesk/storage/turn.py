"""Everything that happens to one conversation in one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from clinic.handoff import IllegalMove, Move, OutcomeRequired, Severity, State, next_state, outranks
from frontdesk.storage import alarm, unanswered
from frontdesk.storage.accounts import write_audit
from frontdesk.storage.records import Alert, Conversation, Dialogue, Message, Role, SafetyMark, Screening
from frontdesk.storage.rows import (
    seal_mark,
    select_conversation,
    select_messages,
    to_conversation,
    to_message,
    to_screening,
)
from frontdesk.storage.schema import KEY_LENGTH, conversations, messages, screenings, staff
from frontdesk.storage.vault import Vault

_MARKS = ("check_in", "crisis", "emergency")


class Turn:
    """The conversation is locked from the start of the turn to its commit.

    Do not keep a turn open while waiting for anything, and call no writing method of the store inside one.
    """

    def __init__(
        self,
        connection: Connection,
        vault: Vault,
        clock: Callable[[], datetime],
        acknowledge_within: float,
        row: dict[str, Any],
    ) -> None:
        self._connection = connection
        self._vault = vault
        self._clock = clock
        self._row = row
        self._changed: set[str] = set()
        self._alarm = alarm.Alarm(connection, vault, row, acknowledge_within)

    @property
    def conversation(self) -> Conversation:
        """As it stands now, this turn's own changes included."""
        return to_conversation(self._row, self._vault)

    @property
    def alert(self) -> Alert | None:
        """The open alert."""
        return self._alarm.open()

    def append(
        self,
        role: Role,
        body: dict[str, Any],
        *,
        key: str | None = None,
        in_reply_to: int | None = None,
        author: str | None = None,
        at: datetime | None = None,
    ) -> Message:
        """The next message; one whose key is already stored is returned instead of being stored twice."""
        if key is not None and len(key) > KEY_LENGTH:
            raise ValueError(f"The key of a message has at most {KEY_LENGTH} characters.")
        known = self.message_with_key(key) if key is not None else None
        if known is not None:
            return known
        message = Message(self._row["last_seq"] + 1, role, body, key, in_reply_to, author, at or self._clock())
        self._insert(message)
        self._set(last_seq=message.seq, last_message_at=max(message.at, self._row["last_message_at"]))
        if role == "visitor":
            self._set(visitor_seq=message.seq)
            self._alarm.visitor_wrote()
        elif role == "staff":
            self._staff_acts()
        return message

    def message_with_key(self, key: str) -> Message | None:
        return self._one_message(messages.c.key == key)

    def replies_to(self, seq: int) -> list[Message]:
        """What was answered to the visitor's message with this seq, in order."""
        query = select_messages(self._row["id"]).where(messages.c.in_reply_to == seq)
        return [to_message(row, self._vault) for row in self._connection.execute(query).mappings()]

    def move(self, move: Move, *, staff_id: int | None = None) -> None:
        """Raises IllegalMove, and OutcomeRequired when staff let go of a visitor still marked as in danger."""
        state = next_state(State(self._row["state"]), move)
        if move.by_staff and staff_id is None:
            raise IllegalMove(f"{move.value!r} needs the member of staff who does it.")
        if move.ends_care:
            self._end_care()
        self._set(state=state.value)
        if move is Move.TAKE_OVER:
            self._set(owner_id=staff_id, owner=self._staff_name(staff_id))
            self.acknowledge(staff_id)
        elif move is Move.HAND_BACK:
            self.new_generation()

    def mark_safety(
        self, tier: str, category: str | None, subject: str, rules: tuple[str, ...], score: float | None
    ) -> None:
        """Marks the conversation as dangerous until staff clear it; a higher tier replaces a lower one."""
        tier = _plain(tier)
        if tier not in _MARKS:
            raise ValueError(f"A safety mark is one of {', '.join(_MARKS)}; not {tier!r}.")
        standing = self._row["safety_tier"]
        if standing is not None and _MARKS.index(standing) >= _MARKS.index(tier):
            return
        mark = SafetyMark(
            tier, None if category is None else _plain(category), _plain(subject), tuple(rules), score, self._clock()
        )
        self._set(safety_tier=tier, safety_sealed=seal_mark(mark, self._vault))

    def clear_safety(self, staff_id: int, outcome: str) -> None:
        """A person has settled the danger: the mark goes and the open alert is closed with the same outcome."""
        self.close_alert(staff_id, outcome)
        if self._row["safety_tier"] is not None:
            write_audit(self._connection, self._clock(), staff_id, "clear_safety", self._row["id"], outcome)
            self._set(safety_tier=None, safety_sealed=None)

    def step_down_check_in(self) -> None:
        """The visitor answered a check-in with no: its mark goes, its alert stays for staff to see. Never a crisis."""
        if self._row["safety_tier"] == "check_in":
            self._set(safety_tier=None, safety_sealed=None)

    def save_dialogue(self, dialogue: Dialogue) -> None:
        self._set(dialogue_sealed=self._vault.seal(asdict(dialogue)))

    def new_generation(self) -> None:
        """The assistant's memory of this conversation starts anew; the stored dialogue stays."""
        self._set(generation=self._row["generation"] + 1)

    def raise_alert(self, severity: Severity, reason: str, *, at: datetime | None = None) -> Alert:
        """Opens an alert or folds into the open one. reason: names of categories and rules, never words."""
        return self._alarm.raise_alert(severity, reason, self._clock(), at)

    def acknowledge(self, staff_id: int | None) -> None:
        """Somebody on the staff has seen the open alert, so nobody else is paged."""
        self._staff_acts()
        self._alarm.acknowledge(staff_id, self._clock())

    def close_alert(self, staff_id: int, outcome: str) -> None:
        """Settles the open alert, if there is one. Raises ValueError for an unknown outcome."""
        self._staff_acts()
        self._alarm.close(staff_id, outcome, self._clock())

    def audit(self, staff_id: int | None, action: str, detail: str = "") -> None:
        """Like Store.audit, in the same transaction as the rest of the turn."""
        write_audit(self._connection, self._clock(), staff_id, action, self._row["id"], detail)

    def submit_screening(self, answers: dict[str, Any], flags: list[dict[str, Any]], consent_version: str) -> Screening:
        """Stores the finished form; a second submission returns the first one unchanged."""
        query = select(screenings).where(screenings.c.conversation_id == self._row["id"])
        row = self._connection.execute(query).mappings().one_or_none()
        if row is not None:
            return to_screening(row, self._row["reference"], self._vault)
        screening = Screening(self._row["reference"], answers, flags, consent_version, self._clock())
        self._connection.execute(
            insert(screenings).values(
                conversation_id=self._row["id"],
                answers_sealed=self._vault.seal(answers),
                flags_sealed=self._vault.seal(flags),
                consent_version=consent_version,
                submitted_at=screening.submitted_at,
            )
        )
        self._set(screening_submitted=True)
        return screening

    def keep_question(self, text: str, topics: tuple[str, ...]) -> None:
        """For staff to review. text: without personal data; topics: names of the closest ones."""
        unanswered.add(self._connection, self._vault, self._row["id"], text, topics, self._clock())

    def flush(self) -> None:
        """Writes the collected changes of the conversation's row; called once before the commit."""
        values = {name: self._row[name] for name in self._changed & set(conversations.c.keys())}
        if self._changed:
            values["updated_at"] = self._clock()
            self._connection.execute(
                update(conversations).where(conversations.c.id == self._row["id"]).values(**values)
            )

    def _set(self, **values: Any) -> None:
        self._row.update(values)
        self._changed.update(values)

    def _staff_acts(self) -> None:
        self._set(staff_seq=self._row["last_seq"], staff_seen=self._clock())

    def _end_care(self) -> None:
        alert = self.alert
        if self._row["safety_tier"] is not None or (alert is not None and outranks(alert.severity, "request")):
            raise OutcomeRequired("Clear the safety mark with an outcome first.")
        self._alarm.close_without_outcome(self._clock())
        self._staff_acts()
        self._set(owner_id=None, owner=None)

    def _insert(self, message: Message) -> None:
        self._connection.execute(
            insert(messages).values(
                conversation_id=self._row["id"],
                seq=message.seq,
                role=message.role,
                body_sealed=self._vault.seal(message.body),
                key=message.key,
                in_reply_to=message.in_reply_to,
                author=message.author,
                at=message.at,
            )
        )

    def _one_message(self, condition: Any) -> Message | None:
        query = select_messages(self._row["id"]).where(condition)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else to_message(row, self._vault)

    def _staff_name(self, staff_id: int | None) -> str | None:
        return self._connection.execute(select(staff.c.name).where(staff.c.id == staff_id)).scalar_one_or_none()


def lock_row(connection: Connection, conversation_id: str) -> dict[str, Any] | None:
    """The locked row of the conversation (SQLite: the whole database is locked already)."""
    query = select_conversation(conversation_id).with_for_update(of=conversations)
    row = connection.execute(query).mappings().one_or_none()
    return None if row is None else dict(row)


def _plain(value: str) -> str:
    """The text of a str enum."""
    return str(getattr(value, "value", value))
