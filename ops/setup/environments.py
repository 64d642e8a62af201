"""The three Python environments: uv itself (.tools/uv), the front desk's (.venv) and the assistant's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.setup import interpreters, stamps
from ops.setup.console import ROOT, TOOLS, SetupError, run_step

REQUIREMENTS = ROOT / "requirements"
UV_FOLDER = TOOLS / "uv"
UV = UV_FOLDER / "bin" / "uv"
STAMP = "frontdesk-stamp.json"  # inside each environment: it goes when the environment goes
# The paths are found from the launcher itself, so a checkout that was moved still works from any folder.
LAUNCHER = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
PYTHONPATH="$(dirname "$(dirname "$here")")" exec "$here/python" -P -m frontdesk "$@"
"""


@dataclass(frozen=True)
class Environment:
    """One environment. levels: requirement files from least to most; each holds all of the one before it."""

    folder: Path
    title: str
    versions: tuple[str, ...]
    levels: tuple[str, ...]
    gigabytes: float

    @property
    def python(self) -> Path:
        return self.folder / "bin" / "python"


FRONT_DESK = Environment(ROOT / ".venv", "the front desk", interpreters.FRONT_DESK, ("frontdesk.txt", "dev.txt"), 1.5)
ASSISTANT = Environment(ROOT / ".venv-assistant", "the assistant", interpreters.ASSISTANT, ("assistant.txt",), 4.0)


def ensure_uv(held: Sequence[int] = ()) -> str:
    """Path of the pinned uv, installed into .tools/uv when needed."""
    wanted = stamps.digest(REQUIREMENTS, ["bootstrap.txt"])
    stamp = UV_FOLDER / STAMP
    if stamps.read(stamp).get("digest") == wanted and UV.exists():
        return str(UV)
    stamps.remove(stamp)
    python = _python_with_pip()
    run_step("Preparing the installer", [python, "-m", "venv", "--clear", str(UV_FOLDER)], held=held)
    pip = [str(UV_FOLDER / "bin" / "python"), "-m", "pip"]
    options = ["--disable-pip-version-check", "--require-hashes", "--no-deps", "--only-binary", ":all:"]
    run_step("Installing uv", [*pip, "install", *options, "-r", str(REQUIREMENTS / "bootstrap.txt")], held=held)
    stamps.write(stamp, {"digest": wanted})
    return str(UV)


def ensure(environment: Environment, level: str, held: Sequence[int] = ()) -> None:
    """Make the environment hold the packages of `level` or more, exactly as pinned; nothing when it does."""
    stamp = environment.folder / STAMP
    recorded = stamps.read(stamp)
    level = _level(environment, level, recorded)
    wanted = stamps.digest(REQUIREMENTS, [level, "build.txt"])
    if recorded.get("digest") == wanted and environment.python.exists():
        return
    uv = ensure_uv(held)
    _check_disk(environment)
    if not recorded or not environment.python.exists():  # new, or interrupted half-way: start over, the cache is warm
        python = interpreters.find_or_fetch(environment.versions, uv, environment.title, held)
        make = [uv, "venv", "--clear", "--no-project", "--quiet", "--python", python, str(environment.folder)]
        run_step(f"Making the environment of {environment.title}", make, held=held)
    stamps.remove(stamp)
    _install(environment, level, uv, held)
    stamps.write(stamp, {"level": level, "digest": wanted})


def _install(environment: Environment, level: str, uv: str, held: Sequence[int]) -> None:
    sync = [uv, "pip", "sync", "--python", str(environment.python), "--require-hashes"]
    constraints = ["--build-constraints", str(REQUIREMENTS / "build.txt")]
    title = f"Installing the packages of {environment.title}"
    run_step(title, [*sync, *constraints, str(REQUIREMENTS / level)], _index_settings(), held)
    if environment is FRONT_DESK:
        launcher = environment.folder / "bin" / "frontdesk"
        launcher.write_text(LAUNCHER, "utf-8")
        launcher.chmod(0o755)


def _level(environment: Environment, level: str, recorded: dict[str, object]) -> str:
    """Never take packages away that an earlier call asked for."""
    levels = environment.levels
    installed = recorded.get("level")
    return max(level, installed, key=levels.index) if installed in levels else level


def _python_with_pip() -> str:
    if interpreters.version_of(sys.executable) is not None:
        return sys.executable
    found = interpreters.find((*interpreters.FRONT_DESK, *interpreters.ASSISTANT))
    if found is None:
        raise SetupError(
            "This Python cannot make environments (its module ensurepip is missing); install it, for example with "
            "`apt install python3-venv`, then run the same command again."
        )
    return found


def _check_disk(environment: Environment) -> None:
    free = shutil.disk_usage(ROOT).free / 1e9
    if not environment.folder.exists() and free < environment.gigabytes:
        raise SetupError(
            f"The packages of {environment.title} need about {environment.gigabytes:g} GB and only {free:.1f} GB are "
            "free on this disk. Free some space, then run the same command again."
        )


def _index_settings() -> dict[str, str]:
    """pip's index and certificate for uv, which reads none of pip's configuration; uv's own variables win."""
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    pip = [str(UV_FOLDER / "bin" / "python"), "-m", "pip", "config", "list"]
    listed = subprocess.run(pip, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False).stdout
    settings = {}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        name = names.get(key.rpartition(".")[2])
        if name and not _set_by_user(name):
            settings[name] = value.strip("'\"")
    return settings


def _set_by_user(name: str) -> bool:
    others = {"UV_DEFAULT_INDEX": ("UV_INDEX_URL", "UV_INDEX")}
    return any(os.environ.get(each) for each in (name, *others.get(name, ())))
