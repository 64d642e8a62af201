"""An answer that should have been reviewed by now says so and offers a person."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from clinic.content import load_topics
from clinic.facts import load_facts
from frontdesk.bodies import PERSON, from_assistant
from frontdesk.settings import ROOT

TOPICS = load_topics(ROOT / "data" / "faq")
FACTS = load_facts(ROOT / "clinic.yml")
TOPIC = TOPICS["bladder"]
MORE = {"title": "Tell me more", "payload": "Tell me more"}
DUE = TOPIC.review_due + timedelta(days=1)


def shown(today: date, *buttons: dict[str, str], after: tuple[dict[str, Any], ...] = ()) -> list[dict[str, Any]]:
    answer = {"text": "Yes, it can.", "buttons": list(buttons), "custom": {"topic": "bladder"}}
    bodies, events = from_assistant([answer, *after], TOPICS, FACTS, today)
    assert events == []
    return bodies


def test_an_answer_that_is_due_offers_a_person() -> None:
    (body,) = shown(DUE, MORE)
    assert body["buttons"] == [MORE, PERSON]
    assert "due for review; please check it with our staff" in body["card"]["review"]


@pytest.mark.parametrize("today", [TOPIC.review_due, TOPIC.review_due - timedelta(days=100)])
def test_an_answer_that_is_not_due_does_not(today: date) -> None:
    (body,) = shown(today, MORE)
    assert body["buttons"] == [MORE]
    assert "due for review" not in body["card"]["review"]


def test_a_person_is_offered_once() -> None:
    (body,) = shown(DUE, PERSON)
    assert body["buttons"] == [PERSON]


def test_only_the_last_message_offers_choices() -> None:
    answer, question = shown(DUE, MORE, after=({"text": "How old are you?", "buttons": [MORE]},))
    assert (answer["buttons"], question["buttons"]) == ([], [MORE])
