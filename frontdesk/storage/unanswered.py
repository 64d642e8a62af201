"""Questions that the assistant could not answer, on an open transaction; staff review the oldest first."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, insert, select

from frontdesk.storage.records import UnansweredQuestion
from frontdesk.storage.schema import TOPICS_LENGTH, unanswered
from frontdesk.storage.vault import Vault

MOST = 5000  # rows; each further question takes the place of the oldest
MOST_OF_ONE = 20  # rows of one conversation: nobody fills the list alone
PAGE = 100


def add(
    connection: Connection, vault: Vault, conversation_id: str, text: str, topics: tuple[str, ...], now: datetime
) -> None:
    """text, topics: without personal data; as many names of topics as there is room for are kept."""
    if _count_of(connection, conversation_id) >= MOST_OF_ONE:
        return
    _make_room(connection)
    names = " ".join(topics)
    if len(names) > TOPICS_LENGTH:
        names = names[: TOPICS_LENGTH + 1].rpartition(" ")[0]
    values = {"conversation_id": conversation_id, "text_sealed": vault.seal(text), "topics": names, "at": now}
    connection.execute(insert(unanswered).values(**values))


def _make_room(connection: Connection) -> None:
    """Without this, many visits by one person would keep everybody's later questions out."""
    excess = count(connection) - MOST + 1
    if excess > 0:
        first = select(unanswered.c.id).order_by(unanswered.c.at, unanswered.c.id).limit(excess)
        connection.execute(delete(unanswered).where(unanswered.c.id.in_(first)))


def oldest(connection: Connection, vault: Vault) -> list[UnansweredQuestion]:
    rows = connection.execute(select(unanswered).order_by(unanswered.c.at, unanswered.c.id).limit(PAGE)).mappings()
    return [_to_question(row, vault) for row in rows]


def count(connection: Connection) -> int:
    return int(connection.execute(select(func.count()).select_from(unanswered)).scalar_one())


def _count_of(connection: Connection, conversation_id: str) -> int:
    query = select(func.count()).select_from(unanswered).where(unanswered.c.conversation_id == conversation_id)
    return int(connection.execute(query).scalar_one())


def find(connection: Connection, vault: Vault, question_id: int) -> UnansweredQuestion | None:
    row = connection.execute(select(unanswered).where(unanswered.c.id == question_id)).mappings().one_or_none()
    return None if row is None else _to_question(row, vault)


def remove(connection: Connection, question_id: int) -> bool:
    """False when it is not there any more."""
    statement = delete(unanswered).where(unanswered.c.id == question_id).returning(unanswered.c.id)
    return connection.execute(statement).scalar_one_or_none() is not None


def _to_question(row: RowMapping, vault: Vault) -> UnansweredQuestion:
    return UnansweredQuestion(row["id"], vault.open(row["text_sealed"]), tuple(row["topics"].split()), row["at"])
