"""One supervised process: started, probed, restarted with back-off, and never left behind."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

FIRST_DELAY, LONGEST_DELAY = 0.5, 30.0  # seconds before a restart
STEADY_AFTER = 60.0  # seconds of answering after which earlier failures are forgotten
KEEPS_FAILING = 3  # failures in a row after which people are told what is lost
PROBE_EVERY, PROBE_TIMEOUT = 10.0, 5.0
SILENT_PROBES = 6  # unanswered in a row: the process hangs and is started again
GRACE = 5.0  # seconds between asking a process to stop and killing it
_SET_PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of <linux/prctl.h>


@dataclass(frozen=True)
class Program:
    """What to run and how to see that it works.

    port, path: a GET there answers 200 on the loopback interface or `host` once the program is ready
    loss: a sentence on what people notice while it is down
    """

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    folder: Path
    port: int
    path: str
    loss: str
    host: str = "127.0.0.1"


class Process:
    """Keeps one program running until its task is cancelled; a second cancellation skips the grace period."""

    def __init__(self, program: Program, log: Path, say: Callable[[str], None], delay: float = FIRST_DELAY) -> None:
        self.program = program
        self.ready = asyncio.Event()
        self.settled = asyncio.Event()  # it was ready once, or it keeps failing
        self._log = log
        self._say = say
        self._first_delay = delay
        self._failures = 0
        self._ready_since = 0.0

    async def keep_running(self) -> None:
        while True:
            reason = await self._run_once()
            if self.ready.is_set() and time.monotonic() - self._ready_since > STEADY_AFTER:
                self._failures = 0
            self.ready.clear()
            delay = backoff(self._failures, self._first_delay)
            self._failures += 1
            self._report(reason, delay)
            await asyncio.sleep(delay)

    def _report(self, reason: str, delay: float) -> None:
        name, log = self.program.name, self._log
        if self._failures < KEEPS_FAILING:
            self._say(f"The {name} {reason} (see {log}); starting it again in {delay:g} s.")
        elif self._failures == KEEPS_FAILING:
            self.settled.set()
            self._say(f"The {name} keeps failing: it {reason} (see {log}). {self.program.loss} It is tried again.")

    async def _run_once(self) -> str:
        """Run the program until it ends; says how it ended."""
        try:
            child = await self._start()
        except OSError as error:
            return f"cannot start: {error.strerror or error}"
        watch = asyncio.create_task(self._watch(child))
        try:
            code = await child.wait()
        except asyncio.CancelledError:
            await _stop(child)
            raise
        finally:
            watch.cancel()
            _signal_group(child, signal.SIGKILL)
        return f"was stopped by {_signal_name(-code)}" if code < 0 else f"ended with exit status {code}"

    async def _start(self) -> asyncio.subprocess.Process:
        with _appending(self._log) as log:
            return await asyncio.create_subprocess_exec(
                *self.program.command,
                cwd=self.program.folder,
                env=dict(self.program.environment),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_die_with(os.getpid()),
            )

    async def _watch(self, child: asyncio.subprocess.Process) -> None:
        """Report readiness, then kill the program when it stops answering."""
        started = time.monotonic()
        program = self.program
        while not await answers(program.host, program.port, program.path):
            await asyncio.sleep(0.1)
        self._ready_since = time.monotonic()
        self.ready.set()
        self.settled.set()
        again = "answers again" if self._failures else "ready"
        self._say(f"  {program.name:<13} {again} after {self._ready_since - started:.1f} s")
        silent = 0
        while silent < SILENT_PROBES:
            await asyncio.sleep(PROBE_EVERY)
            silent = 0 if await answers(program.host, program.port, program.path) else silent + 1
        self._say(f"The {program.name} no longer answers.")
        _signal_group(child, signal.SIGKILL)


def backoff(failures: int, first: float = FIRST_DELAY) -> float:
    """Seconds before the next start after so many failures."""
    return min(LONGEST_DELAY, first * 2.0 ** min(failures, 16))


async def answers(host: str, port: int, path: str) -> bool:
    """Does a GET answer 200 within the time limit?"""
    try:
        async with asyncio.timeout(PROBE_TIMEOUT):
            reader, writer = await asyncio.open_connection(host, port)
            try:
                writer.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                return b" 200 " in await reader.readline()
            finally:
                writer.close()
    except (OSError, TimeoutError, ValueError):
        return False


async def _stop(child: asyncio.subprocess.Process) -> None:
    _signal_group(child, signal.SIGTERM)
    with contextlib.suppress(TimeoutError, asyncio.CancelledError):
        await asyncio.wait_for(child.wait(), GRACE)
    _signal_group(child, signal.SIGKILL)
    await child.wait()


def _signal_group(child: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """The program and whatever it started: each program leads a process group of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def _die_with(parent: int) -> Callable[[], None] | None:
    """Run in the child before the program: the kernel ends it when the supervisor dies without having stopped it."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def pact() -> None:
        prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
        if os.getppid() != parent:  # the supervisor died in between
            os._exit(1)

    return pact


def _appending(log: Path) -> BinaryIO:
    """The log, readable by its owner only."""
    return os.fdopen(os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600), "ab")
