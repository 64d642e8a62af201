"""What visitors said while the database was down: encrypted lines on disk, replayed when it is back.

A record has: conversation_id, key, body (the visitor's message), replies (bodies already shown), safety (the five
arguments of Turn.mark_safety, or None), severity (or None), reason (names only). `at` is added.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from clinic.handoff import Move, State, pages
from frontdesk.settings import Settings
from frontdesk.storage import lines
from frontdesk.storage.store import Store, utc_now
from frontdesk.storage.turn import Turn
from frontdesk.storage.unavailable import WrongKey
from frontdesk.storage.vault import Vault

_PENDING, _REPLAY, _ASIDE, _LOCK, _DRAIN_LOCK = "pending", "replay-", "set-aside", "lock", "drain.lock"
_log = logging.getLogger(__name__)

Record = dict[str, Any]


def open_spool(settings: Settings, vault: Vault, clock: Callable[[], datetime] = utc_now) -> Spool:
    return Spool(settings.data_dir / "spool", vault, clock)


class Spool:
    """Safe to use from many threads and processes. A record leaves the disk only after the store committed it."""

    def __init__(self, folder: Path, vault: Vault, clock: Callable[[], datetime] = utc_now) -> None:
        self._folder = folder
        self._vault = vault
        self._clock = clock
        self._mutex = threading.Lock()
        self._unwritten: list[Record] = []  # the disk refused them

    def add(self, record: Record) -> bool:
        """Never raises. True: on disk to stay; False: kept in memory only, because the disk refused it."""
        kept = {**record, "key": record.get("key") or uuid.uuid4().hex, "at": self._clock().isoformat()}
        try:
            self._write(kept)
        except OSError as error:
            _log.error("The spool cannot be written (%s); a record is kept in memory.", error.strerror)
            with self._mutex:
                self._unwritten.append(kept)
            return False
        return True

    def waiting(self) -> list[Record]:
        """Every readable record not yet replayed, oldest first."""
        with self._mutex:
            found = list(self._unwritten)
        for path in [*self._replays(), self._folder / _PENDING]:
            found += self._readable(path)
        return sorted(found, key=lambda record: str(record["at"]))

    def is_empty(self) -> bool:
        return not self._unwritten and not (self._folder / _PENDING).exists() and not self._replays()

    def set_aside(self) -> int:
        """How many lines could not be replayed and are kept for a person to look at."""
        return len(lines.read(self._folder / _ASIDE))

    def drain(self, store: Store) -> int:
        """Replays what waits; returns how many records. Raises StoreUnavailable or OSError, and loses nothing then.

        Killed between any two steps, the next call finds the same lines again; the message key keeps a record that
        was already committed from being stored twice.
        """
        count = self._replay_unwritten(store)
        if self.is_empty():
            return count
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with lines.locked(self._folder / _DRAIN_LOCK):
            with lines.locked(self._folder / _LOCK):
                self._begin_replay()
            return count + sum(self._replay(store, path) for path in self._replays())

    def _readable(self, path: Path) -> Iterator[Record]:
        try:
            found = lines.read(path)
        except OSError as error:  # the other records must still be found
            _log.error("A file of the spool cannot be read (%s).", error.strerror)
            return
        for line in found:
            with suppress(WrongKey):  # drain() sets it aside
                yield self._vault.open(line)

    def _write(self, record: Record) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with lines.locked(self._folder / _LOCK):
            lines.append(self._folder / _PENDING, [self._vault.seal(record)])

    def _begin_replay(self) -> None:
        """Moves the pending lines out of the way of new ones; the caller holds the writers' lock."""
        pending = self._folder / _PENDING
        if pending.exists():
            pending.rename(self._folder / f"{_REPLAY}{time.time_ns():020d}")
            lines.sync_folder(self._folder)

    def _replays(self) -> list[Path]:
        return sorted(self._folder.glob(f"{_REPLAY}*"))

    def _replay(self, store: Store, path: Path) -> int:
        found = lines.read(path)
        refused = [line for line in found if not self._replay_line(store, line)]
        self._put_aside(refused)
        path.unlink()
        lines.sync_folder(self._folder)
        return len(found) - len(refused)

    def _replay_unwritten(self, store: Store) -> int:
        count = 0
        for record in tuple(self._unwritten):
            if _stored(store, record):
                count += 1
            else:
                self._put_aside([self._vault.seal(record)])
            with self._mutex:
                self._unwritten.remove(record)
        return count

    def _replay_line(self, store: Store, line: bytes) -> bool:
        try:
            record = self._vault.open(line)
        except WrongKey:
            return False
        return _stored(store, record)

    def _put_aside(self, refused: list[bytes]) -> None:
        if refused:
            _log.error("%d lines of the spool could not be replayed and were set aside.", len(refused))
            lines.append(self._folder / _ASIDE, refused)


def _stored(store: Store, record: Record) -> bool:
    """False for a record that can never be stored: it must not hold up the others."""
    try:
        replay(store, record)
    except (KeyError, TypeError, ValueError):
        return False
    return True


def replay(store: Store, record: Record) -> None:
    """Stores the turn as if it had happened at its own time; does nothing when it was stored and answered already."""
    at = datetime.fromisoformat(record["at"])
    with store.turn(record["conversation_id"]) as turn:
        known = turn.message_with_key(record["key"])
        if known is not None and turn.replies_to(known.seq):
            return
        message = turn.append("visitor", record["body"], key=record["key"], at=at)
        for reply in record.get("replies") or ():
            turn.append("bot", reply, in_reply_to=message.seq, at=at)
        if record.get("safety"):
            turn.mark_safety(**{**record["safety"], "rules": tuple(record["safety"]["rules"])})
        if record.get("severity"):
            turn.raise_alert(record["severity"], record.get("reason") or "", at=at)
        _move(turn, record.get("severity"))


def _move(turn: Turn, severity: Any) -> None:
    if severity == "request":
        turn.move(Move.ASK_PERSON)
    elif severity is not None and pages(severity):
        turn.move(Move.CRISIS)
    elif turn.conversation.state is State.CLOSED:
        turn.move(Move.VISITOR_RETURNS)
