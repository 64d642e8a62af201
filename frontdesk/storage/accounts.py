"""Staff accounts, their sessions and the audit trail, on an open transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, exists, insert, select, update

from frontdesk.storage.records import Session, Staff
from frontdesk.storage.schema import DETAIL_LENGTH, audit, sessions, staff


class UsernameTaken(ValueError):
    """There is already an account with this username."""


def add_staff(
    connection: Connection, username: str, password_hash: str, name: str, must_change: bool, now: datetime
) -> Staff:
    if find_staff(connection, username) is not None:
        raise UsernameTaken(f"There is already an account called {username!r}.")
    values: dict[str, Any] = {
        "username": username,
        "password_hash": password_hash,
        "name": name,
        "must_change": must_change,
    }
    row = connection.execute(insert(staff).values(**values, created_at=now).returning(staff.c.id))
    return Staff(id=row.scalar_one(), **values)


def find_staff(connection: Connection, username: str) -> Staff | None:
    row = connection.execute(select(staff).where(staff.c.username == username)).mappings().one_or_none()
    return None if row is None else _to_staff(row)


def has_staff(connection: Connection) -> bool:
    return bool(connection.execute(select(exists().where(staff.c.id.is_not(None)))).scalar_one())


def all_staff(connection: Connection) -> list[Staff]:
    rows = connection.execute(select(staff).order_by(staff.c.username)).mappings()
    return [_to_staff(row) for row in rows]


def set_name(connection: Connection, staff_id: int, name: str) -> None:
    connection.execute(update(staff).where(staff.c.id == staff_id).values(name=name))


def set_password(connection: Connection, staff_id: int, password_hash: str) -> None:
    """The chosen password replaces one that had to be changed."""
    connection.execute(
        update(staff).where(staff.c.id == staff_id).values(password_hash=password_hash, must_change=False)
    )


def start_session(connection: Connection, staff_id: int, token_hash: str, csrf: str, now: datetime) -> None:
    connection.execute(
        insert(sessions).values(token_hash=token_hash, staff_id=staff_id, csrf=csrf, created_at=now, seen_at=now)
    )


def find_session(connection: Connection, token_hash: str) -> Session | None:
    query = (
        select(staff, sessions.c.csrf, sessions.c.created_at.label("started_at"), sessions.c.seen_at)
        .join_from(sessions, staff)
        .where(sessions.c.token_hash == token_hash)
    )
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return Session(token_hash, _to_staff(row), row["csrf"], row["started_at"], row["seen_at"])


def touch_session(connection: Connection, token_hash: str, now: datetime) -> None:
    connection.execute(update(sessions).where(sessions.c.token_hash == token_hash).values(seen_at=now))


def end_session(connection: Connection, token_hash: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.token_hash == token_hash))


def end_sessions_of(connection: Connection, staff_id: int) -> None:
    connection.execute(delete(sessions).where(sessions.c.staff_id == staff_id))


def write_audit(
    connection: Connection,
    now: datetime,
    staff_id: int | None,
    action: str,
    conversation_id: str | None,
    detail: str,
) -> None:
    connection.execute(
        insert(audit).values(
            at=now, staff_id=staff_id, action=action, conversation_id=conversation_id, detail=detail[:DETAIL_LENGTH]
        )
    )


def _to_staff(row: RowMapping) -> Staff:
    return Staff(row["id"], row["username"], row["password_hash"], row["name"], row["must_change"])
