"""`frontdesk run`: front desk, assistant and actions under one roof; the death of one never takes the others along."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
from pathlib import Path

from frontdesk.preflight import StartError, check_data_dir, check_ports, ports, prepare_database
from frontdesk.process import Process, Program
from frontdesk.settings import ROOT, Settings

PATIENCE = 120.0  # seconds after which the address is printed although something is not ready yet
DATABASE_RETRY = 15.0
HEAD_START = 5.0  # seconds at most
# What only the front desk needs to know stays out of the other two processes.
_FRONT_DESK_ONLY = ("DATA_KEY", "DATABASE_URL", "ALERT_CONTACTS")


def run(settings: Settings) -> None:
    """Check, prepare, start, and stay until a signal. Raises SettingError or StartError before anything starts."""
    check_ports(settings)
    check_data_dir(settings)
    say("Front Desk is starting.")
    trouble, login = _database(settings)
    if trouble:
        say(f"{trouble} The front desk starts without it: emergency help works, the rest waits for the database.")
    asyncio.run(supervise(programs(settings), settings, trouble, login))


def programs(settings: Settings) -> tuple[Program, ...]:
    """The three programs, the one that people depend on first."""
    token = settings.assistant_token or secrets.token_urlsafe(32)
    listening = ports(settings)
    addresses = {
        "ASSISTANT_PORT": str(listening["ASSISTANT_PORT"][1]),
        "ACTIONS_PORT": str(listening["ACTIONS_PORT"][1]),
        "ACTIONS_URL": settings.actions_url,
        "MODELS_DIR": str(settings.models_dir),
        "DATA_DIR": str(settings.data_dir),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "PYTHONUNBUFFERED": "1",
    }
    shared = {name: value for name, value in os.environ.items() if name not in _FRONT_DESK_ONLY} | addresses
    secret = {"ASSISTANT_TOKEN": token}
    python = str(ROOT / ".venv-assistant" / "bin" / "python")
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)
    return (
        Program(
            "front desk", (sys.executable, "-m", "frontdesk", "serve"), {**os.environ, **addresses, **secret}, ROOT,
            settings.port, "/health", "Nobody can reach the front desk.", host,
        ),
        Program(
            "assistant", (python, "-m", "assistant.serve"), {**shared, **secret}, ROOT,
            listening["ASSISTANT_PORT"][1], "/webhooks/frontdesk/",
            "Visitors still get help in an emergency, a person and the phone number, but no answers to questions. "
            "`make run` builds a damaged model again.",
        ),
        Program(
            "action server", (python, "-m", "assistant.actions_server"), shared, ROOT,
            listening["ACTIONS_PORT"][1], "/health",
            "Visitors still get help in an emergency and a person, but the pre-screening cannot go on.",
        ),
    )  # fmt: skip


async def supervise(
    wanted: tuple[Program, ...], settings: Settings, trouble: str, login: tuple[str, str] | None
) -> None:
    """Keep all programs running until SIGINT, SIGTERM or SIGHUP; a second signal skips the grace period.

    trouble: why the database could not be prepared, "" when it was; login: the first staff login, shown once
    """
    folder = settings.data_dir / "log"
    processes = [Process(program, _fresh_log(folder, program.name), say) for program in wanted]
    first, *others = processes
    running = [asyncio.create_task(first.keep_running())]
    running += [asyncio.create_task(_keep_running_after(first, process)) for process in others]
    helpers = [asyncio.create_task(_announce(processes, settings, login))]
    if trouble:
        helpers.append(asyncio.create_task(_prepare_later(settings)))

    def stop() -> None:
        for task in (*helpers, *running):
            task.cancel()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop)
    await asyncio.wait(running)
    await asyncio.gather(*helpers, return_exceptions=True)


async def _keep_running_after(first: Process, process: Process) -> None:
    """Leave the processor to the program that people in danger depend on until it is ready."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(first.settled.wait(), HEAD_START)
    await process.keep_running()


async def _announce(processes: list[Process], settings: Settings, login: tuple[str, str] | None) -> None:
    """Print where to go, once everything is ready, keeps failing, or patience ran out."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE):
            for process in processes:
                await process.settled.wait()
    for process in processes:
        if not process.ready.is_set():
            say(f"The {process.program.name} is not ready. {process.program.loss}")
    say(f"\nThe demo clinic's page: {settings.address}/\nThe staff console:      {settings.address}/staff")
    _show_login(login)
    say("Ctrl-C stops everything.")


def _database(settings: Settings) -> tuple[str, tuple[str, str] | None]:
    """Bring the database up to date: what is wrong with it ("" for nothing), and the first login if one was made."""
    from frontdesk.storage import StoreUnavailable

    try:
        return "", prepare_database(settings)
    except StoreUnavailable as error:
        return str(error), None


async def _prepare_later(settings: Settings) -> None:
    trouble = "unknown"
    while trouble:
        await asyncio.sleep(DATABASE_RETRY)
        try:
            trouble, login = await asyncio.to_thread(_database, settings)
        except StartError as error:
            say(str(error))
            return
    say("The database can be used now.")
    _show_login(login)


def _show_login(login: tuple[str, str] | None) -> None:
    if login is not None:
        say(f"First staff login, shown only this once: {login[0]} / {login[1]}")


def _fresh_log(folder: Path, name: str) -> Path:
    """This start's log; the one of the start before keeps its content as .log.1."""
    log = folder / f"{name.replace(' ', '-')}.log"
    with contextlib.suppress(FileNotFoundError):
        log.replace(log.with_suffix(".log.1"))
    return log


def say(text: str) -> None:
    """One line for the person at the terminal; a terminal that was closed is no reason to stop."""
    with contextlib.suppress(OSError):
        print(text, flush=True)
