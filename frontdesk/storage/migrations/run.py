"""Brings a database to the newest migration inside an open transaction."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, insert, select, text

from frontdesk.storage.schema import marker
from frontdesk.storage.unavailable import WrongKey
from frontdesk.storage.vault import Vault

_LOCK = 7_243_100_042  # any number that nothing else in the database uses
_PROOF = "front desk"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, made here so that no file has to be found at run time."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def migrate(connection: Connection, vault: Vault) -> None:
    """Whole or not at all; a second process that starts at the same time waits. Raises WrongKey."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = 30000"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
    command.upgrade(config(connection), "head")
    _prove_key(connection, vault)


def _prove_key(connection: Connection, vault: Vault) -> None:
    """A lost key must show at the start, not when somebody needs to read a conversation."""
    sealed = connection.execute(select(marker.c.proof_sealed)).scalar_one_or_none()
    if sealed is None:
        connection.execute(insert(marker).values(id=1, proof_sealed=vault.seal(_PROOF), revision=0))
    elif vault.open(sealed) != _PROOF:
        raise WrongKey("The proof of the key has another content.")
