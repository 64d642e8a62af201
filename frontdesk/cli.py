"""The command `frontdesk`. Each command imports only what it needs, so that each starts fast."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from frontdesk.preflight import StartError
from frontdesk.settings import ROOT, SettingError, Settings, read_settings

if TYPE_CHECKING:
    from frontdesk.storage import Store


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 1 could not be done, 2 wrong command or setting; a failure is a sentence."""
    options = _parser().parse_args(arguments)
    try:
        options.command(options, read_settings())
    except SettingError as error:
        return _fail(error, 2)
    except StartError as error:
        return _fail(error, 1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or the flush at exit fails once more
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="frontdesk", description="The conversational front desk of a clinic.")
    commands = parser.add_subparsers(required=True, metavar="command")
    for name, command, purpose in (
        ("run", _run, "start front desk, assistant and actions, and keep them running"),
        ("serve", _serve, "the front desk alone"),
        ("screen", _screen, "crisis screen: JSON lines on standard input, verdicts on standard output"),
        ("migrate", _migrate, "bring the database up to date"),
    ):
        commands.add_parser(name, help=purpose, description=purpose).set_defaults(command=command)
    forget = commands.add_parser("forget", help="delete everything of one conversation, as a visitor may ask")
    forget.add_argument("reference", help="such as FD-7K3M-92QX")
    forget.set_defaults(command=_forget)
    staff = commands.add_parser("staff", help="staff accounts").add_subparsers(required=True, metavar="command")
    add = staff.add_parser("add", help="add a staff member and print the one-time password")
    add.add_argument("username")
    add.add_argument("--name", required=True, help="shown to colleagues; its first word is shown to visitors")
    add.set_defaults(command=_add_staff)
    staff.add_parser("list", help="usernames and names").set_defaults(command=_list_staff)
    return parser


def _run(_options: argparse.Namespace, settings: Settings) -> None:
    from frontdesk.supervisor import run

    run(settings)


def _serve(_options: argparse.Namespace, settings: Settings) -> None:
    from frontdesk.fast_start import fast_start

    with fast_start():
        from frontdesk.app import serve
    serve(settings)


def _screen(_options: argparse.Namespace, settings: Settings) -> None:
    from clinic.safety import load_screen
    from clinic.safety.lines import screen_lines

    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        screen = load_screen(ROOT / "data", settings.models_dir)
    except (OSError, RuntimeError, ValueError) as error:
        raise StartError(f"The crisis screen cannot be loaded: {error}") from None
    screen.warm()
    for verdict in screen_lines(sys.stdin, screen):
        print(verdict, flush=True)


def _migrate(_options: argparse.Namespace, settings: Settings) -> None:
    with _store(settings) as store:
        if store.schema_is_current():
            print("The database is up to date.")
        else:
            store.migrate()
            print("The database was brought up to date.")


def _forget(options: argparse.Namespace, settings: Settings) -> None:
    from clinic.handoff import OutcomeRequired

    with _store(settings) as store:
        conversation = store.conversation_with_reference(options.reference.strip().upper())
        if conversation is None:
            raise StartError(f"There is no conversation with the reference {options.reference}.")
        try:
            store.forget(conversation.id)
        except OutcomeRequired as error:
            raise StartError(str(error)) from None
        store.audit(None, "forgotten", None)
    print(f"Everything of {conversation.reference} is deleted.")


def _add_staff(options: argparse.Namespace, settings: Settings) -> None:
    from frontdesk.staff.accounts import AccountError, add_staff

    with _store(settings) as store:
        try:
            password = add_staff(store, options.username, options.name)
        except AccountError as error:
            raise StartError(str(error)) from None
    print(f"One-time password of {options.username}: {password}")


def _list_staff(_options: argparse.Namespace, settings: Settings) -> None:
    with _store(settings) as store:
        for member in store.all_staff():
            print(f"{member.username}\t{member.name}")


@contextmanager
def _store(settings: Settings) -> Iterator[Store]:
    from frontdesk.storage import StoreUnavailable, open_store

    try:
        with closing(open_store(settings)) as store:
            yield store
    except (StoreUnavailable, OSError) as error:
        raise StartError(str(error)) from None


def _fail(error: Exception, status: int) -> int:
    print(error, file=sys.stderr)
    return status
