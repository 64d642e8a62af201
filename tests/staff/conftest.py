"""One console for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from clinic.content import load_topics
from frontdesk.settings import ROOT

from .desk import Desk, running_desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with running_desk(tmp_path / "var") as running:
        yield running


@pytest.fixture
def folder(desk: Desk, tmp_path: Path) -> Path:
    """The console works on a copy of the topics."""
    copy = tmp_path / "faq"
    shutil.copytree(ROOT / "data" / "faq", copy)
    desk.app.ctx.topics, desk.app.ctx.topics_folder = load_topics(copy), copy
    return copy
