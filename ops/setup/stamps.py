"""Stamps: what was built from what, so that the next call knows in milliseconds that nothing is to be done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

IGNORED = {"__pycache__", ".DS_Store"}


def digest(root: Path, names: Iterable[str]) -> str:
    """SHA-256 over the names and contents of all files at or under root/name; what is missing adds nothing."""
    total = hashlib.sha256()
    for path in sorted(_files(root / name for name in names)):
        total.update(f"{path.relative_to(root).as_posix()}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def read(stamp: Path) -> dict[str, object]:
    """The stamp's content; empty when there is none or it cannot be read."""
    try:
        content = json.loads(stamp.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def write(stamp: Path, content: dict[str, object]) -> None:
    """Replace the stamp in one step: it is either whole or not there."""
    part = stamp.with_suffix(".part")
    part.write_text(json.dumps(content, indent=1), "utf-8")
    part.replace(stamp)


def remove(stamp: Path) -> None:
    stamp.unlink(missing_ok=True)


def fingerprint(path: Path) -> dict[str, object]:
    """Size, time and SHA-256 of a built file."""
    status = path.stat()
    return {"size": status.st_size, "time": status.st_mtime_ns, "sha256": _sha256(path)}


def is_intact(path: Path, recorded: object) -> bool:
    """Is the file what it was when it was built? Reads it only when its size or time changed."""
    if not isinstance(recorded, dict) or not path.is_file():
        return False
    status = path.stat()
    if status.st_size != recorded.get("size"):
        return False
    return status.st_mtime_ns == recorded.get("time") or _sha256(path) == recorded.get("sha256")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        total = hashlib.sha256()
        for block in iter(lambda: file.read(1 << 20), b""):
            total.update(block)
    return total.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file() and not IGNORED.intersection(file.parts))
