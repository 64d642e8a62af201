"""The real product, `frontdesk run`, on free ports with a data folder of its own, and hands to break its parts."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import httpx

from frontdesk.settings import ROOT, Settings
from frontdesk.staff.accounts import add_staff
from frontdesk.storage import Message, open_store

Part = Literal["front desk", "assistant", "action server"]
MODULES: dict[Part, str] = {
    "front desk": "-m frontdesk serve", "assistant": "-m assistant.serve", "action server": "-m assistant.actions_server",
}  # fmt: skip
PATHS: dict[Part, str] = {"front desk": "/ready", "assistant": "/webhooks/frontdesk/", "action server": "/health"}
START_WITHIN, STOP_WITHIN = 240.0, 30.0  # seconds; Rasa takes long where several programs share two cores


@dataclass(frozen=True)
class Stack:
    """A running product. supervisor: the process that starts the three parts again when they die."""

    settings: Settings
    supervisor: subprocess.Popen[bytes]
    output: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.settings.port}"

    @property
    def database(self) -> Path:
        return self.settings.data_dir / "frontdesk.db"

    def add_staff(self, username: str, name: str) -> str:
        """A new account; returns its one-time password."""
        with closing(open_store(self.settings)) as store:
            return add_staff(store, username, name)

    def log_of(self, visit: str) -> list[Message]:
        """What is stored of a visit, in order."""
        with closing(open_store(self.settings)) as store:
            return store.messages(visit)

    @property
    def spool_is_empty(self) -> bool:
        spool = self.settings.data_dir / "spool"
        return not (spool / "pending").exists() and not list(spool.glob("replay-*"))

    @contextmanager
    def without(self, part: Part) -> Iterator[None]:
        """The part is killed and stays dead: its supervisor is stopped too, and starts it again after the block."""
        os.kill(self.supervisor.pid, signal.SIGSTOP)
        try:
            os.kill(self._pid(part), signal.SIGKILL)
            wait_until(lambda: not self._listens(part), 10, f"the {part} is gone")
            yield
        finally:
            os.kill(self.supervisor.pid, signal.SIGCONT)
        self.wait_for(part)

    @contextmanager
    def locked_database(self) -> Iterator[None]:
        """Another program holds the write lock and does not let go."""
        with closing(sqlite3.connect(self.database, isolation_level=None, timeout=10)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield  # closing rolls back

    @contextmanager
    def damaged_database(self) -> Iterator[None]:
        """The front desk starts again and finds a file that is no database; the good one comes back after the block."""
        folder = self.settings.data_dir
        aside = folder / "aside"
        aside.mkdir()
        try:
            with self.without("front desk"):
                _move(folder, aside)
                self.database.write_bytes(b"not a database " * 4096)
            yield
        finally:
            self.database.unlink(missing_ok=True)
            _move(aside, folder)
            aside.rmdir()

    def wait_for(self, part: Part) -> None:
        """Until the part answers; the front desk answers also while the database is away."""
        wait_until(lambda: self._answers(part), START_WITHIN, f"the {part} answers", self._last_words)

    def stop(self) -> None:
        self.supervisor.terminate()
        self.supervisor.wait(STOP_WITHIN)

    def _port(self, part: Part) -> int:
        settings = self.settings
        return {"front desk": settings.port, "assistant": settings.assistant_port, "action server": settings.actions_port}[part]

    def _answers(self, part: Part) -> bool:
        if self.supervisor.poll() is not None:
            raise AssertionError(f"`frontdesk run` ended: {self._last_words()}")
        try:
            status = httpx.get(f"http://127.0.0.1:{self._port(part)}{PATHS[part]}", timeout=5).status_code
        except httpx.HTTPError:
            return False
        return status == 200 or (part == "front desk" and status == 503)

    def _listens(self, part: Part) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self._port(part))) == 0

    def _pid(self, part: Part) -> int:
        processes = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True
        ).stdout
        for line in processes.splitlines():
            pid, parent, command = line.split(None, 2)
            if int(parent) == self.supervisor.pid and MODULES[part] in command:
                return int(pid)
        raise AssertionError(f"The {part} does not run.\n{self._last_words()}")

    def _last_words(self) -> str:
        return self.output.read_text()[-2000:]


@contextmanager
def running_stack(folder: Path, ports: tuple[int, int, int], **environment: str) -> Iterator[Stack]:
    """The product with an empty database until the end of the block. ports: front desk, assistant, actions."""
    settings = Settings(data_dir=folder / "var", port=ports[0], assistant_port=ports[1], actions_port=ports[2])
    with closing(open_store(settings)) as store:
        store.migrate()
        add_staff(store, "first", "First Account")  # or the supervisor makes one and prints its password
    output = folder / "output.txt"
    own = {
        "PORT": str(ports[0]), "ASSISTANT_PORT": str(ports[1]), "ACTIONS_PORT": str(ports[2]),
        "DATA_DIR": str(settings.data_dir), **environment,
    }  # fmt: skip
    with output.open("wb") as written:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "frontdesk", "run"], cwd=ROOT, env={**os.environ, **own},
            stdin=subprocess.DEVNULL, stdout=written, stderr=subprocess.STDOUT,
        )  # fmt: skip
    stack = Stack(settings, supervisor, output)
    try:
        for part in MODULES:
            stack.wait_for(part)
        yield stack
    finally:
        stack.stop()


def _move(source: Path, target: Path) -> None:
    """The database and the files that SQLite keeps beside it."""
    for file in source.glob("frontdesk.db*"):
        file.rename(target / file.name)


def free_ports(count: int) -> list[int]:
    """Ports that nothing listens on now, all different."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def wait_until(holds: Callable[[], bool], seconds: float, what: str, more: Callable[[], str] = str) -> None:
    """Ask again and again, without a busy loop. Raises AssertionError after `seconds`."""
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, f"After {seconds:g} s it is still not so that {what}. {more()}"
        time.sleep(0.1)
