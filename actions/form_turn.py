"""What one message does to the pre-screening: an answer, a wish about the form, or something else altogether."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.understanding.decision import FAQ, MORE, OUT_OF_SCOPE, SEVERAL
from clinic.content import PAYLOAD
from clinic.screening.answers import read
from clinic.screening.corrections import Correction, correction
from clinic.screening.questions import NAMES, question
from clinic.screening.readable import readable
from clinic.screening.reading.base import SKIPPED, Invalid

SURE = 0.9  # an intent below this confidence never overrules what reads as an answer
FREE_TEXT = {"choice_or_text", "list"}  # kinds of question to which many sentences read as an answer
WISHES = {"skip", "repeat", "go_back", "start_screening"}
OVERRULING = WISHES | {"talk_to_person", "ask_why", "show_answers", "cancel"}
ELSEWHERE = {
    FAQ, SEVERAL, MORE, "greet", "thank", "goodbye", "bot_challenge", "capabilities", "low_mood",
    "talk_to_person", "ask_why", "show_answers", "cancel", "crisis",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """`changes` to the answers, and what to say first: a response by name or literal words.

    Rasa takes a turn without any changed slot for "no answer", so asking again sets the slot to what it is.
    """

    changes: Mapping[str, Any]
    say: str | None = None
    text: str | None = None


def take_step(
    asked: str, text: str, intent: str, confidence: float, answers: Mapping[str, Any], *, minimum_age: int
) -> Step | None:
    """What the message means while `asked` is open; None when it is no answer and another rule must reply."""
    if text.startswith(PAYLOAD):  # a button for a topic: its name may read like an answer
        return None
    if corrected := correction(text, answers, minimum_age=minimum_age):
        return _correct(corrected, asked, answers)
    reading = read(asked, text, minimum_age=minimum_age)
    if isinstance(reading, Invalid):
        if intent in WISHES:
            return _wish(intent, asked, answers)
        return None if _is_elsewhere(intent, confidence) else _ask_again(asked, answers, text=reading.reason)
    if confidence >= SURE and intent in OVERRULING and question(asked).kind in FREE_TEXT:
        return _wish(intent, asked, answers) if intent in WISHES else None
    return _answer(asked, reading.value)


def _is_elsewhere(intent: str, confidence: float) -> bool:
    """A clumsy answer may look like nonsense or small talk; it is declined only when that is certain."""
    return intent in ELSEWHERE or (intent == OUT_OF_SCOPE and confidence >= SURE)


def _answer(asked: str, value: Any) -> Step:
    return Step({asked: value} if asked == "review" else {asked: value, "review": None})


def _correct(corrected: Correction, asked: str, answers: Mapping[str, Any]) -> Step:
    """The new value is read back, and the open question asked again; without one, the corrected question is asked."""
    if corrected.value is None:
        return Step({"review": {"change": corrected.question}})
    label = corrected.question.replace("_", " ").capitalize()
    changes = {asked: answers.get(asked), corrected.question: corrected.value, "review": None}
    return Step(changes, text=f"Changed. {label}: {readable(corrected.question, corrected.value)}")


def _ask_again(asked: str, answers: Mapping[str, Any], **words: str) -> Step:
    return Step({asked: answers.get(asked)}, **words)


def _wish(intent: str, asked: str, answers: Mapping[str, Any]) -> Step:
    if intent == "skip":
        skippable = question(asked).skippable
        return _answer(asked, dict(SKIPPED)) if skippable else _ask_again(asked, answers, say="utter_not_skippable")
    if intent == "go_back":
        earlier = [name for name in NAMES[: NAMES.index(asked)] if answers.get(name) is not None]
        if not earlier:
            return _ask_again(asked, answers, say="utter_nothing_to_go_back_to")
        return Step({"review": {"change": earlier[-1]}})
    return _ask_again(asked, answers)
