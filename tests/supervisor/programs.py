"""Programs for the tests, with the stand-in behind them."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path

from frontdesk.process import Program

STAND_IN = Path(__file__).with_name("stand_in.py")
NOTHING_WORKS = "Nothing works."


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def program(folder: Path, *manners: str, name: str = "stand-in") -> Program:
    port, notes = free_port(), folder / f"{name}.pids"
    command = (sys.executable, str(STAND_IN), str(port), str(notes), *manners)
    return Program(name, command, dict(os.environ), folder, port, "/", NOTHING_WORKS)


def pids(folder: Path, name: str = "stand-in") -> list[int]:
    notes = folder / f"{name}.pids"
    return [int(line) for line in notes.read_text().splitlines()] if notes.exists() else []


def lives(pid: int) -> bool:
    """Is there such a process, other than one that is over and only not yet reaped?"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_until(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
