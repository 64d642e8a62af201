"""`python3 -m ops.setup` ends with a sentence, never with a stack trace."""

from __future__ import annotations

import errno
import fcntl
import subprocess
import sys
from pathlib import Path

import pytest

from ops.setup import __main__ as setup
from ops.setup.console import ROOT, SetupError


@pytest.fixture(autouse=True)
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "TOOLS", tmp_path)
    monkeypatch.setattr(setup.signal, "signal", lambda *_: None)


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (SetupError("No Python."), 1, "Set-up stopped. No Python."),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "Set-up stopped. The disk is full."),
        (PermissionError(errno.EACCES, "Permission denied", "/data"), 1, "Set-up stopped. Permission denied: /data"),
        (KeyboardInterrupt(), 130, "Set-up was interrupted"),
    ],
)
def test_failures_are_sentences(
    error: BaseException,
    status: int,
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(_held: object) -> None:
        raise error

    monkeypatch.setitem(setup.PARTS, "dev", fail)
    assert setup.main(["dev"]) == status
    captured = capsys.readouterr()
    assert captured.err.strip().startswith(sentence)
    assert "Traceback" not in captured.err + captured.out


def test_parts_are_made_in_the_order_given(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    for name in ("dev", "models"):
        monkeypatch.setitem(setup.PARTS, name, lambda _held, name=name: made.append(name))
    assert setup.main(["models", "dev"]) == 0
    assert made == ["models", "dev"]


def test_a_command_left_running_keeps_the_next_set_up_waiting(tmp_path: Path) -> None:
    with setup.only_one() as lock:
        left = subprocess.Popen(["sleep", "30"], pass_fds=(lock,))
    with (tmp_path / "lock").open() as other:
        with pytest.raises(BlockingIOError):
            fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)
        left.kill()
        left.wait()
        fcntl.flock(other, fcntl.LOCK_EX | fcntl.LOCK_NB)


def test_set_up_needs_nothing_but_the_standard_library() -> None:
    code = "import sys, ops.setup.__main__ as m; print(*{n.partition('.')[0] for n in sys.modules})"
    imported = set(subprocess.check_output([sys.executable, "-S", "-c", code], cwd=ROOT, text=True).split())
    assert imported - set(sys.stdlib_module_names) <= {"__main__", "ops"}
