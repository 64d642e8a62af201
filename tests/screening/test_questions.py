from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from clinic.screening.questions import NAMES, QUESTIONS, next_question, progress, question, stop_reason, summary

COMPLETE = {
    "consent": "yes",
    "for_whom": "self",
    "age": 41,
    "first_name": "Ana",
    "callback": {"phone": "+13015550100", "email": "ana@example.com", "leave_message": False},
    "main_reason": {"codes": ["depression", "anxiety"], "text": "depressed and anxious"},
    "antidepressants_tried": {"min": 2, "max": 2, "names": ["sertraline", "bupropion"]},
    "blood_pressure": {"high": "yes", "controlled": True, "reading": [128, 82]},
    "psychosis_or_mania": {"answer": "yes", "current": False, "which": ["psychosis"]},
    "pregnancy": {"answer": "yes", "kind": "trying"},
    "medicines": {
        "medicines": [{"name": "sertraline", "as_said": "zoloft", "classes": ["ssri"], "dose": "50 mg"}],
        "unrecognised": ["blorbozine"],
        "stopped": ["fluoxetine"],
        "none": False,
    },
}


def test_asks_in_order_until_submitted() -> None:
    answers: dict[str, object] = {}
    asked = []
    while (name := next_question(answers)) is not None:
        asked.append(name)
        answers[name] = COMPLETE.get(name, "submit")
    assert asked == list(NAMES)
    assert progress(answers) == (12, 12)


def test_answers_out_of_order_are_not_asked_again() -> None:
    assert next_question({"consent": "yes", "age": 41}) == "for_whom"
    assert next_question({"consent": "yes", "for_whom": "self", "age": 41}) == "first_name"


def test_stops_where_nothing_more_may_be_collected() -> None:
    assert stop_reason({"consent": "no"}) == "no_consent"
    assert stop_reason({"consent": "yes", "for_whom": "other"}) == "for_someone_else"
    assert stop_reason({"consent": "yes", "for_whom": "self", "age": 17}) == "under_age"
    assert stop_reason({"age": 20}, minimum_age=21) == "under_age"
    assert stop_reason({"age": 18}) is None
    assert next_question({"consent": "yes", "for_whom": "self", "age": 17}) is None
    assert next_question({"consent": "yes", "for_whom": "self", "age": 17}, minimum_age=16) == "first_name"


def test_a_skipped_question_counts_as_answered() -> None:
    answers = COMPLETE | {"first_name": {"skipped": True}}
    assert next_question(answers) == "review"
    assert ("first_name", "Skipped") in summary(answers)


def test_review_sends_the_visitor_back_to_the_answer_to_change() -> None:
    assert next_question(COMPLETE | {"review": {"change": "age"}}) == "age"
    assert next_question(COMPLETE | {"review": "submit"}) is None


def test_progress_counts_answers() -> None:
    assert progress({}) == (1, 12)
    assert progress({"consent": "yes", "age": 41}) == (3, 12)
    assert progress(COMPLETE) == (12, 12)


def test_summary_is_readable() -> None:
    lines = dict(summary(COMPLETE))
    assert list(lines) == [name for name in NAMES if name not in {"consent", "review"}]
    assert lines["callback"] == "+13015550100 or ana@example.com (please leave no message)"
    assert lines["main_reason"] == "Depression, Anxiety: “depressed and anxious”"
    assert lines["antidepressants_tried"] == "2 (sertraline, bupropion)"
    assert lines["blood_pressure"] == "High, controlled, 128/82"
    assert lines["psychosis_or_mania"] == "Yes, psychosis, in the past"
    assert lines["pregnancy"] == "Yes, trying to become pregnant"
    assert lines["medicines"] == "sertraline 50 mg, “blorbozine” (not now: fluoxetine)"


def test_skippable_questions_are_those_of_the_clinical_brief() -> None:
    assert [item.name for item in QUESTIONS if item.skippable] == ["first_name", "callback", "pregnancy"]
    assert question("age").kind == "number"


@given(st.dictionaries(st.sampled_from(NAMES[:-1]), st.just({"skipped": True})), st.booleans())
def test_the_next_question_is_the_first_unanswered(answers: dict[str, object], consents: bool) -> None:
    answers = answers | {"consent": "yes" if consents else "no"}
    name = next_question(answers)
    if not consents:
        assert name is None
    else:
        assert name == next(item for item in NAMES if item not in answers)
