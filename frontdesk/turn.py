"""The one path that a visitor's message takes."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from weakref import WeakValueDictionary

from clinic.handoff import Move, State
from clinic.safety import Context, Screen, Tier, Verdict
from clinic.screening.questions import progress
from frontdesk.bodies import api_message
from frontdesk.bot import Bot, Said
from frontdesk.changes import Changes
from frontdesk.context import CHARACTERS, MESSAGES, SAFETY, SAFETY_QUESTION, Contexts
from frontdesk.crisis import FAILED_SCREEN, Answer, CrisisDesk
from frontdesk.idempotency import key_for
from frontdesk.storage import Conversation, Message, Store, StoreUnavailable

logger = logging.getLogger(__name__)
RECALL_WITHIN = 0.1  # seconds the screen waits for what the visitor said before this process started
LONG = 500  # characters; the screen reads longer messages beside the event loop, for they take it a while


@dataclass(frozen=True)
class Incoming:
    """A visitor's message as stored. replies: what was answered when it came before; None when it is new."""

    message: Message
    conversation: Conversation
    replies: list[Message] | None


class Desk:
    """Screens, stores, answers and stores the answer; one ordinary message of a visit at a time."""

    def __init__(
        self, *, screen: Screen, store: Store, bot: Bot, crisis: CrisisDesk, contexts: Contexts, changes: Changes,
        minimum_age: int,
    ) -> None:  # fmt: skip
        self._screen, self._store, self._bot, self._crisis = screen, store, bot, crisis
        self._contexts, self._changes, self._minimum_age = contexts, changes, minimum_age
        self._recalling = ThreadPoolExecutor(max_workers=4, thread_name_prefix="recall")  # never behind other work
        self._reading = ThreadPoolExecutor(max_workers=2, thread_name_prefix="screen")
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def screened(self, visit: str, text: str) -> Verdict:
        """The verdict on a message. Never raises: a screen that fails counts as a crisis."""
        text = self._bot.in_words(text)
        try:
            context = self._contexts.get(visit) or await self._recall(visit)
            if len(text) > LONG:
                reading = asyncio.get_running_loop().run_in_executor(self._reading, self._screen.screen, text, context)
                verdict = await reading
            else:
                verdict = self._screen.screen(text, context)
        except Exception as error:  # whatever it is, it must not silence the screen
            logger.error("The crisis screen failed: %s", type(error).__name__)
            verdict = FAILED_SCREEN
        self._contexts.said(visit, text)
        return verdict

    async def take(self, visit: str, text: str, key: str, verdict: Verdict) -> Answer:
        """What goes back for one message. Raises StoreUnavailable when an ordinary message cannot be stored."""
        shown = self._bot.in_words(text)
        if verdict.tier.shows_lines:
            return await self._crisis.respond(visit, shown, key, verdict)
        async with self._locks.setdefault(visit, asyncio.Lock()):
            incoming = await asyncio.to_thread(self._receive, visit, shown, key)
            self._changes.notify(visit)
            if incoming.conversation.state is State.STAFF:
                self._contexts.asked(visit, None)  # what is said now answers a person
            if incoming.replies is not None or incoming.conversation.state is State.STAFF:
                return self._answer(incoming, incoming.replies or [], incoming.conversation)
            question = (self._contexts.get(visit) or Context()).question
            said = await self._bot.say(incoming.conversation, text, verdict, question)
            answer = await asyncio.to_thread(self._reply, visit, incoming, said)
            self._changes.notify(visit)
            return answer

    async def _recall(self, visit: str) -> Context:
        try:
            recalled = asyncio.get_running_loop().run_in_executor(self._recalling, self._stored_context, visit)
            context = await asyncio.wait_for(recalled, RECALL_WITHIN)
        except (StoreUnavailable, TimeoutError):
            context = Context()
        return self._contexts.put(visit, context)

    def _stored_context(self, visit: str) -> Context:
        conversation = self._store.conversation(visit)
        if conversation is None:
            return Context()
        latest = self._store.messages(visit, after=max(0, conversation.last_seq - 3 * MESSAGES))
        said = [message.body["text"][-CHARACTERS:] for message in latest if message.role == "visitor"]
        return Context(open_question(conversation, latest), tuple(said[-MESSAGES:]))

    def _receive(self, visit: str, text: str, key: str) -> Incoming:
        with self._store.turn(visit) as turn:
            message = turn.append("visitor", {"text": text}, key=key_for(turn, key, text))
            if replies := turn.replies_to(message.seq):
                return Incoming(message, turn.conversation, replies)
            if turn.conversation.state is State.CLOSED:
                turn.move(Move.VISITOR_RETURNS)
            return Incoming(message, turn.conversation, None)

    def _reply(self, visit: str, incoming: Incoming, said: Said) -> Answer:
        with self._store.turn(visit) as turn:
            now = turn.conversation
            newly_in_danger = now.safety is not None and incoming.conversation.safety is None
            if now.state is State.STAFF or newly_in_danger:  # while the assistant was thinking; its words are stale
                return self._answer(incoming, [], now)
            self._bot.apply(turn, said)
            replies = [turn.append("bot", body, in_reply_to=incoming.message.seq) for body in said.bodies]
            conversation = turn.conversation
        if conversation.safety is None:
            self._contexts.asked(visit, conversation.dialogue.requested_slot)
        return self._answer(incoming, replies, conversation)

    def _answer(self, incoming: Incoming, replies: list[Message], conversation: Conversation) -> Answer:
        return Answer(
            message=api_message(incoming.message),
            replies=[api_message(reply) for reply in replies],
            state=conversation.state.value,
            safety=conversation.safety is not None,
            progress=self._progress(conversation),
        )

    def _progress(self, conversation: Conversation) -> dict[str, int] | None:
        if conversation.dialogue.form is None or conversation.safety is not None:
            return None
        step, of = progress(conversation.dialogue.slots, minimum_age=self._minimum_age)
        return {"step": step, "of": of}


def open_question(conversation: Conversation, latest: list[Message]) -> str | None:
    """What the visitor was asked last, as the screen's context names it; staff ask for themselves."""
    if conversation.state is State.STAFF:
        return None
    if conversation.safety is None:
        return conversation.dialogue.requested_slot
    cards = [message.body.get("card") or {} for message in reversed(latest) if message.role == "bot"]
    tier = next((card["tier"] for card in cards if card.get("kind") == "crisis"), conversation.safety.tier)
    return SAFETY_QUESTION if tier == Tier.CHECK_IN.value else SAFETY
