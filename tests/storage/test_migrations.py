"""The migrations make exactly the tables that the code uses, on both databases."""

from __future__ import annotations

from collections.abc import Callable

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from frontdesk.settings import Settings
from frontdesk.storage import Store
from frontdesk.storage.migrations.run import config
from frontdesk.storage.schema import SCHEMA_VERSION, metadata


def test_the_newest_migration_is_the_version_that_the_code_expects() -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [SCHEMA_VERSION]


def test_the_migrated_tables_are_the_tables_of_the_code(store: Store, settings: Settings) -> None:
    engine = create_engine(settings.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_a_database_of_the_first_version_keeps_its_data(open_another: Callable[[], Store]) -> None:
    store = open_another()
    with store._database.write(counted=False) as connection:  # what an older front desk left behind
        command.upgrade(config(connection), "0001")
    assert not store.schema_is_current()
    with store._database.write(counted=False) as connection:
        connection.exec_driver_sql("INSERT INTO staff (username, password_hash, name, must_change, created_at)"
                                   " VALUES ('nurse', 'hash', 'Nora Reed', false, '2026-01-31 12:00:00+00:00')")  # fmt: skip
    store.migrate()
    assert store.schema_is_current()
    nurse = store.staff("nurse")
    assert nurse is not None and nurse.name == "Nora Reed"
    with store.turn("a") as turn:
        turn.keep_question("is it loud", ())
    assert store.unanswered_count() == 1
