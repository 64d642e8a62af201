"""Stamps notice every change and trust nothing that was cut short."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ops.setup import stamps


def test_the_digest_follows_contents_and_names(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "a.yml"
    file.write_text("one")
    seen = [stamps.digest(tmp_path, ["data"])]
    file.write_text("two")
    seen.append(stamps.digest(tmp_path, ["data"]))
    file.rename(tmp_path / "data" / "b.yml")
    seen.append(stamps.digest(tmp_path, ["data"]))
    assert len(set(seen)) == 3


def test_compiled_python_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "code.py").write_text("")
    before = stamps.digest(tmp_path, ["."])
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "code.pyc").write_text("x")
    assert stamps.digest(tmp_path, ["."]) == before


@pytest.mark.parametrize("content", ["", "{", "[1]"])
def test_a_broken_stamp_is_no_stamp(content: str, tmp_path: Path) -> None:
    (tmp_path / "stamp").write_text(content)
    assert stamps.read(tmp_path / "stamp") == {}


def test_what_is_written_is_read(tmp_path: Path) -> None:
    stamps.write(tmp_path / "stamp", {"digest": "x"})
    assert stamps.read(tmp_path / "stamp") == {"digest": "x"}
    assert [file.name for file in tmp_path.iterdir()] == ["stamp"]


def test_a_file_that_was_cut_or_changed_is_not_intact(tmp_path: Path) -> None:
    file = tmp_path / "model"
    file.write_bytes(b"weights")
    recorded = stamps.fingerprint(file)
    assert stamps.is_intact(file, recorded)
    os.utime(file, (1, 1))
    assert stamps.is_intact(file, recorded), "only the time changed"
    file.write_bytes(b"weight")
    assert not stamps.is_intact(file, recorded)
    file.write_bytes(b"WEIGHTS")
    os.utime(file, (2, 2))
    assert not stamps.is_intact(file, recorded)
    file.unlink()
    assert not stamps.is_intact(file, recorded)
    assert not stamps.is_intact(file, None)
