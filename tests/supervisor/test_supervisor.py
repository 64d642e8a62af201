"""The whole supervisor as a process of its own: start, address, first login, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk.settings import Settings
from frontdesk.supervisor import programs

from .programs import free_port, lives, pids, wait_until

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("desk", "helper")
_SUPERVISE = """
import asyncio, sys
from pathlib import Path
from frontdesk.settings import Settings
from frontdesk.supervisor import supervise
from tests.supervisor.programs import program
folder, manners = Path(sys.argv[1]), sys.argv[2:]
(folder / "log").mkdir()
wanted = (program(folder, name="desk"), program(folder, *manners, name="helper"))
asyncio.run(supervise(wanted, Settings(port=18999, data_dir=folder), "", ("admin", "one-time-word")))
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for name in NAMES:
        for pid in filter(lives, pids(tmp_path, name)):
            os.kill(pid, signal.SIGKILL)


def start(folder: Path, *manners: str) -> tuple[subprocess.Popen[str], Path]:
    output = folder / "output"
    with output.open("w") as file:
        command = [sys.executable, "-c", _SUPERVISE, str(folder), *manners]
        return subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT, text=True), output


@pytest.mark.parametrize("request_to_stop", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything_quietly(folder: Path, request_to_stop: signal.Signals) -> None:
    supervisor, output = start(folder)
    assert wait_until(lambda: "Ctrl-C stops everything." in output.read_text())
    started = [pid for name in NAMES for pid in pids(folder, name)]
    assert len(started) == 2 and all(map(lives, started))
    before = output.read_text()
    supervisor.send_signal(request_to_stop)
    assert supervisor.wait(timeout=10) == 0
    assert not any(map(lives, started))
    assert output.read_text() == before


def test_it_prints_the_address_and_the_first_login_once(folder: Path) -> None:
    supervisor, output = start(folder)
    assert wait_until(lambda: "Ctrl-C stops everything." in output.read_text())
    supervisor.terminate()
    supervisor.wait(timeout=10)
    assert "http://127.0.0.1:18999/\n" in output.read_text()
    assert output.read_text().count("one-time-word") == 1
    assert "one-time-word" not in "".join(log.read_text() for log in (folder / "log").iterdir())


def test_the_death_of_one_leaves_the_other_alone(folder: Path) -> None:
    supervisor, output = start(folder)
    assert wait_until(lambda: "Ctrl-C stops everything." in output.read_text())
    os.kill(pids(folder, "helper")[0], signal.SIGKILL)
    assert wait_until(lambda: "answers again" in output.read_text())
    supervisor.terminate()
    supervisor.wait(timeout=10)
    assert len(pids(folder, "desk")) == 1
    assert len(pids(folder, "helper")) == 2


def test_a_second_signal_does_not_wait_for_a_deaf_program(folder: Path) -> None:
    supervisor, output = start(folder, "deaf")
    assert wait_until(lambda: "Ctrl-C stops everything." in output.read_text())
    supervisor.send_signal(signal.SIGINT)
    assert wait_until(lambda: not lives(pids(folder, "desk")[0]))
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(timeout=3) == 0
    assert not lives(pids(folder, "helper")[0])


def test_a_signal_while_things_are_starting_is_as_quiet(folder: Path) -> None:
    supervisor, output = start(folder, "dies")
    assert wait_until(lambda: bool(pids(folder, "helper")))
    supervisor.send_signal(signal.SIGINT)
    assert supervisor.wait(timeout=10) == 0
    assert "Traceback" not in output.read_text()
    assert not any(map(lives, pids(folder, "desk")))


def test_the_address_comes_even_when_a_program_keeps_failing(folder: Path) -> None:
    supervisor, output = start(folder, "dies")
    assert wait_until(lambda: "Ctrl-C stops everything." in output.read_text())
    assert "The helper is not ready. Nothing works." in output.read_text()
    supervisor.terminate()
    assert supervisor.wait(timeout=10) == 0


def test_secrets_of_the_front_desk_stay_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATA_KEY", "DATABASE_URL", "ALERT_CONTACTS"):
        monkeypatch.setenv(name, "secret")
    desk, assistant, actions = programs(Settings(port=free_port()))
    assert desk.environment["DATA_KEY"] == "secret"
    assert "secret" not in {*assistant.environment.values(), *actions.environment.values()}
    assert desk.environment["ASSISTANT_TOKEN"] == assistant.environment["ASSISTANT_TOKEN"]
    assert len(assistant.environment["ASSISTANT_TOKEN"]) >= 32
    assert "ASSISTANT_TOKEN" not in actions.environment


def test_all_three_hear_of_the_same_ports() -> None:
    for program in programs(Settings(port=18100, actions_port=18200)):
        assert program.environment["ASSISTANT_PORT"] == "18101"
        assert program.environment["ACTIONS_URL"] == "http://127.0.0.1:18200/webhook"
