"""Environments are made once, brought up to date in place, and made anew after an interruption."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ops.setup import console, environments
from ops.setup.console import SetupError
from ops.setup.environments import STAMP, Environment, ensure

FAKE_UV = """#!/bin/sh
echo "$@" >> {folder}/calls
[ -e {folder}/broken ] && [ "$1" = pip ] && exit 1
for last; do :; done
if [ "$1" = venv ]; then rm -rf "$last"; mkdir -p "$last/bin"; touch "$last/bin/python"; fi
"""


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    uv = tmp_path / "uv"
    uv.write_text(FAKE_UV.format(folder=tmp_path))
    uv.chmod(0o755)
    requirements = tmp_path / "requirements"
    requirements.mkdir()
    for name in ("frontdesk.txt", "dev.txt", "build.txt"):
        (requirements / name).write_text(name)
    monkeypatch.setattr(environments, "REQUIREMENTS", requirements)
    monkeypatch.setattr(environments, "ensure_uv", lambda held: str(uv))
    monkeypatch.setattr(environments, "_index_settings", dict)
    monkeypatch.setattr(console, "ROOT", tmp_path)
    monkeypatch.setattr(console, "TOOLS", tmp_path)
    monkeypatch.setattr(console, "LOG", tmp_path / "setup.log")
    running = f"{sys.version_info.major}.{sys.version_info.minor}"
    return replace(environments.FRONT_DESK, folder=tmp_path / ".venv", versions=(running,))


def calls(environment: Environment) -> list[str]:
    """First words of what uv was asked since the last look."""
    file = environment.folder.parent / "calls"
    lines = file.read_text().splitlines() if file.exists() else []
    file.unlink(missing_ok=True)
    return [" ".join(line.split()[: 1 if line.startswith("venv") else 2]) for line in lines]


def test_the_second_call_does_nothing(environment: Environment) -> None:
    ensure(environment, "frontdesk.txt")
    assert calls(environment) == ["venv", "pip sync"]
    ensure(environment, "frontdesk.txt")
    assert calls(environment) == []


def test_packages_are_only_taken_with_their_hashes(environment: Environment) -> None:
    ensure(environment, "frontdesk.txt")
    sync = (environment.folder.parent / "calls").read_text().splitlines()[-1]
    assert "--require-hashes" in sync
    assert sync.endswith("requirements/frontdesk.txt")


def test_changed_requirements_are_installed_into_the_same_environment(environment: Environment) -> None:
    ensure(environment, "frontdesk.txt")
    (environments.REQUIREMENTS / "frontdesk.txt").write_text("newer")
    calls(environment)
    ensure(environment, "frontdesk.txt")
    assert calls(environment) == ["pip sync"]


def test_an_interrupted_installation_starts_over(environment: Environment) -> None:
    broken = environment.folder.parent / "broken"
    broken.touch()
    with pytest.raises(SetupError):
        ensure(environment, "frontdesk.txt")
    assert not (environment.folder / STAMP).exists()
    broken.unlink()
    calls(environment)
    ensure(environment, "frontdesk.txt")
    assert calls(environment) == ["venv", "pip sync"]


def test_a_python_that_went_away_is_replaced(environment: Environment) -> None:
    ensure(environment, "frontdesk.txt")
    environment.python.unlink()
    environment.python.symlink_to("/nowhere/python")
    calls(environment)
    ensure(environment, "frontdesk.txt")
    assert calls(environment) == ["venv", "pip sync"]


def test_running_after_testing_takes_nothing_away(environment: Environment) -> None:
    ensure(environment, "dev.txt")
    calls(environment)
    ensure(environment, "frontdesk.txt")
    assert calls(environment) == []
    (environments.REQUIREMENTS / "dev.txt").write_text("newer")
    ensure(environment, "frontdesk.txt")
    assert "dev.txt" in (environment.folder.parent / "calls").read_text()


def test_too_little_space_is_said_before_the_download(environment: Environment) -> None:
    with pytest.raises(SetupError, match=r"need about 1e\+09 GB and only .* GB are free"):
        ensure(replace(environment, gigabytes=1e9), "frontdesk.txt")
    assert calls(environment) == []


def test_the_launcher_works_from_any_folder_and_through_links(tmp_path: Path) -> None:
    checkout = tmp_path / "my clinic"
    binaries = checkout / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    (checkout / "frontdesk").mkdir()
    (checkout / "frontdesk" / "__main__.py").write_text("import sys; print(*sys.argv[1:])")
    (binaries / "frontdesk").write_text(environments.LAUNCHER)
    (binaries / "frontdesk").chmod(0o755)
    (tmp_path / "link").symlink_to(binaries / "frontdesk")
    for command in (binaries / "frontdesk", tmp_path / "link"):
        output = subprocess.check_output([str(command), "staff", "front office"], cwd="/", text=True)
        assert output == "staff front office\n"
