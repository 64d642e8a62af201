"""The loop that sends due alerts, moves on to the next contact and empties the spool."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from clinic.handoff import SEVERITIES, Move, Paging, after_delivery, after_failure, pages
from frontdesk.alerts.notify import Notifier, is_usable, notify
from frontdesk.alerts.pages import page
from frontdesk.settings import Settings
from frontdesk.storage import Alert, Spool, Store, StoreUnavailable
from frontdesk.storage.store import utc_now

_PAUSE = 1.0
_SEND_WITHIN = 15.0
_LEASE = timedelta(seconds=30)  # longer than a send: a process that died while sending is made up for after it
_HORIZON = timedelta(days=1)
_log = logging.getLogger(__name__)

T = TypeVar("T")


class AlertWorker:
    """Run by the application as one task; threads of its own, so that busy requests cannot hold a page up.

    last_beat: when a pass was last completed; None before the first
    database_up: whether the store answered in the last pass
    """

    def __init__(
        self,
        store: Store,
        spool: Spool,
        settings: Settings,
        clock: Callable[[], datetime] = utc_now,
        notifier: Notifier = notify,
    ) -> None:
        self.last_beat: datetime | None = None
        self.database_up = True
        self._store = store
        self._spool = spool
        self._contacts = settings.alert_contacts
        self._within = settings.alert_acknowledge_within
        self._address = settings.address
        self._clock = clock
        self._notifier = notifier
        self._known: list[Alert] = []  # unacknowledged when the database was last seen
        self._direct: dict[str, Paging] = {}  # where the paging stands that the database does not know of
        self._sending: set[asyncio.Task[None]] = set()
        self._storage = ThreadPoolExecutor(max_workers=2, thread_name_prefix="alerts-storage")
        self._channels = ThreadPoolExecutor(max_workers=8, thread_name_prefix="alerts-channel")
        self._loop: asyncio.AbstractEventLoop | None = None
        self._woken = asyncio.Event()

    async def run(self) -> None:
        """Until cancelled."""
        self._loop = asyncio.get_running_loop()
        if self._notifier is notify:
            self._channels.submit(self._check_contacts)
        try:
            while True:
                await self._beat_safely()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._woken.wait(), _PAUSE)
                self._woken.clear()
        finally:
            self._loop = None
            for task in self._sending:
                task.cancel()
            for threads in (self._storage, self._channels):
                threads.shutdown(wait=False, cancel_futures=True)

    def wake(self) -> None:
        """Look for work now; from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._woken.set)

    async def beat(self) -> None:
        """One pass; what it sends goes on after it."""
        try:
            due = await self._in_thread(self._storage, self._collect)
        except StoreUnavailable:
            self.database_up = False
            await self._page_directly()
        else:
            self.database_up = True
            self._direct.clear()
            for alert in due:
                self._start(self._send_alert(alert))
        self.last_beat = self._clock()

    async def settled(self) -> None:
        """Returns when nothing is being sent."""
        while self._sending:
            await asyncio.gather(*self._sending)

    async def _beat_safely(self) -> None:
        try:
            await self.beat()
        except Exception as error:  # the loop must outlive anything; /ready sees that last_beat stands still
            _log.error("The alert worker failed in a pass: %s.", type(error).__name__)

    def _check_contacts(self) -> None:
        """Shows a mistyped contact at the start, and has the channels loaded before the first page."""
        for place, contact in enumerate(self._contacts, 1):
            if not is_usable(contact):
                _log.error("ALERT_CONTACTS: number %d is no address that apprise knows; it will get no alerts.", place)

    def _collect(self) -> list[Alert]:
        """Alerts claimed for sending. Without contacts the console is the only channel and all stay undelivered."""
        self._drain()
        now = self._clock()
        for alert in self._store.silent_check_ins(now):
            self._count_as_crisis(alert, now)
        return self._claim(now) if self._contacts else []

    def _drain(self) -> None:
        try:
            self._spool.drain(self._store)
        except OSError as error:  # alerts that are in the database must go out all the same
            _log.error("The spool cannot be emptied (%s).", error.strerror)

    def _claim(self, now: datetime) -> list[Alert]:
        claimed: list[Alert] = []
        until = now + _LEASE
        self._known = self._store.due_alerts(now + _HORIZON)
        for alert in self._known:
            if alert.next_at is None or alert.next_at > now:
                continue
            try:
                if mine := self._store.claim_alert(alert.id, now, until):
                    claimed.append(mine)
            except StoreUnavailable:
                if not claimed:
                    raise
                break  # what was claimed has to be sent now; the rest is claimed in the next pass
        return claimed

    def _count_as_crisis(self, alert: Alert, now: datetime) -> None:
        """The visitor was asked whether they are safe and left it unanswered."""
        if alert.conversation_id is None:
            return
        with self._store.turn(alert.conversation_id) as turn:
            standing, mark = turn.alert, turn.conversation.safety
            if standing is None or standing.silence_at is None or standing.silence_at > now:
                return  # answered meanwhile
            category, subject = (mark.category, mark.subject) if mark else (None, "self")
            turn.mark_safety("crisis", category, subject, ("check_in_unanswered",), None)
            turn.raise_alert("crisis", "check_in_unanswered")
            turn.move(Move.CRISIS)

    async def _send_alert(self, alert: Alert) -> None:
        paging = _paging(alert)
        sent = await self._send(paging, self._text(alert))
        following = self._direct[_key(alert)] = self._following(paging, sent)
        try:
            await self._in_thread(self._storage, lambda: self._record(alert, following, sent))
        except StoreUnavailable:
            _log.error("A page could not be recorded; it is sent again when its claim runs out.")
        if not sent:
            self.wake()

    def _record(self, alert: Alert, following: Paging, sent: bool) -> None:
        now, lease = self._clock(), alert.next_at
        if sent:
            self._store.alert_delivered(alert.id, alert.contact_index, now, following.next_at, lease=lease)
        else:
            self._store.alert_failed(alert.id, now, following.next_at or now, lease=lease)

    def _following(self, paging: Paging, sent: bool) -> Paging:
        now, contacts = self._clock(), len(self._contacts)
        return after_delivery(paging, now, contacts, self._within) if sent else after_failure(paging, now, contacts)

    def _text(self, alert: Alert) -> str:
        return page(alert.severity, alert.reference, alert.conversation_id, self._address)

    async def _page_directly(self) -> None:
        """Nothing can be written, so nobody can acknowledge: contacts are paged in turn until it can."""
        if not self._contacts:
            return
        now = self._clock()
        for key, paging, text in await self._in_thread(self._storage, lambda: self._unstored_pages(now)):
            paging = self._direct.get(key, paging)
            if paging.next_at is not None and paging.next_at <= now:
                self._direct[key] = replace(paging, next_at=now + _LEASE)
                self._start(self._send_directly(key, paging, text))

    def _unstored_pages(self, now: datetime) -> list[tuple[str, Paging, str]]:
        """Key, paging and text of what is in the spool and of the alerts last seen in the database."""
        found: list[tuple[str, Paging, str]] = []
        for record in self._spool.waiting():
            severity = record.get("severity")
            if severity in SEVERITIES and pages(severity):
                text = page(severity, record.get("reference"), record.get("conversation_id"), self._address)
                found.append((record["key"], Paging(severity, next_at=now), text))
        for alert in self._known:
            found.append((_key(alert), _paging(alert), self._text(alert)))
        return found

    async def _send_directly(self, key: str, paging: Paging, text: str) -> None:
        sent = await self._send(paging, text)
        self._direct[key] = self._following(paging, sent)
        if not sent:
            self.wake()

    async def _send(self, paging: Paging, text: str) -> bool:
        place = paging.turn % len(self._contacts)
        contact, reason = self._contacts[place], "refused"
        try:
            sending = self._in_thread(self._channels, lambda: self._notifier(contact, text))
            if await asyncio.wait_for(sending, _SEND_WITHIN):
                return True
        except Exception as error:  # whatever a channel raises, the next contact has to be tried
            reason = type(error).__name__
        _log.error("An alert did not reach contact number %d (%s).", place + 1, reason)
        return False

    def _start(self, sending: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(sending)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _in_thread(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, work)


def _paging(alert: Alert) -> Paging:
    return Paging(alert.severity, alert.contact_index, alert.failures, alert.next_at)


def _key(alert: Alert) -> str:
    return f"alert {alert.id}"
