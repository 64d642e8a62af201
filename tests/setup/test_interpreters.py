"""A Python counts as found only when it runs and is the version it claims to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from ops.setup import interpreters
from ops.setup.console import SetupError


@pytest.fixture(autouse=True)
def bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}:/usr/bin:/bin")
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(interpreters, "FETCHED", tmp_path / "fetched")


def fake(path: Path, version: str, status: int = 0) -> str:
    """A script that answers like a Python of that version."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {version}\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


def test_the_running_python_is_taken_when_it_fits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    running = fake(tmp_path / "python3", "9.8")
    monkeypatch.setattr(interpreters.sys, "executable", running)
    assert interpreters.find(["9.9", "9.8"]) == running


def test_a_shim_that_does_not_run_is_passed_over(tmp_path: Path) -> None:
    fake(tmp_path / "path" / "python9.9", "", status=127)
    real = fake(tmp_path / "home" / ".pyenv" / "versions" / "9.9.4" / "bin" / "python9.9", "9.9")
    assert interpreters.find(["9.9"]) == real


def test_pyenv_root_is_searched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    real = fake(tmp_path / "pyenv" / "versions" / "9.9.10" / "bin" / "python9.9", "9.9")
    assert interpreters.find(["9.9"]) == real


def test_a_name_is_not_believed(tmp_path: Path) -> None:
    fake(tmp_path / "path" / "python9.9", "9.7")
    assert interpreters.find(["9.9"]) is None


def test_uv_fetches_what_is_missing(tmp_path: Path) -> None:
    target = tmp_path / "fetched" / "cpython-9.9.1-linux" / "bin" / "python9.9"
    uv = fake(tmp_path / "uv", "")
    Path(uv).write_text(
        f'#!/bin/sh\nmkdir -p {target.parent}\nprintf "#!/bin/sh\\necho 9.9\\n" > {target}\nchmod +x {target}\n'
    )
    assert interpreters.find_or_fetch(["9.9"], uv, "the assistant") == str(target)


def test_without_any_the_sentence_says_what_to_do(tmp_path: Path) -> None:
    uv = fake(tmp_path / "uv", "error", status=1)
    with pytest.raises(SetupError, match=r"The assistant needs Python 9\.9, .*install it .*pyenv install 9\.9"):
        interpreters.find_or_fetch(["9.9"], uv, "the assistant")
