"""From a ranking to what is done: answer, ask back, refuse, or say that there is no approved answer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from assistant.understanding.classifier import Ranking
from clinic.yaml_files import read_yaml

FAQ = "faq"
OUT_OF_SCOPE = "out_of_scope"
UNKNOWN = "nlu_fallback"  # Rasa's name for a message that was not understood
UNCLEAR = "unclear_question"
SEVERAL = "several_questions"
MORE = "tell_me_more"
ACTING = {"cancel", "skip", "go_back", "repeat", "start_screening", "talk_to_person", "show_answers"}
OFFERED = 3  # how many questions are offered at most when it is unclear which one was meant
LEAST_OFFERED = 0.05  # probability of a question that is offered


@dataclass(frozen=True)
class Thresholds:
    """Probabilities (0-1) of data/understanding/thresholds.yml; docs/measurements/understanding-curve.md has their curve.

    temperature: of the classifier, so that a probability is the share of right answers at it.
    answer: the most probable label is taken from here on, unless a second topic reaches `rival`: then it is asked back.
    close: below `answer`, it is asked back when the offered questions together reach this.
    act: what does something to the conversation (cancel, skip, ask for a person...) must reach this; so must a refusal.
    several: each of two questions in one message must reach it; beside: and have this in the message as a whole.
    """

    temperature: float
    answer: float
    rival: float
    close: float
    act: float
    several: float
    beside: float


@dataclass(frozen=True)
class Decision:
    """intent: as the rules know it; topics: to be answered, or offered when the intent is `unclear_question` or unknown;
    refusal: the kind of what is declined, with `several_questions` beside the answers."""

    intent: str
    confidence: float
    topics: tuple[str, ...] = ()
    refusal: str | None = None


def decide(ranking: Ranking, thresholds: Thresholds) -> Decision:
    """What to do about one question; `ranking` holds every label."""
    outside = sum(chance for label, chance in ranking if kind(label) == OUT_OF_SCOPE)
    (label, chance), (_, second) = ranking[:2]
    if outside >= thresholds.answer and outside > max((p for name, p in ranking if kind(name) != OUT_OF_SCOPE), default=0):
        return _refuse(ranking, outside, thresholds)
    likely = [(name, p) for name, p in ranking[:OFFERED] if kind(name) == FAQ and p >= LEAST_OFFERED]
    between_topics = kind(label) == kind(ranking[1][0]) == FAQ
    enough = thresholds.act if kind(label) in ACTING else thresholds.answer
    if kind(label) != OUT_OF_SCOPE and chance >= enough and not (between_topics and second >= thresholds.rival):
        return Decision(kind(label), chance, (key(label),) if kind(label) == FAQ else ())
    if len(likely) > 1 and sum(p for _, p in likely) >= thresholds.close:
        return Decision(UNCLEAR, chance, tuple(key(name) for name, _ in likely))
    return _unknown(ranking, chance)


def _refuse(ranking: Ranking, outside: float, thresholds: Thresholds) -> Decision:
    """The particular refusal only when that is clear too; the general one fits everything."""
    label, chance = next((name, p) for name, p in ranking if kind(name) == OUT_OF_SCOPE)
    if chance < thresholds.act:
        return _unknown(ranking, outside)
    return Decision(OUT_OF_SCOPE, outside, refusal=key(label))


def _unknown(ranking: Ranking, confidence: float) -> Decision:
    likely = [key(label) for label, chance in ranking if kind(label) == FAQ and chance >= LEAST_OFFERED]
    return Decision(UNKNOWN, confidence, tuple(likely[:OFFERED]))


def kind(label: str) -> str:
    """The intent of a label."""
    return label.partition("/")[0]


def key(label: str) -> str:
    """What stands after the intent: the topic, or the kind of refusal."""
    return label.partition("/")[2]


def load_thresholds(path: Path) -> Thresholds:
    """Raises TypeError naming the key when one is missing or unknown."""
    return Thresholds(**{name: float(value) for name, value in read_yaml(path).items()})
