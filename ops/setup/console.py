"""Progress on standard error, and the commands behind each step."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".tools"
LOG = TOOLS / "setup.log"
STILL_EVERY = 30.0  # seconds between signs of life where nobody watches a terminal

DISK_FULL = "The disk is full. Free about 6 GB, then run the same command again."
NO_NETWORK = (
    "The package index cannot be reached. Check the network connection (and proxy settings), then run the same "
    "command again."
)
BAD_HASH = (
    "A downloaded package does not have the hash that this project pins, so it was not installed. Run the command "
    "again; if it happens again, the package index serves changed files."
)
_KNOWN_FAILURES = (
    (re.compile(r"No space left on device|os error 28|Disk quota exceeded"), DISK_FULL),
    (re.compile(r"Hash mismatch|DO NOT MATCH THE HASHES"), BAD_HASH),
    (
        re.compile(
            r"dns error|error sending request|client error \(Connect\)|Failed to fetch|NewConnectionError"
            r"|from versions: none|Network is unreachable|Temporary failure in name resolution|ConnectTimeout"
        ),
        NO_NETWORK,
    ),
)


class SetupError(Exception):
    """Why set-up cannot go on, in one or two sentences for the person at the keyboard."""


def say(text: str) -> None:
    """One line of progress; standard output belongs to the command that set-up prepares."""
    print(text, file=sys.stderr, flush=True)


def run_step(
    title: str, command: Sequence[str], extra: Mapping[str, str] | None = None, held: Sequence[int] = ()
) -> None:
    """Run one long command and show its seconds. Raises SetupError with what went wrong.

    held: file descriptors that the command keeps open until it ends.
    """
    started = time.monotonic()
    TOOLS.mkdir(exist_ok=True)
    with LOG.open("ab") as log:
        log.write(f"\n== {title}\n".encode())
        log.flush()
        start = log.tell()
        process = subprocess.Popen(
            list(command), cwd=ROOT, env=_environment(extra), stdin=subprocess.DEVNULL,
            stdout=log, stderr=subprocess.STDOUT, pass_fds=tuple(held),
        )  # fmt: skip
        try:
            code = _wait(process, title, started)
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code:
        raise SetupError(explain(title, code, output_after(start)))
    _line(f"  {title}: {time.monotonic() - started:.0f} s", end="\n")


def output_after(start: int) -> str:
    with LOG.open("rb") as log:
        log.seek(start)
        return log.read().decode("utf-8", "replace")


def explain(title: str, code: int, output: str) -> str:
    """The sentence for a failed command: the known causes in plain words, else its own last line."""
    for pattern, sentence in _KNOWN_FAILURES:
        if pattern.search(output):
            return sentence
    if code < 0:
        return f"{title} was stopped by signal {-code} (9: perhaps too little memory). Run the same command again."
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    last = lines[-1] if lines else f"exit status {code}"
    return f"{title} failed: {last}\nThe whole output is in {LOG.relative_to(ROOT)}."


def _environment(extra: Mapping[str, str] | None) -> dict[str, str]:
    """The caller's environment without what would make one Python look into another one's packages."""
    unwanted = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    return {**{name: value for name, value in os.environ.items() if name not in unwanted}, **(extra or {})}


def _wait(process: subprocess.Popen[bytes], title: str, started: float) -> int:
    terminal = sys.stderr.isatty()
    if not terminal:
        say(f"  {title} ...")
    while True:
        if terminal:
            _line(f"  {title} ... {time.monotonic() - started:.0f} s", end="")
        try:
            return process.wait(timeout=1.0 if terminal else STILL_EVERY)
        except subprocess.TimeoutExpired:
            if not terminal:
                say(f"  {title} ... {time.monotonic() - started:.0f} s")


def _line(text: str, end: str) -> None:
    print(f"\r\033[K{text}" if sys.stderr.isatty() else text, file=sys.stderr, end=end, flush=True)
