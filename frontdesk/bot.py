"""What is said when nobody is in danger and no person holds the conversation: the assistant's words, or our own."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from clinic.content import PAYLOAD, Topic
from clinic.facts import Facts
from clinic.handoff import Move
from clinic.privacy import without_personal_data
from clinic.safety import Tier, Verdict
from clinic.screening.flags import flags
from clinic.screening.questions import CONSENT_VERSION, NAMES
from clinic.screening.reading.replies import polarity
from frontdesk.assistant_client import Assistant, Proposal, Unavailable
from frontdesk.bodies import Body, flag_body, from_assistant, plain, reference_card
from frontdesk.context import SAFETY, SAFETY_QUESTION
from frontdesk.storage import Conversation, Dialogue, Turn

logger = logging.getLogger(__name__)
Event = Mapping[str, Any]
ANSWERED = {"faq", "several_questions"}
NOT_UNDERSTOOD = "nlu_fallback"  # the assistant's name for a message that it has no answer to


@dataclass(frozen=True)
class Said:
    """Messages to show, events to apply, and the dialogue state afterwards (None: it stays as it is).

    unanswered: a question for staff to review, without personal data, and the names of the closest topics
    """

    bodies: list[Body]
    events: Sequence[Event]
    dialogue: Dialogue | None = None
    unanswered: tuple[str, tuple[str, ...]] | None = None


class Bot:
    """Asks the assistant, and speaks for it when it cannot be reached."""

    def __init__(
        self,
        *,
        assistant: Assistant,
        topics: Mapping[str, Topic],
        words: Mapping[str, str],
        facts: Facts,
        support_line: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._assistant, self._topics, self._words = assistant, topics, words
        self._facts, self._support_line, self._clock = facts, support_line, clock

    def in_words(self, text: str) -> str:
        """A message as people read it: what a topic's button says is shown as the topic's title."""
        topic = self._topics.get(text.removeprefix(PAYLOAD)) if text.startswith(PAYLOAD) else None
        return text if topic is None else topic.title

    async def say(self, conversation: Conversation, text: str, verdict: Verdict, question: str | None) -> Said:
        """The answer to an ordinary message. Never raises: no assistant means an apology and a way to a person.

        question: what the visitor was asked last, as the screen's context names it
        """
        try:
            if conversation.safety is not None:
                return await self._while_in_danger(conversation, text, question)
            said = await self._ask(conversation, text, verdict)
        except Unavailable as error:
            logger.warning("The assistant is unavailable: %s", error)
            return self._without_assistant(conversation, text)
        if verdict.tier is Tier.SUPPORT and said.bodies:
            said.bodies[0]["text"] += f"\n\n{self._support_line}"
        return said

    async def _ask(self, conversation: Conversation, text: str, verdict: Verdict) -> Said:
        slots = {**conversation.dialogue.slots, "reference": conversation.reference}
        sender = f"{conversation.id}.{conversation.generation}"
        proposal = await self._assistant.ask(sender, text, replace(conversation.dialogue, slots=slots))
        bodies, events = from_assistant(proposal.replies, self._topics, self._facts, self._clock().date())
        unanswered = None
        if verdict.tier is Tier.NONE and conversation.dialogue.form is None:
            unanswered = self._unanswered(self.in_words(text), proposal)
        return Said(bodies, events, proposal.dialogue, unanswered)

    def _unanswered(self, text: str, proposal: Proposal) -> tuple[str, tuple[str, ...]] | None:
        """The question and the closest topics, if the assistant had no answer and did not begin the form."""
        understood = proposal.understood.get("intent") != NOT_UNDERSTOOD
        if understood or proposal.dialogue.form is not None or text.startswith(PAYLOAD):
            return None
        name = proposal.dialogue.slots.get("first_name")  # {"skipped": true} when it was not given
        topics = tuple(topic for topic in proposal.understood.get("topics") or () if topic in self._topics)
        return without_personal_data(text, [name] if isinstance(name, str) else ()), topics

    async def _while_in_danger(self, conversation: Conversation, text: str, question: str | None) -> Said:
        """Questions are still answered, beside the paused form; nothing is offered until the danger is settled."""
        answer = self._answer_about_safety(conversation, text, question)
        if answer is not None:
            return answer
        proposal = await self._assistant.ask(f"{conversation.id}.aside", text, Dialogue())
        if proposal.understood.get("intent") not in ANSWERED:
            return Said([plain(self._words["on_hold"])], [])
        bodies, _ = from_assistant(proposal.replies, self._topics, self._facts, self._clock().date())
        return Said([{**body, "buttons": []} for body in bodies], [])

    def _answer_about_safety(self, conversation: Conversation, text: str, question: str | None) -> Said | None:
        """The reassuring answer to the question that a crisis reply ended with; any other is screened as danger."""
        reassuring = {SAFETY: "yes", SAFETY_QUESTION: "no"}.get(question or "")
        if reassuring is None or polarity(text) != reassuring:
            return None
        if conversation.safety is None or conversation.safety.tier != Tier.CHECK_IN.value:
            return Said([plain(self._words["safe_answer"])], [])
        resume = [self._button("continue_screening")] if conversation.dialogue.form else []
        return Said([plain(self._words["check_in_answered"], resume)], [{"event": "step_down"}])

    def _without_assistant(self, conversation: Conversation, text: str) -> Said:
        if conversation.safety is not None:
            return Said([plain(self._words["on_hold"])], [])
        person = self._button("talk_to_person")
        if text.strip().casefold() == person["payload"].casefold():
            return Said([plain(self._words["requested"])], [{"event": "handoff"}])
        return Said([plain(self._words["unavailable"], [person])], [])

    def _button(self, word: str) -> dict[str, str]:
        return {"title": self._words[word], "payload": self._words[word]}

    def apply(self, turn: Turn, said: Said) -> None:
        """Store what the answer means, in the transaction that stores its words."""
        if said.dialogue is not None:
            turn.save_dialogue(said.dialogue)
        if said.unanswered is not None:
            turn.keep_question(*said.unanswered)
        for event in said.events:
            if event["event"] == "handoff":
                turn.move(Move.ASK_PERSON)
                turn.raise_alert("request", "asked for a person")
            elif event["event"] == "step_down":
                turn.step_down_check_in()
            elif event["event"] == "submit_screening" and said.dialogue is not None:
                answers = {name: said.dialogue.slots[name] for name in NAMES if name in said.dialogue.slots}
                found = [flag_body(flag) for flag in flags(answers)]
                screening = turn.submit_screening(answers, found, CONSENT_VERSION)
                said.bodies[-1]["card"] = reference_card(screening.reference)
