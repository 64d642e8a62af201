"""Stores on both databases; PostgreSQL must be there."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from frontdesk.settings import Settings
from frontdesk.storage import Store, open_store
from tests.postgres import Postgres, running_postgres
from tests.storage.clock import Clock

_names = (f"desk_{number}" for number in itertools.count(1))


@pytest.fixture(scope="session")
def own_postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgres"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """A new, empty database of either kind."""
    url = ""
    if request.param == "postgres":
        url = request.getfixturevalue("own_postgres").create_database(next(_names))
    return Settings(data_dir=tmp_path / "var", database_url=url)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def open_another(settings: Settings, clock: Clock) -> Iterator[Callable[[], Store]]:
    """Opens a further store on the same database, as another process would."""
    opened: list[Store] = []

    def another() -> Store:
        opened.append(open_store(settings, clock))
        return opened[-1]

    yield another
    for store in opened:
        store.close()


@pytest.fixture
def store(open_another: Callable[[], Store]) -> Store:
    made = open_another()
    made.migrate()
    return made
