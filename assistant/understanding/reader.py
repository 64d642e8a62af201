"""Reads one message in its situation: a choice among offered questions, one question, two, or one that leans on the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from assistant.understanding.classifier import LinearClassifier, Ranking
from assistant.understanding.decision import (
    FAQ,
    MORE,
    OUT_OF_SCOPE,
    SEVERAL,
    UNCLEAR,
    UNKNOWN,
    Decision,
    Thresholds,
    decide,
    key,
    kind,
)
from assistant.understanding.references import asks_back, chosen, goes_on, says_nothing_new
from assistant.understanding.several import MOST, as_read, questions_in
from clinic.content import PAYLOAD, TELL_ME_MORE, Topic

START_SCREENING = "start_screening"
ASK_WHY, DENY = "ask_why", "deny"  # outside a form: why the last answer says so; none of what was offered
CONVERSATION = {"capabilities", "affirm", DENY}  # what "why not?" and "are you sure?" look like
EMPTY_WORDS = {"off_topic", "gibberish"}  # refusals that a message without a subject may look like
ADVICE = ("medicine_change", "diagnosis", "other_medical", "buying", "drug_test")  # refusals that matter beside other answers
CERTAIN = 0.9  # from here on, not even a message without a subject of its own is about the last topic


class Encoder(Protocol):
    """What turns texts into unit vectors, float32 (n, 384)."""

    def embed(self, texts: list[str]) -> np.ndarray: ...


@dataclass(frozen=True)
class Situation:
    """What was said before.

    last_topic: of the latest answer; offered: the payloads of the buttons on the screen; in_form: a question of ours is
    open, to which a short message belongs; paused: the pre-screening was stopped and can go on.
    """

    last_topic: str | None = None
    offered: tuple[str, ...] = ()
    in_form: bool = False
    paused: bool = False


@dataclass(frozen=True)
class Reading:
    """ranking: every label by its probability for the message as a whole."""

    decision: Decision
    ranking: Ranking


@dataclass(frozen=True)
class Reader:
    """topics: by name; a topic's title stands for it when a message leans on it, and asks for it when it is all that is said."""

    encoder: Encoder
    classifier: LinearClassifier
    thresholds: Thresholds
    topics: Mapping[str, Topic]

    @cached_property
    def questions(self) -> dict[str, str]:
        """Topic by title or sample question."""
        return {_plain(text): topic.name for topic in self.topics.values() for text in (topic.title, *topic.questions)}

    def read(self, text: str, situation: Situation) -> Reading:
        """What the message asks, and how sure that is."""
        text = as_read(text)
        ranking = self._rank(text)
        return Reading(self._decide(text, ranking, situation), ranking)

    def _decide(self, text: str, ranking: Ranking, situation: Situation) -> Decision:
        if named := self._named(text):
            return named
        if situation.paused and goes_on(text):
            return Decision(START_SCREENING, 1.0)
        offered = () if situation.in_form else situation.offered
        if picked := self._chosen(chosen(text, offered)):
            return picked
        several = self._several(text, ranking)
        if several is not None:
            return several
        decision = decide(ranking, self.thresholds)
        if situation.in_form:
            return self._in_form(decision)
        if decision.intent == DENY and offered and TELL_ME_MORE["payload"] not in offered:
            return Decision(UNKNOWN, decision.confidence)  # none of the questions that were offered
        return self._about_last_topic(text, decision, situation.last_topic)

    def _named(self, text: str) -> Decision | None:
        """A button's payload, or a title or sample question word for word."""
        if text.startswith(PAYLOAD):
            topic = text.removeprefix(PAYLOAD)
            return _answer(topic) if topic in self.topics else Decision(UNKNOWN, 1.0)
        known = self.questions.get(_plain(text))
        return _answer(known) if known else None

    def _chosen(self, payloads: tuple[str, ...]) -> Decision | None:
        if len(payloads) == 1:
            return self._decide(payloads[0], self._rank(payloads[0]), Situation())
        topics = tuple(topic for payload in payloads if (topic := payload.removeprefix(PAYLOAD)) in self.topics)
        among_answers = TELL_ME_MORE["payload"] in payloads  # below an answer, "both" speaks of something in it
        return Decision(SEVERAL, 1.0, topics) if 1 < len(topics) <= MOST and not among_answers else None

    def _several(self, text: str, whole: Ranking) -> Decision | None:
        """Two questions or more, one of which may be declined; None when only one of them is clear.

        A clause that is unclear by itself ("how does it compare to that?") is read with the whole message.
        """
        questions = questions_in(text)
        if not 1 < len(questions) <= MOST:
            return None
        best = [self._rank(question)[0] for question in questions]
        clear = [label for label, chance in best if self._is_clear(label, chance)]
        if len(clear) == 1 and self._is_clear(*whole[0]):
            clear = [whole[0][0], *clear]
        likely = {label for label, chance in whole if chance >= self.thresholds.beside}
        topics = tuple(dict.fromkeys(key(label) for label in clear if label in likely))
        outside = {key(label) for label, chance in best if chance >= self.thresholds.several and kind(label) == OUT_OF_SCOPE}
        declined = next((refusal for refusal in ADVICE if refusal in outside), None)
        if declined and not topics:
            return Decision(OUT_OF_SCOPE, self.thresholds.several, (), declined)
        return Decision(SEVERAL, self.thresholds.several, topics, declined) if declined or len(topics) > 1 else None

    def _in_form(self, decision: Decision) -> Decision:
        """Nothing can be asked back while a question of ours is open: the likelier of two topics is answered."""
        if decision.intent != UNCLEAR:
            return decision
        enough = decision.confidence >= self.thresholds.answer
        return Decision(FAQ, decision.confidence, decision.topics[:1]) if enough else Decision(UNKNOWN, decision.confidence)

    def _is_clear(self, label: str, chance: float) -> bool:
        return kind(label) == FAQ and chance >= self.thresholds.several

    def _about_last_topic(self, text: str, alone: Decision, last_topic: str | None) -> Decision:
        """More of the last topic when the message asks without naming a subject of its own."""
        if last_topic not in self.topics:
            return alone
        if alone.intent == ASK_WHY or (says_nothing_new(text) and self._may_be_about(last_topic, alone, text)):
            return Decision(MORE, self.thresholds.answer)
        return alone

    def _may_be_about(self, last_topic: str, alone: Decision, text: str) -> bool:
        """Whether a message without a subject is better taken for more of the last topic than for what it looks like."""
        if alone.intent == FAQ:
            natural_next = alone.topics[0] in {last_topic, *self.topics[last_topic].follow_ups}
            return not natural_next and alone.confidence < CERTAIN
        if alone.intent in CONVERSATION:
            return asks_back(text)
        return alone.intent in {UNKNOWN, UNCLEAR} or alone.refusal in EMPTY_WORDS

    def _rank(self, text: str) -> Ranking:
        return self.classifier.rank(self.encoder.embed([text])[0], self.thresholds.temperature)


def _answer(topic: str) -> Decision:
    return Decision(FAQ, 1.0, (topic,))


def _plain(text: str) -> str:
    """Without case, spaces and punctuation at the end."""
    return " ".join(text.casefold().split()).rstrip(" ?!.")
