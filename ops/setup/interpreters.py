"""Finding a Python of the right version: on PATH, among pyenv's and uv's versions, else fetched by uv."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ops.setup.console import TOOLS, SetupError, run_step

FRONT_DESK = ("3.13", "3.12", "3.11")
ASSISTANT = ("3.10",)
FETCHED = TOOLS / "python"
_PROBE = "import sys, ensurepip; print('%d.%d' % sys.version_info[:2])"


def find(versions: Sequence[str]) -> str | None:
    """Path of an interpreter whose version is in `versions` ("3.11"): the running one, else the first in the list."""
    if version_of(sys.executable) in versions:
        return sys.executable
    for version in versions:
        for candidate in _candidates(version):
            if version_of(candidate) == version:
                return candidate
    return None


def version_of(python: str) -> str | None:
    """ "3.11", or None when it does not run (a pyenv shim of an unselected version) or cannot make environments."""
    try:
        result = subprocess.run(
            [python, "-E", "-c", _PROBE],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return result.stdout.strip() if result.returncode == 0 else None


def find_or_fetch(versions: Sequence[str], uv: str, needed_for: str, held: Sequence[int] = ()) -> str:
    """Like find, but lets uv download the first version when none is here. Raises SetupError."""
    found = find(versions)
    if found is not None:
        return found
    version = versions[0]
    try:
        run_step(
            f"Fetching Python {version} for {needed_for}",
            [uv, "python", "install", version],
            {"UV_PYTHON_INSTALL_DIR": str(FETCHED)},
            held,
        )
    except SetupError as error:
        raise SetupError(
            f"{needed_for[0].upper()}{needed_for[1:]} needs Python {' or '.join(reversed(versions))}, which is neither "
            f"on PATH nor among pyenv's versions and could not be downloaded; install it (for example `pyenv install "
            f"{version}`), then run the same command again."
        ) from error
    found = find(versions)
    if found is None:
        raise SetupError(f"The Python {version} that was downloaded for {needed_for} does not run on this machine.")
    return found


def _candidates(version: str) -> Iterator[str]:
    name = f"python{version}"
    for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
        path = shutil.which(name, path=folder)
        if path:
            yield path
    for pattern, base in _version_folders(version):
        for found in sorted(base.glob(pattern), reverse=True):
            yield str(found / "bin" / name)


def _version_folders(version: str) -> list[tuple[str, Path]]:
    home = Path.home()
    pyenv = [Path(os.environ["PYENV_ROOT"])] if os.environ.get("PYENV_ROOT") else []
    managed = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share") / "uv" / "python"
    return [(f"{version}.*", root / "versions") for root in [*pyenv, home / ".pyenv"]] + [
        (f"cpython-{version}*", managed),
        (f"cpython-{version}*", FETCHED),
    ]
