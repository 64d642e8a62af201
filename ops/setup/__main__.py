"""`python3 -m ops.setup frontdesk assistant models`: make what is missing, in order; nothing when nothing is."""

from __future__ import annotations

import argparse
import errno
import fcntl
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

from ops.setup import environments, models
from ops.setup.console import DISK_FULL, ROOT, TOOLS, SetupError, say

Held = Sequence[int]


def _models(*wanted: models.Model) -> Callable[[Held], None]:
    def build(held: Held) -> None:
        environments.ensure(environments.ASSISTANT, "assistant.txt", held)
        for model in wanted:
            models.ensure(model, held)

    return build


PARTS: dict[str, Callable[[Held], None]] = {
    "uv": lambda held: print(environments.ensure_uv(held)),
    "frontdesk": lambda held: environments.ensure(environments.FRONT_DESK, "frontdesk.txt", held),
    "dev": lambda held: environments.ensure(environments.FRONT_DESK, "dev.txt", held),
    "assistant": lambda held: environments.ensure(environments.ASSISTANT, "assistant.txt", held),
    "screen": _models(models.CRISIS),
    "models": _models(*models.ALL),
}


@contextmanager
def only_one() -> Iterator[int]:
    """One set-up at a time. The commands it runs hold the lock too, so what a killed set-up left running is awaited."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Another set-up is running in this folder; waiting for it.")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield lock.fileno()


def set_up(parts: Sequence[str]) -> None:
    """Make every part. Raises SetupError or OSError."""
    started = time.monotonic()
    with only_one() as lock:
        for part in parts:
            PARTS[part]((lock,))
    seconds = time.monotonic() - started
    if seconds > 2:
        say(f"Set-up finished in {seconds:.0f} s.")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m ops.setup", description=__doc__)
    parser.add_argument("parts", nargs="+", choices=sorted(PARTS), metavar="part", help=", ".join(sorted(PARTS)))
    parts = parser.parse_args(arguments).parts
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        set_up(parts)
    except SetupError as error:
        say(f"\nSet-up stopped. {error}")
        return 1
    except OSError as error:
        say(f"\nSet-up stopped. {_explain(error)}")
        return 1
    except KeyboardInterrupt:
        say("\nSet-up was interrupted; the same command goes on where it stopped.")
        return 130
    return 0


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _explain(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DISK_FULL
    return f"{error.strerror or error}: {error.filename or ROOT}"


if __name__ == "__main__":
    sys.exit(main())
