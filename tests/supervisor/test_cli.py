"""The command `frontdesk` fails with a sentence and the right exit status."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from frontdesk.cli import main
from frontdesk.settings import read_settings
from frontdesk.storage import Turn, open_store

from .programs import free_port


def test_a_wrong_setting_is_one_line_and_status_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "many")
    assert main(["run"]) == 2
    assert capsys.readouterr().err == "PORT must be a port from 1 to 65535; it is 'many'.\n"


def test_a_port_in_use_is_one_line_and_status_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        monkeypatch.setenv("DATA_DIR", str(tmp_path))
        assert main(["run"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == (
        f"Port {port} is already in use. Stop the program that uses it, or set PORT to another port.\n"
    )


def test_staff_are_added_once_with_a_one_time_password(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert main(["migrate"]) == 0
    assert main(["migrate"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "The database was brought up to date.",
        "The database is up to date.",
    ]
    assert main(["staff", "add", "front.office", "--name", "Front Office"]) == 0
    assert capsys.readouterr().out.startswith("One-time password of front.office: ")
    assert main(["staff", "add", "front.office", "--name", "Front Office"]) == 1
    assert "front.office" in capsys.readouterr().err
    assert main(["staff", "list"]) == 0
    assert capsys.readouterr().out == "front.office\tFront Office\n"


def test_a_database_that_was_never_migrated_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert main(["staff", "list"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_nothing_heavy_is_imported_before_a_command_needs_it() -> None:
    code = "import sys, frontdesk.cli; print(*{name.partition('.')[0] for name in sys.modules})"
    modules = set(subprocess.check_output([sys.executable, "-c", code], text=True).split())
    assert not modules & {"sqlalchemy", "sanic", "numpy", "onnxruntime", "spacy", "asyncio"}


@pytest.mark.parametrize("port", ["0", "65536"])
def test_a_port_out_of_range_is_refused(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", port)
    monkeypatch.setenv("ASSISTANT_PORT", str(free_port()))
    assert main(["migrate"]) == 2


def test_the_screen_prints_one_line_for_each_line_and_nothing_else() -> None:
    lines = b'{"id": 1, "text": "I want to kill myself"}\nnot JSON \xff\n{"id": 3, "text": "How long is a session?"}\n'
    output = subprocess.check_output([sys.executable, "-m", "frontdesk", "screen"], input=lines)
    first, second, third = map(json.loads, output.splitlines())
    assert (first["id"], second["id"], third["id"]) == (1, None, 3)
    assert first["tier"] == "crisis"
    assert "error" in second
    assert third["tier"] == "none"


def stored_visit(
    monkeypatch: pytest.MonkeyPatch, folder: Path, act: Callable[[Turn], object] = lambda _turn: None
) -> str:
    """The reference of a stored conversation in which somebody said hello, and `act` happened."""
    monkeypatch.setenv("DATA_DIR", str(folder))
    assert main(["migrate"]) == 0
    with closing(open_store(read_settings())) as store, store.turn("visit") as turn:
        turn.append("visitor", {"text": "hello"})
        act(turn)
        return turn.conversation.reference


def test_a_conversation_is_forgotten_by_its_reference(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    reference = stored_visit(monkeypatch, tmp_path)
    assert main(["forget", "FD-0000-0000"]) == 1
    assert main(["forget", reference.lower()]) == 0
    assert f"Everything of {reference} is deleted." in capsys.readouterr().out
    with closing(open_store(read_settings())) as store:
        assert store.conversation("visit") is None


def test_a_conversation_in_danger_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    reference = stored_visit(monkeypatch, tmp_path, lambda turn: turn.raise_alert("crisis", "plan"))
    assert main(["forget", reference]) == 1
    assert "settle the alert" in capsys.readouterr().err
