"""Connections, transactions and the translation of every driver error into StoreUnavailable."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, select, text, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from frontdesk.storage.schema import marker
from frontdesk.storage.unavailable import StoreUnavailable

_WRITER_WAIT = 2.0  # seconds a write of this process waits for another one (SQLite has one writer at a time)
_SQLITE_BUSY = 500  # milliseconds to wait for another process
_POSTGRES_SESSION = "-c statement_timeout=5000 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=15000"


class Database:
    """Transactions on SQLite or PostgreSQL; safe to use from many threads."""

    def __init__(self, address: str) -> None:
        url = make_url(address)
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self._engine = _sqlite(url) if self.is_sqlite else _postgres(url)
        self._writer = threading.Lock()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One consistent snapshot."""
        with _translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self, *, counted: bool = True) -> Iterator[Connection]:
        """One transaction, committed at the end, rolled back on any exception. counted: it changes the revision."""
        with _translated(), self._writing(), self._engine.connect() as connection:
            connection = connection.execution_options(frontdesk_write=True)
            with connection.begin():
                yield connection
                if counted and self.is_sqlite:
                    connection.execute(update(marker).values(revision=marker.c.revision + 1))

    def revision(self, connection: Connection) -> int:
        """Grows with every committed change."""
        if self.is_sqlite:
            return int(connection.execute(select(marker.c.revision)).scalar_one())
        # The number of finished transactions: unlike a counter row it makes no writer wait for another, and unlike
        # a sequence it cannot be seen to grow before the change itself can be seen.
        return int(
            connection.execute(
                text(
                    "SELECT pg_snapshot_xmax(s)::text::bigint - (SELECT count(*) FROM pg_snapshot_xip(s)) "
                    "FROM pg_current_snapshot() AS s"
                )
            ).scalar_one()
        )

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """SQLite's own waiting polls and can starve a thread; a lock wakes the next one at once."""
        if not self.is_sqlite:
            yield
            return
        if not self._writer.acquire(timeout=_WRITER_WAIT):
            raise StoreUnavailable("The database is busy.")
        try:
            yield
        finally:
            self._writer.release()


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        # `from None`: a driver's error text can repeat the values of the statement.
        raise StoreUnavailable(f"The database cannot be used ({_kind(error)}).") from None


def _kind(error: SQLAlchemyError) -> str:
    """A name such as SQLITE_FULL, 57014 or OperationalError."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return str(code or type(error).__name__)


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:":
        # The write-ahead files take over the mode of the database file.
        os.close(os.open(Path(url.database), os.O_RDWR | os.O_CREAT, 0o600))
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_size=8,
        max_overflow=8,
        pool_timeout=2,
        connect_args={"timeout": _SQLITE_BUSY / 1000, "isolation_level": None},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    for pragma in (
        f"busy_timeout={_SQLITE_BUSY}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    """A write takes the lock at its start: taking it half way can fail without any chance of waiting."""
    write = connection.get_execution_options().get("frontdesk_write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _postgres(url: URL) -> Engine:
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        hide_parameters=True,
        pool_size=8,
        max_overflow=8,
        pool_timeout=2,
        pool_pre_ping=True,
        connect_args={"connect_timeout": 2, "tcp_user_timeout": 3000, "options": _POSTGRES_SESSION},
    )
