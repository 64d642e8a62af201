"""A crisis: the fixed words go out at once; storing and alerting must succeed somewhere, but never delay them."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

from clinic.facts import Facts
from clinic.handoff import Move, State
from clinic.hours import is_open
from clinic.safety import Category, Context, Subject, Tier, Verdict
from clinic.safety.replies import Replies, StaffFacts
from frontdesk.alerts import AlertWorker
from frontdesk.bodies import Body, api_message
from frontdesk.changes import Changes
from frontdesk.context import SAFETY, SAFETY_QUESTION, Contexts
from frontdesk.idempotency import key_for
from frontdesk.security import RateLimiter
from frontdesk.storage import Spool, Store, StoreUnavailable, Turn

logger = logging.getLogger(__name__)
STORE_WITHIN = 0.03  # seconds that the visitor waits for the database; the write itself goes on afterwards
RECORDED = "60/minute"  # dangerous messages of one visit that are recorded; the words are shown for all
FAILED_SCREEN = Verdict(Tier.CRISIS, Category.ACTIVE_IDEATION, Subject.SELF, ("screen_failed",))

AlertFact = Literal["not_stored", "stored", "delivered", "acknowledged"]


@dataclass(frozen=True)
class Answer:
    """What goes back in the response. message: the visitor's own as stored; None while it is only on its way there."""

    message: Body | None
    replies: list[Body]
    state: str
    safety: bool
    progress: dict[str, int] | None = None


class CrisisDesk:
    """Composes the reply to a dangerous message and makes sure that staff learn of it."""

    def __init__(
        self,
        *,
        store: Store,
        spool: Spool,
        alerts: AlertWorker,
        replies: Replies,
        facts: Facts,
        changes: Changes,
        contexts: Contexts,
        clock: Callable[[], datetime],
    ) -> None:
        self._store, self._spool, self._alerts = store, spool, alerts
        self._replies, self._facts, self._clock = replies, facts, clock
        self._changes, self._contexts = changes, contexts
        self._threads = ThreadPoolExecutor(max_workers=8, thread_name_prefix="crisis")  # nothing else may fill them
        self._writing: set[asyncio.Future[Answer]] = set()
        self._flood = RateLimiter(RECORDED)

    async def respond(self, visit: str, text: str, key: str, verdict: Verdict) -> Answer:
        """The reply to a dangerous message, whatever else is broken."""
        if self._flood.hit("danger", visit) is not None:
            return self._unstored(key, verdict)  # no person writes that fast; the alert of the first ones stands
        standing = (self._contexts.get(visit) or Context()).question == SAFETY
        self._contexts.asked(visit, SAFETY_QUESTION if verdict.tier is Tier.CHECK_IN else SAFETY)
        answered = threading.Event()
        write = asyncio.get_running_loop().run_in_executor(
            self._threads, self._record, visit, text, key, verdict, answered
        )
        self._writing.add(write)
        write.add_done_callback(lambda done: self._written(done, visit))
        try:
            return await asyncio.wait_for(asyncio.shield(write), STORE_WITHIN)
        except Exception as error:  # too slow, or a fault of ours: the words must go out either way
            answered.set()
            if not isinstance(error, TimeoutError):
                logger.error("A crisis message could not be recorded: %s", type(error).__name__)
            state = State.WAITING if standing or verdict.tier.pages_staff else State.BOT
            return replace(self._unstored(key, verdict), state=state.value)

    async def settled(self) -> None:
        """Wait for the writes still under way; called before the process ends."""
        await asyncio.gather(*self._writing, return_exceptions=True)
        self._threads.shutdown(wait=False)

    def body(self, verdict: Verdict, alert: AlertFact) -> Body:
        """The crisis message: words, choices and the card with the lines. alert: what is known to be true of it."""
        staff = StaffFacts(alert, is_open(self._facts, self._clock()))
        reply = self._replies.reply(verdict, language="en", country=self._facts.values["crisis"]["country"], staff=staff)
        card = {"kind": "crisis", "tier": verdict.tier.value, "lines": [asdict(line) for line in reply.lines]}
        return {"text": reply.text, "buttons": list(reply.buttons), "card": card}

    def _written(self, done: asyncio.Future[Answer], visit: str) -> None:
        self._writing.discard(done)
        if not done.cancelled() and (error := done.exception()):
            logger.error("A crisis message could not be recorded: %s", type(error).__name__)
        self._changes.notify(visit)
        self._alerts.wake()

    def _record(self, visit: str, text: str, key: str, verdict: Verdict, answered: threading.Event) -> Answer:
        """In a thread: the database, or the spool file when that fails. answered: the response went out without us."""

        def words(alert: AlertFact) -> Body:  # staff must read what the visitor was shown
            return {**self.body(verdict, "not_stored" if answered.is_set() else alert), "id": _reply_id(key)}

        try:
            with self._store.turn(visit) as turn:
                return _write(turn, text, key, verdict, words)
        except Exception as error:  # whatever it is, the spool is the second chance
            if not isinstance(error, StoreUnavailable):
                logger.error("The database refused a crisis message: %s", type(error).__name__)
            kept = self._spool.add(_spooled(visit, text, key, verdict, words("stored")))
            return self._unstored(key, verdict, "stored" if kept else "not_stored")

    def _unstored(self, key: str, verdict: Verdict, alert: AlertFact = "not_stored") -> Answer:
        body = self.body(verdict, alert)
        reply = {"seq": None, "id": _reply_id(key), "role": "bot", "author": None, "at": self._now(), **body}
        state = State.WAITING if verdict.tier.pages_staff else State.BOT
        return Answer(None, [reply], state.value, True)

    def _now(self) -> str:
        return self._clock().isoformat(timespec="seconds").replace("+00:00", "Z")


def _reply_id(key: str) -> str:
    return f"{key}/crisis"


def _write(turn: Turn, text: str, key: str, verdict: Verdict, words: Callable[[AlertFact], Body]) -> Answer:
    """Message, reply, safety mark, state and alert: one transaction. A repeated message changes nothing."""
    said = turn.append("visitor", {"text": text}, key=key_for(turn, key, text))
    replies = turn.replies_to(said.seq)
    if not replies:
        replies = [turn.append("bot", words("stored"), in_reply_to=said.seq)]
        turn.mark_safety(**_mark(verdict))
        turn.raise_alert(_severity(verdict), _reason(verdict))
        if verdict.tier.pages_staff:
            turn.move(Move.CRISIS)
        elif turn.conversation.state is State.CLOSED:
            turn.move(Move.VISITOR_RETURNS)
    shown = [api_message(reply) for reply in replies]
    return Answer(api_message(said), shown, turn.conversation.state.value, True)


def _spooled(visit: str, text: str, key: str, verdict: Verdict, body: Body) -> dict[str, Any]:
    return {
        "conversation_id": visit,
        "key": key,
        "body": {"text": text},
        "replies": [body],
        "safety": _mark(verdict),
        "severity": _severity(verdict),
        "reason": _reason(verdict),
    }


def _mark(verdict: Verdict) -> dict[str, Any]:
    category = verdict.category.value if verdict.category else None
    return {
        "tier": verdict.tier.value,
        "category": category,
        "subject": verdict.subject.value,
        "rules": verdict.rules,
        "score": verdict.score,
    }


def _severity(verdict: Verdict) -> Literal["emergency", "crisis", "check_in"]:
    severities: Mapping[Tier, Literal["emergency", "crisis", "check_in"]] = {
        Tier.EMERGENCY: "emergency",
        Tier.CRISIS: "crisis",
        Tier.CHECK_IN: "check_in",
    }
    return severities[verdict.tier]


def _reason(verdict: Verdict) -> str:
    return verdict.category.value if verdict.category else "unclear"
