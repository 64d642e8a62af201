"""A database that is locked, full, stopped or encrypted with another key."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from frontdesk.settings import ROOT, SettingError, Settings
from frontdesk.storage import Store, StoreUnavailable, WrongKey, open_store
from tests.postgres import Postgres

SECRET = "xylophone-of-sorrow"


def say(store: Store, text: str = SECRET) -> None:
    with store.turn("a") as turn:
        turn.append("visitor", {"text": text})


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Store]:
    store = open_store(Settings(data_dir=tmp_path / "var"))
    store.migrate()
    yield store
    store.close()


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another process writes and does not stop."""
    connection = sqlite3.connect(database, isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.execute("ROLLBACK")
    connection.close()


def test_a_locked_database_is_unavailable_to_writers_soon_and_to_readers_never(sqlite: Store, tmp_path: Path) -> None:
    say(sqlite)
    with locked(tmp_path / "var" / "frontdesk.db"):
        begin = time.monotonic()
        with pytest.raises(StoreUnavailable, match="SQLITE_BUSY") as caught:
            say(sqlite)
        assert time.monotonic() - begin < 1.5
        assert SECRET not in repr(caught.value)
        assert caught.value.__suppress_context__
        assert len(sqlite.messages("a")) == 1
    say(sqlite)
    assert len(sqlite.messages("a")) == 2


FULL = """
import resource, sys
from pathlib import Path
from frontdesk.settings import Settings
from frontdesk.storage import StoreUnavailable, open_spool, open_store

settings = Settings(data_dir=Path(sys.argv[1]))
store = open_store(settings)
spool = open_spool(settings, store.vault)
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1, unlimited[1]))
try:
    with store.turn("a") as turn:
        turn.append("visitor", {"text": "words"}, key="k")
except StoreUnavailable as error:
    print("unavailable", error)
print("on disk:", spool.add({"conversation_id": "a", "key": "k", "body": {"text": "words"}, "severity": "crisis"}))
print("kept:", len(spool.waiting()))
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
print("replayed:", spool.drain(store), "left:", len(spool.waiting()))
print(store.messages("a")[0].body["text"], store.open_alert("a").severity)
"""


def test_a_disk_that_takes_nothing_more_loses_no_alert(sqlite: Store, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "var")], cwd=ROOT, timeout=60, capture_output=True, text=True
    )
    printed = done.stdout.splitlines()
    assert printed[0].startswith("unavailable The database cannot be used (SQLITE_"), done.stderr
    assert printed[1:] == ["on disk: False", "kept: 1", "replayed: 1 left: 0", "words crisis"]
    assert "words" not in done.stderr


def test_a_database_without_room_for_another_page_is_unavailable(sqlite: Store, tmp_path: Path) -> None:
    say(sqlite)
    with sqlite._database.write() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreUnavailable, match="SQLITE_FULL"):
        for _ in range(50):
            say(sqlite, "x" * 5000)
    assert all(message.seq == number for number, message in enumerate(sqlite.messages("a"), 1))


def test_a_database_that_was_never_migrated_is_unavailable(tmp_path: Path) -> None:
    store = open_store(Settings(data_dir=tmp_path / "var"))
    with pytest.raises(StoreUnavailable):
        say(store)
    store.close()


def test_a_folder_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreUnavailable, match="DATA_DIR"):
        open_store(Settings(data_dir=tmp_path / "file" / "var"))


def test_folder_key_and_database_belong_to_one_account(sqlite: Store, tmp_path: Path) -> None:
    say(sqlite)
    modes = {path.name: path.stat().st_mode & 0o777 for path in (tmp_path / "var").iterdir()}
    assert modes["key"] == modes["frontdesk.db"] == 0o600
    assert all(mode & 0o077 == 0 for mode in modes.values())
    assert (tmp_path / "var").stat().st_mode & 0o777 == 0o700


def test_another_key_is_noticed_at_the_start(
    store: Store, settings: Settings, open_another: Callable[[], Store]
) -> None:
    say(store)
    (settings.data_dir / "key").write_bytes(Fernet.generate_key())
    with pytest.raises(WrongKey, match="DATA_KEY"):
        open_another().migrate()
    with pytest.raises(WrongKey):
        open_another().messages("a")


def test_keys_are_rotated_by_putting_the_new_one_first(tmp_path: Path) -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    for keys in (old, f"{new} {old}"):
        store = open_store(Settings(data_dir=tmp_path, data_key=keys))
        store.migrate()
        say(store, keys)
        store.close()
    store = open_store(Settings(data_dir=tmp_path, data_key=f"{new} {old}"))
    assert len(store.messages("a")) == 2
    assert not (tmp_path / "key").exists()
    store.close()


def test_a_malformed_key_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="DATA_KEY"):
        open_store(Settings(data_dir=tmp_path, data_key="short"))


def test_a_stopped_postgres_is_unavailable_at_once_and_used_again_when_it_is_back(
    own_postgres: Postgres, tmp_path: Path
) -> None:
    store = open_store(Settings(data_dir=tmp_path, database_url=own_postgres.create_database("stopped")))
    store.migrate()
    say(store)
    own_postgres.stop()
    try:
        begin = time.monotonic()
        with pytest.raises(StoreUnavailable) as caught:
            say(store)
        assert time.monotonic() - begin < 3
        assert SECRET not in repr(caught.value)
    finally:
        own_postgres.start()
    say(store)
    assert len(store.messages("a")) == 2
    store.close()


def test_importing_storage_needs_neither_alembic_nor_psycopg() -> None:
    program = "import sys, frontdesk.storage; print([m for m in ('alembic', 'psycopg', 'apprise') if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=dict(os.environ), timeout=60, capture_output=True, text=True
    )
    assert done.stdout == "[]\n"
