"""What cannot work is said in a sentence before anything starts."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from frontdesk import preflight
from frontdesk.preflight import StartError, check_data_dir, check_ports
from frontdesk.settings import Settings

from .programs import free_port


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def three_free_ports() -> Settings:
    return Settings(port=free_port(), assistant_port=free_port(), actions_port=free_port())


def test_free_ports_are_fine() -> None:
    check_ports(three_free_ports())


@pytest.mark.parametrize("name", ["port", "assistant_port", "actions_port"])
def test_a_port_in_use_is_named_with_its_setting(name: str, taken: int) -> None:
    free = three_free_ports()
    values = {"port": free.port, "assistant_port": free.assistant_port, "actions_port": free.actions_port, name: taken}
    with pytest.raises(StartError, match=rf"Port {taken} is already in use.*set {name.upper()} to another port"):
        check_ports(Settings(**values))  # type: ignore[arg-type]


def test_ports_must_differ() -> None:
    with pytest.raises(StartError, match="three different ports"):
        check_ports(Settings(port=18000, actions_port=18000))


def test_ports_that_follow_the_last_one_are_refused() -> None:
    with pytest.raises(StartError, match="65535, 65536, 65537"):
        check_ports(Settings(port=65535))


def test_an_address_of_another_machine_is_refused() -> None:
    with pytest.raises(StartError, match=r"HOST is '192\.0\.2\.1'"):
        check_ports(Settings(host="192.0.2.1", port=free_port()))


def test_the_data_folder_is_made_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "data"
    check_data_dir(Settings(data_dir=folder))
    assert folder.stat().st_mode & 0o777 == 0o700
    assert list(folder.iterdir()) == [folder / "log"]


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StartError, match=r"file.* cannot be written \(.+\)\. Set DATA_DIR"):
        check_data_dir(Settings(data_dir=tmp_path / "file" / "data"))


def test_a_nearly_full_disk_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight, "LEAST_FREE", 10**18)
    with pytest.raises(StartError, match=r"is full: \d+ MB are free.*DATA_DIR"):
        check_data_dir(Settings(data_dir=tmp_path))
