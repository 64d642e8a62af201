"""What is checked and prepared before anything starts; each failure is one sentence."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import tempfile

from frontdesk.settings import Settings

LEAST_FREE = 200_000_000  # bytes


class StartError(Exception):
    """Why the product cannot start and what to do about it."""


def ports(settings: Settings) -> dict[str, tuple[str, int]]:
    """Setting -> (address, port) of the three processes."""
    return {
        "PORT": (settings.host, settings.port),
        "ASSISTANT_PORT": ("127.0.0.1", settings.assistant_port or settings.port + 1),
        "ACTIONS_PORT": ("127.0.0.1", settings.actions_port or settings.port + 2),
    }


def check_ports(settings: Settings) -> None:
    """Raises StartError naming the port that cannot be used and the setting that changes it."""
    wanted = ports(settings)
    numbers = [port for _, port in wanted.values()]
    if len(set(numbers)) < len(numbers) or max(numbers) > 65535:
        raise StartError(
            f"PORT, ASSISTANT_PORT and ACTIONS_PORT must be three different ports below 65536; they are "
            f"{', '.join(map(str, numbers))} (without a setting, the last two follow PORT)."
        )
    for setting, (host, port) in wanted.items():
        _check_port(setting, host, port)


def _check_port(setting: str, host: str, port: int) -> None:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        raise StartError(_port_trouble(setting, host, port, error)) from None


def _port_trouble(setting: str, host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is already in use. Stop the program that uses it, or set {setting} to another port."
    if error.errno == errno.EACCES:
        return f"Port {port} needs administrator rights. Set {setting} to a port above 1023."
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return f"HOST is {host!r}, which is not an address of this machine."
    return f"Port {port} ({setting}) on {host} cannot be used: {error.strerror}."


def check_data_dir(settings: Settings) -> None:
    """Make the data folder. Raises StartError when it cannot be written or the disk is nearly full."""
    folder = settings.data_dir
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "log").mkdir(mode=0o700, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(b"\0" * 65536)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StartError(_disk_full(folder, 0)) from None
        raise StartError(
            f"The data folder {folder} cannot be written ({error.strerror}). Set DATA_DIR to another folder."
        ) from None
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        raise StartError(_disk_full(folder, free))


def _disk_full(folder: os.PathLike[str], free: int) -> str:
    return (
        f"The disk of the data folder {folder} is full: {free / 1e6:.0f} MB are free, at least "
        f"{LEAST_FREE / 1e6:.0f} MB are needed. Free some space, or set DATA_DIR to a folder on another disk."
    )


def prepare_database(settings: Settings) -> tuple[str, str] | None:
    """Bring the database up to date; the first login (username, one-time password) when there are no accounts yet.

    Raises StoreUnavailable when the database cannot be used now, StartError when it never will be like this.
    """
    from frontdesk.storage import WrongKey, open_store

    try:
        store = open_store(settings)
        try:
            if not store.schema_is_current():
                store.migrate()
            store.check_key()
            if store.has_staff():
                return None
            from frontdesk.staff.accounts import create_first_login  # brings the web framework, needed only once

            return create_first_login(store)
        finally:
            store.close()
    except WrongKey:
        raise StartError(
            "The data was encrypted with another key. Set DATA_KEY to the right key (or put the key file back into "
            f"{settings.data_dir})."
        ) from None
    except OSError as error:
        raise StartError(f"The data folder {settings.data_dir} cannot be used: {error.strerror or error}.") from None
