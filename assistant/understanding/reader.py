"""Reads one message in its situation: a choice among offered questions, one question, two, or one that leans on the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from assistant.understanding.references import chosen, leans_on_topic, says_nothing_new
from assistant.understanding.several import MOST, questions_in
from clinic.content import PAYLOAD, Topic

ASK_WHY = "ask_why"  # outside a form: why the last answer says so
ELLIPTIC = {UNKNOWN, UNCLEAR, OUT_OF_SCOPE, "capabilities"}  # what a message without a subject looks like by itself

class Encoder(Protocol):
    """What turns texts into unit vectors, float32 (n, 384)."""

    def embed(self, texts: list[str]) -> np.ndarray: ...


@dataclass(frozen=True)
class Situation:
    """What was said before.

    last_topic: of the latest answer; offered: what each button under it stands for, a topic, `tell_me_more` or None;
    in_form: a question of ours is open, to which a short message belongs.
    """

    last_topic: str | None = None
    offered: tuple[str | None, ...] = ()
    in_form: bool = False


@dataclass(frozen=True)
class Reading:
    """ranking: every label by its probability for the message as a whole."""

    decision: Decision
    ranking: Ranking


@dataclass(frozen=True)
class Reader:
    """topics: by name; a topic's title stands for it when a message leans on it."""

    encoder: Encoder
    classifier: LinearClassifier
    thresholds: Thresholds
    topics: Mapping[str, Topic]

    def read(self, text: str, situation: Situation) -> Reading:
        """What the message asks, and how sure that is."""
        ranking = self._rank(text)
        return Reading(self._decide(text, ranking, situation), ranking)

    def _decide(self, text: str, ranking: Ranking, situation: Situation) -> Decision:
        if text.startswith(PAYLOAD) and text.removeprefix(PAYLOAD) in self.topics:
            return _chosen((text.removeprefix(PAYLOAD),))
        if choice := chosen(text, situation.offered):
            return _chosen(choice)
        several = self._several(text, ranking)
        if len(several) > 1:
            return Decision(SEVERAL, self.thresholds.several, tuple(several))
        decision = decide(ranking, self.thresholds)
        if situation.in_form or situation.last_topic not in self.topics:
            return decision
        if decision.intent == ASK_WHY:
            return Decision(MORE, decision.confidence)
        return self._with_topic(text, decision, situation.last_topic) if leans_on_topic(text) else decision

    def _several(self, text: str, whole: Ranking) -> list[str]:
        """Topics of the questions in the message; fewer than two when only one of them is clear.

        A clause that is unclear by itself ("how does it compare to that?") is read with the whole message.
        """
        questions = questions_in(text)
        if not 1 < len(questions) <= MOST:
            return []
        best = [self._rank(question)[0] for question in questions]
        clear = [label for label, chance in best if self._is_clear(label, chance)]
        if len(clear) == 1 and self._is_clear(*whole[0]):
            clear = [whole[0][0], *clear]
        likely = {label for label, chance in whole if chance >= self.thresholds.beside}
        return list(dict.fromkeys(key(label) for label in clear if label in likely))

    def _is_clear(self, label: str, chance: float) -> bool:
        return kind(label) == FAQ and chance >= self.thresholds.several

    def _with_topic(self, text: str, alone: Decision, last_topic: str) -> Decision:
        """The message read after the title of the last topic, when it says too little by itself."""
        natural_next = alone.intent == FAQ and alone.topics[0] in {last_topic, *self.topics[last_topic].follow_ups}
        if says_nothing_new(text) and alone.intent in {*ELLIPTIC, FAQ} and not natural_next:
            return Decision(MORE, self.thresholds.answer)
        if alone.intent not in {UNKNOWN, UNCLEAR}:
            return alone
        label, chance = self._rank(f"{self.topics[last_topic].title} {text}")[0]
        if label == f"{FAQ}/{last_topic}":
            return Decision(MORE, chance)
        answers = kind(label) == FAQ and chance >= self.thresholds.answer
        return Decision(FAQ, chance, (key(label),)) if answers else alone

    def _rank(self, text: str) -> Ranking:
        return self.classifier.rank(self.encoder.embed([text])[0], self.thresholds.temperature)


def _chosen(choice: tuple[str, ...]) -> Decision:
    if choice == (MORE,):
        return Decision(MORE, 1.0)
    return Decision(FAQ if len(choice) == 1 else SEVERAL, 1.0, choice)
