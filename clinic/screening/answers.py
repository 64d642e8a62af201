"""Reading one answer: the visitor's words in, a value or a kind request for another answer out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from clinic.screening.questions import question as find_question
from clinic.screening.reading import (
    age,
    antidepressants_tried,
    blood_pressure,
    callback,
    consent,
    first_name,
    for_whom,
    guard,
    main_reason,
    medicines,
    pregnancy,
    psychosis_or_mania,
    review,
)
from clinic.screening.reading.base import SKIPPED, Answer, Invalid, Setting
from clinic.screening.reading.replies import is_refusal

LONGEST = 2000  # characters; the limit of a message, and matching stays fast

Reader = Callable[[str, Setting], Answer | Invalid]
_READERS: dict[str, Reader] = {
    "consent": consent.read,
    "for_whom": for_whom.read,
    "age": age.read,
    "first_name": first_name.read,
    "callback": callback.read,
    "main_reason": main_reason.read,
    "antidepressants_tried": antidepressants_tried.read,
    "blood_pressure": blood_pressure.read,
    "psychosis_or_mania": psychosis_or_mania.read,
    "pregnancy": pregnancy.read,
    "medicines": medicines.read,
    "review": review.read,
}


def read(
    question: str,
    text: str,
    *,
    today: date | None = None,
    region: str = "US",
    minimum_age: int = 18,
) -> Answer | Invalid:
    """The value of `text` as an answer to `question`, never guessed. Raises KeyError for an unknown question.

    The value's shape stands in `questions.QUESTIONS`; a skipped question has the value {"skipped": true}.
    today: for ages; region: ISO country of phone numbers and dates; minimum_age: years, from clinic.yml
    """
    asked = find_question(question)
    if len(text) > LONGEST:
        return Invalid("That is more than I can read at once. Please put it in a few sentences.")
    refused = is_refusal(text)
    if refused and asked.skippable and not guard.is_danger(text):
        return Answer(dict(SKIPPED))
    reason = guard.not_an_answer(text)
    if reason:
        return Invalid(reason)
    setting = Setting(today or date.today(), region, minimum_age, typed=text)
    result = _READERS[question](guard.without_questions(text), setting)
    if refused and isinstance(result, Invalid):
        return Invalid(f"{guard.REFUSED} {result.reason}")
    return result


__all__ = ["LONGEST", "Answer", "Invalid", "read"]
