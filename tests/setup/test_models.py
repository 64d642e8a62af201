"""Models are built once, again when their sources change, and again when a file was damaged."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from ops.setup import console, environments, models
from ops.setup.console import SetupError
from ops.setup.models import Model, ensure

# Stands in for the Python of the assistant's environment: `builder -m MODULE`.
BUILDER = """#!/bin/sh
echo "$2" >> {root}/builds
[ -e {root}/broken ] && echo "The data has no examples." && exit 1
mkdir -p "$MODELS_DIR/demo" && cat {root}/source > "$MODELS_DIR/demo/model.bin"
"""


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    python = tmp_path / "assistant" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(BUILDER.format(root=tmp_path))
    python.chmod(0o755)
    (tmp_path / "source").write_text("one")
    for module, name, value in (
        (console, "ROOT", tmp_path),
        (console, "TOOLS", tmp_path),
        (console, "LOG", tmp_path / "setup.log"),
        (models, "ROOT", tmp_path),
        (models, "MODELS", tmp_path / "models"),
        (environments, "ASSISTANT", replace(environments.ASSISTANT, folder=tmp_path / "assistant")),
    ):
        monkeypatch.setattr(module, name, value)
    return Model("demo", "the demo model", "assistant.demo", ("source",), ("demo/model.bin",))


def builds(root: Path) -> int:
    file = root / "builds"
    return len(file.read_text().splitlines()) if file.exists() else 0


def test_it_is_built_once(model: Model, tmp_path: Path) -> None:
    ensure(model)
    ensure(model)
    assert builds(tmp_path) == 1


def test_a_changed_source_builds_it_again(model: Model, tmp_path: Path) -> None:
    ensure(model)
    (tmp_path / "source").write_text("two")
    ensure(model)
    assert (tmp_path / "models" / "demo" / "model.bin").read_text() == "two"


def test_a_damaged_file_is_said_and_built_again(
    model: Model, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ensure(model)
    built = tmp_path / "models" / "demo" / "model.bin"
    os.truncate(built, 1)
    capsys.readouterr()
    ensure(model)
    assert built.read_text() == "one"
    assert "models/demo/model.bin is damaged or missing; the demo model is built again." in capsys.readouterr().err


def test_a_build_that_failed_is_tried_again_and_quotes_its_reason(model: Model, tmp_path: Path) -> None:
    (tmp_path / "broken").touch()
    with pytest.raises(SetupError, match=r"Building the demo model failed: The data has no examples\."):
        ensure(model)
    (tmp_path / "broken").unlink()
    ensure(model)
    assert builds(tmp_path) == 2
