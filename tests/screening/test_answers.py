"""Answers as many kinds of people type them: each line of answers.jsonl says what ought to be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from clinic.screening.questions import NAMES
from clinic.screening.reading.guard import DANGER, QUESTION, SMALL_TALK
from tests.screening.reading import reason, value

CASES = [json.loads(line) for line in Path(__file__).with_name("answers.jsonl").read_text("utf-8").splitlines()]
OPEN = ("first_name", "main_reason", "medicines", "antidepressants_tried", "callback")


def without_classes(read: Any) -> Any:
    if isinstance(read, dict) and "medicines" in read:
        kept = [{key: entry[key] for key in ("name", "as_said", "dose")} for entry in read["medicines"]]
        return read | {"medicines": kept}
    return read


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['question']}: {case['text']}")
def test_reads(case: dict[str, Any]) -> None:
    assert without_classes(value(case["question"], case["text"])) == case["value"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "why do you need that?",
        "Why do you need that",
        "how long does a session take?",
        "what",
        "what do you mean",
        "is it covered by insurance?",
        "do you take Medicare",
        "can I drive home after",
        "who sees my answers",
        "where are you located?",
        "I have a question",
    ],
)
def test_a_question_back_is_no_answer(name: str, text: str) -> None:
    assert reason(name, text) == QUESTION


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text", ["lol", "hi", "hello there", "asdf", "...", "!!!", "", "   ", "this is stupid", "talk to a human"]
)
def test_small_talk_is_no_answer(name: str, text: str) -> None:
    assert value(name, text) == "INVALID"
    if not text.strip(" .!"):
        assert reason(name, text) == SMALL_TALK


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "text",
    [
        "I want to kill myself",
        "doesn't matter, I'm taking them all tonight",
        "I don't want to be alive anymore",
        "skip, I just want to die",
        "Skip. I don't want to live",
        "I'm suicidal",
        "yes. I'm going to end it all",
        "prozac, and I took all my pills",
        "quiero morir",
    ],
)
def test_danger_is_never_stored_as_an_answer(name: str, text: str) -> None:
    assert reason(name, text) == DANGER


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("main_reason", "I lost my brother to suicide and have been depressed since"),
        ("main_reason", "depression, I was suicidal years ago but not now"),
        ("medicines", "I cut my pills in half"),
        ("medicines", "prozac, it kills my appetite"),
        ("main_reason", "this pain is killing me, chronic back pain"),
    ],
)
def test_words_that_only_sound_like_danger(name: str, text: str) -> None:
    assert (value(name, text) == "INVALID" and reason(name, text) != DANGER) or value(name, text) != "INVALID"


@pytest.mark.parametrize("name", ["first_name", "callback", "pregnancy"])
@pytest.mark.parametrize(
    "text",
    ["skip", "Prefer not to say", "i'd rather not", "none of your business", "pass", "I don't want to answer that"],
)
def test_skippable_questions_can_be_skipped(name: str, text: str) -> None:
    assert value(name, text) == {"skipped": True}


@pytest.mark.parametrize(
    "name", ["age", "main_reason", "blood_pressure", "psychosis_or_mania", "medicines", "antidepressants_tried"]
)
def test_other_questions_cannot_be_skipped(name: str) -> None:
    assert reason(name, "prefer not to say").startswith("I am sorry, this question cannot be left out.")


@pytest.mark.parametrize("name", OPEN)
@pytest.mark.parametrize("text", ["yes", "ok", "sure", "cool"])
def test_agreeing_is_no_answer_to_an_open_question(name: str, text: str) -> None:
    assert value(name, text) == "INVALID"


def test_an_answer_with_a_question_behind_it_is_an_answer() -> None:
    assert value("age", "I'm 41. How long does a session take?") == 41
    assert value("consent", "Yes. Who will see it?") == "yes"
    assert value("main_reason", "Depression. Do you take Aetna?")["text"] == "Depression. Do you take Aetna?"


def test_a_wrong_question_name_is_an_error() -> None:
    with pytest.raises(KeyError):
        value("shoe_size", "42")
