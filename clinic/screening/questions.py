"""The questions of the pre-screening, their order, and when the form stops."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clinic.screening.readable import is_skipped, readable

CONSENT_VERSION = "2026-11-20"  # stored with every consent; changes whenever the consent text changes


@dataclass(frozen=True)
class Question:
    """One question; `name` is also the name of the dialogue slot.

    kind: "choice" (buttons), "number", "name", "contact", "choice_or_text" (buttons, free text welcome), "list", "review"
    value: the shape of an answer, in words
    """

    name: str
    kind: str
    value: str
    skippable: bool = False


QUESTIONS: tuple[Question, ...] = (
    Question("consent", "choice", '"yes" | "no"'),
    Question("for_whom", "choice", '"self" | "other"'),
    Question("age", "number", "whole years, 10 to 115"),
    Question("first_name", "name", '"Ana Maria"', skippable=True),
    Question(
        "callback",
        "contact",
        '{"phone": "+13015550100", "extension": "204", "email": "ana@example.com", "leave_message": true | false}, '
        "each key only if it was said; phone or email is always there",
        skippable=True,
    ),
    Question(
        "main_reason",
        "choice_or_text",
        '{"codes": ["depression" | "anxiety" | "ptsd" | "ocd" | "bipolar" | "chronic_pain" | "other", ...], '
        '"text": as typed}; the first code is the main reason',
    ),
    Question(
        "antidepressants_tried",
        "choice_or_text",
        '{"min": 2, "max": 3 | null (no upper limit known), "names": [generic names]}',
    ),
    Question(
        "blood_pressure",
        "choice_or_text",
        '{"high": "yes" | "no" | "unsure", "controlled": true | false | null, "reading": [systolic, diastolic] in mmHg | null}',
    ),
    Question(
        "psychosis_or_mania",
        "choice_or_text",
        '{"answer": "yes" | "no" | "unsure", "current": true | false | null, "which": [condition ids]}',
    ),
    Question(
        "pregnancy",
        "choice_or_text",
        '{"answer": "yes" | "no" | "unsure" | "not_applicable", "kind": "pregnant" | "trying" | "breastfeeding" | null}',
        skippable=True,
    ),
    Question(
        "medicines",
        "list",
        '{"medicines": [{"name": generic, "as_said": typed, "classes": [...], "dose": "20 mg" | null}], '
        '"unrecognised": [typed], "stopped": [generic, no longer taken], "none": true | false}; '
        "all empty with none = false means: not known",
    ),
    Question("review", "review", '"submit" | {"change": name of a question}'),
)
NAMES: tuple[str, ...] = tuple(question.name for question in QUESTIONS)
_BY_NAME = {question.name: question for question in QUESTIONS}


def question(name: str) -> Question:
    """The question of that name. Raises KeyError."""
    return _BY_NAME[name]


def stop_reason(answers: Mapping[str, object], *, minimum_age: int = 18) -> str | None:
    """Why nothing more may be collected: "no_consent", "for_someone_else", "under_age", or None.

    minimum_age: years, from clinic.yml
    """
    if answers.get("consent") == "no":
        return "no_consent"
    if answers.get("for_whom") == "other":
        return "for_someone_else"
    age = answers.get("age")
    if isinstance(age, (int, float)) and age < minimum_age:
        return "under_age"
    return None


def next_question(answers: Mapping[str, object], *, minimum_age: int = 18) -> str | None:
    """The question to ask now; None when the form is stopped or submitted.

    While `review` is {"change": name}, that is the next question; whoever stores its new answer drops `review`.
    """
    if stop_reason(answers, minimum_age=minimum_age):
        return None
    review = answers.get("review")
    if isinstance(review, Mapping):
        return str(review["change"])
    return next((name for name in NAMES if answers.get(name) is None), None)


def progress(answers: Mapping[str, object], *, minimum_age: int = 18) -> tuple[int, int]:
    """(step, of): the step that is being answered, counted from 1; the last one once nothing is left to ask."""
    if next_question(answers, minimum_age=minimum_age) is None:
        return len(QUESTIONS), len(QUESTIONS)
    answered = sum(answers.get(name) is not None for name in NAMES if name != "review")
    return min(answered + 1, len(QUESTIONS)), len(QUESTIONS)


def summary(answers: Mapping[str, object]) -> list[tuple[str, str]]:
    """(question name, readable value) for each answered question, in order; consent and review are left out."""
    shown = [name for name in NAMES if name not in {"consent", "review"} and answers.get(name) is not None]
    return [(name, readable(name, answers[name])) for name in shown]


__all__ = [
    "CONSENT_VERSION",
    "NAMES",
    "QUESTIONS",
    "Question",
    "is_skipped",
    "next_question",
    "progress",
    "question",
    "stop_reason",
    "summary",
]
