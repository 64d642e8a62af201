"""A supervised process is restarted with back-off and never left behind."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from frontdesk import process
from frontdesk.process import LONGEST_DELAY, Process, Program, backoff

from .programs import NOTHING_WORKS, lives, pids, program, wait_until


class Running:
    def __init__(self, wanted: Program, folder: Path, delay: float) -> None:
        self.said: list[str] = []
        self.process = Process(wanted, folder / "log", self.said.append, delay)
        self.task = asyncio.create_task(self.process.keep_running())

    async def said_so(self, words: str) -> bool:
        for _ in range(500):
            if any(words in line for line in self.said):
                return True
            await asyncio.sleep(0.02)
        return False


@asynccontextmanager
async def running(wanted: Program, folder: Path, delay: float = 0.01) -> AsyncIterator[Running]:
    state = Running(wanted, folder, delay)
    try:
        yield state
    finally:
        state.task.cancel()
        await asyncio.wait([state.task])


def test_backoff_doubles_from_half_a_second_to_half_a_minute() -> None:
    assert [backoff(failures) for failures in range(8)] == [0.5, 1, 2, 4, 8, 16, 30, 30]
    assert backoff(10_000) == LONGEST_DELAY


def test_it_says_when_the_program_answers_and_ends_it_when_cancelled(tmp_path: Path) -> None:
    async def story() -> None:
        async with running(program(tmp_path), tmp_path) as state:
            await asyncio.wait_for(state.process.ready.wait(), 10)
            assert lives(pids(tmp_path)[0])
            assert await state.said_so("ready after")

    asyncio.run(story())
    assert not lives(pids(tmp_path)[0])


def test_a_killed_program_comes_back(tmp_path: Path) -> None:
    async def story() -> None:
        async with running(program(tmp_path), tmp_path) as state:
            await asyncio.wait_for(state.process.ready.wait(), 10)
            process._signal_group(_child(pids(tmp_path)[0]), signal.SIGKILL)
            assert await state.said_so("was stopped by SIGKILL")
            assert await state.said_so("answers again after")
            assert state.process.ready.is_set()

    asyncio.run(story())
    first, second = pids(tmp_path)
    assert first != second
    assert not lives(second)


def test_a_program_that_keeps_failing_is_reported_once_with_what_is_lost(tmp_path: Path) -> None:
    async def story() -> list[str]:
        async with running(program(tmp_path, "dies"), tmp_path) as state:
            assert await state.said_so("keeps failing")
            while len(pids(tmp_path)) < 6:
                await asyncio.sleep(0.02)
            return state.said

    said = asyncio.run(story())
    assert [line.count("exit status 3") for line in said] == [1, 1, 1]
    assert ["starting it again in 0.01 s" in line for line in said] == [True, False, False]
    assert NOTHING_WORKS in said[2]


def test_a_program_that_cannot_be_started_is_tried_again(tmp_path: Path) -> None:
    wanted = replace(program(tmp_path), command=(str(tmp_path / "nothing"),))

    async def story() -> None:
        async with running(wanted, tmp_path) as state:
            assert await state.said_so("cannot start: No such file or directory")
            assert await state.said_so("keeps failing")

    asyncio.run(story())


def test_a_program_that_hangs_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "PROBE_EVERY", 0.05)
    monkeypatch.setattr(process, "PROBE_TIMEOUT", 0.2)
    monkeypatch.setattr(process, "SILENT_PROBES", 2)

    async def story() -> None:
        async with running(program(tmp_path), tmp_path) as state:
            await asyncio.wait_for(state.process.ready.wait(), 10)
            process._signal_group(_child(pids(tmp_path)[0]), signal.SIGSTOP)
            assert await state.said_so("no longer answers")
            assert await state.said_so("answers again after")

    asyncio.run(story())
    assert len(pids(tmp_path)) == 2


def test_a_program_that_ignores_the_request_to_stop_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "GRACE", 0.2)

    async def story() -> None:
        async with running(program(tmp_path, "deaf"), tmp_path) as state:
            await asyncio.wait_for(state.process.ready.wait(), 10)

    asyncio.run(story())
    assert not lives(pids(tmp_path)[0])


def test_a_second_request_does_not_wait(tmp_path: Path) -> None:
    async def story() -> float:
        async with running(program(tmp_path, "deaf"), tmp_path) as state:
            await asyncio.wait_for(state.process.ready.wait(), 10)
            state.task.cancel()
            await asyncio.sleep(0.1)
            started = time.monotonic()
            state.task.cancel()
            await asyncio.wait([state.task])
            return time.monotonic() - started

    assert asyncio.run(story()) < process.GRACE / 2
    assert not lives(pids(tmp_path)[0])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children that their parent died")
def test_nothing_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    wanted = program(tmp_path)
    supervisor = subprocess.Popen(
        [sys.executable, "-c", _KEEP_RUNNING, *wanted.command, str(wanted.port)], cwd=Path(__file__).parents[2]
    )
    assert wait_until(lambda: bool(pids(tmp_path)))
    child = pids(tmp_path)[0]
    supervisor.kill()
    supervisor.wait()
    assert wait_until(lambda: not lives(child))


_KEEP_RUNNING = """
import asyncio, os, sys
from pathlib import Path
from frontdesk.process import Process, Program
*command, port = sys.argv[1:]
wanted = Program("stand-in", tuple(command), dict(os.environ), Path("."), int(port), "/", "")
asyncio.run(Process(wanted, Path(command[3] + ".log"), lambda text: None).keep_running())
"""


class _child:
    def __init__(self, pid: int) -> None:
        self.pid = pid
