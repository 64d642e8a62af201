"""The migrations make exactly the tables that the code uses, on both databases."""

from __future__ import annotations

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
