"""A worker with a notebook instead of telephones, on SQLite."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from frontdesk.alerts import AlertWorker
from frontdesk.settings import Settings
from frontdesk.storage import Spool, Store, open_spool, open_store
from tests.storage.clock import Clock


@dataclass
class Notebook:
    """Writes pages down; contacts in `dead` cannot be reached, `broken` ones raise."""

    sent: list[tuple[str, str]] = field(default_factory=list)
    tried: list[str] = field(default_factory=list)
    dead: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)

    def __call__(self, contact: str, text: str) -> bool:
        self.tried.append(contact)
        if contact in self.broken:
            raise ConnectionError(contact)
        if contact in self.dead:
            return False
        self.sent.append((contact, text))
        return True


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "var", public_url="https://desk.clinic.example", alert_contacts=("one", "two"))


@pytest.fixture
def store(settings: Settings, clock: Clock) -> Iterator[Store]:
    made = open_store(settings, clock)
    made.migrate()
    yield made
    made.close()


@pytest.fixture
def spool(settings: Settings, store: Store, clock: Clock) -> Spool:
    return open_spool(settings, store.vault, clock)


@pytest.fixture
def notebook() -> Notebook:
    return Notebook()


@pytest.fixture
def worker(store: Store, spool: Spool, settings: Settings, clock: Clock, notebook: Notebook) -> AlertWorker:
    return AlertWorker(store, spool, settings, clock, notebook)


@pytest.fixture
def passes(worker: AlertWorker) -> Callable[..., None]:
    """Runs the worker's loop body so many times, each time until everything is sent."""

    async def several(times: int) -> None:
        for _ in range(times):
            await worker.beat()
            await worker.settled()

    def run(times: int = 1) -> None:
        asyncio.run(several(times))

    return run
