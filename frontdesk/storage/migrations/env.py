"""Run by alembic itself; the connection and its transaction come from run.migrate."""

from __future__ import annotations

from alembic import context

from frontdesk.storage.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
)
context.run_migrations()
