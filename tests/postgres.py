"""A PostgreSQL of one's own for tests: temporary folder, free port, unix socket in the folder."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_START_WITHIN = "60"  # seconds


class PostgresMissing(RuntimeError):
    """The tests need a PostgreSQL and found none."""


@dataclass(frozen=True)
class Postgres:
    """A running server. pg_ctl and data allow a test to stop and start it."""

    folder: Path
    port: int
    programs: Path
    user: str | None  # the account it runs under when the tests run as root

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy address of a database of this server, over its socket."""
        return f"postgresql+psycopg://desk@/{database}?host={self.folder}&port={self.port}"

    def create_database(self, name: str) -> str:
        """Address of a new, empty database."""
        options = ["-h", str(self.folder), "-p", str(self.port), "-U", "desk"]
        self._run("createdb", *options, "-T", "template0", name)  # no autovacuum is ever at work in it
        return self.url(name)

    def start(self) -> None:
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}' -p {self.port}"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", self._data, "-l", log, "-w", "-t", _START_WITHIN, "-o", options, "start")

    def stop(self, mode: str = "fast") -> None:
        """mode: smart, fast or immediate (as in a crash)."""
        self._run("pg_ctl", "-D", self._data, "-w", "-m", mode, "stop")

    def init(self) -> None:
        self._run("initdb", "-D", self._data, "-U", "desk", "-A", "trust", "-E", "UTF8", "--no-locale")

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _run(self, program: str, *arguments: str) -> None:
        output = self.folder / "output"
        with output.open("a") as file:
            done = subprocess.run(
                [str(self.programs / program), *arguments],
                user=self.user,
                cwd=self.folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                timeout=120,
            )
        if done.returncode:
            said = [file.read_text()[-2000:] for file in (output, self.folder / "log") if file.exists()]
            raise RuntimeError("\n".join([f"{program} failed:", *said]))


def find_programs() -> Path:
    """The folder with initdb and pg_ctl. Raises PostgresMissing."""
    on_path = shutil.which("initdb")
    found = [Path(on_path).resolve().parent] if on_path else []
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise PostgresMissing(
        "These tests need PostgreSQL: initdb and pg_ctl on PATH or in /usr/lib/postgresql/*/bin "
        "(Debian and Ubuntu: apt-get install postgresql)."
    )


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A new server, gone with its data at the end."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short: the path of a socket is limited to 107 characters
    server = Postgres(folder, _free_port(), programs, _account(folder))
    try:
        server.init()
        server.start()
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _account(folder: Path) -> str | None:
    """PostgreSQL refuses to run as root; the folder then belongs to an account without rights."""
    if os.geteuid() != 0:
        return None
    accounts = {entry.pw_name for entry in pwd.getpwall()}
    name = "postgres" if "postgres" in accounts else "nobody"
    shutil.chown(folder, user=name)
    return name


def _free_port() -> int:
    """Only names the socket file: the server listens on no network address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
