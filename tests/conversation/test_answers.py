"""Questions, small talk and the way to a person."""

from __future__ import annotations

import pytest

from assistant import paths
from clinic.content import load_topics
from clinic.facts import load_facts
from tests.conversation.chat import Chat, Model

TOPICS = load_topics(paths.DATA / "faq")
FACTS = load_facts(paths.CLINIC_FILE)


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_the_title_of_every_topic_gets_its_approved_answer(model: Model, topic: str) -> None:
    chat = model.chat()
    assert chat.say(TOPICS[topic].title) == FACTS.fill(TOPICS[topic].answer)
    assert chat.topics == [topic]
    assert chat.buttons == ["Tell me more", *(TOPICS[name].title for name in TOPICS[topic].follow_ups)]


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("so how does it actually work in your brain", "how_it_works"),
        ("my doctor said TRD, what is that", "what_is_trd"),
        ("can i drive home afterwards or do i need a ride", "driving_escort"),
        ("is it addictive", "addiction"),
        ("how long is one infusion", "session_length"),
        ("wat are teh side efects", "side_effects"),
        ("where are you located", "location_parking"),
    ],
)
def test_questions_in_visitors_words(chat: Chat, question: str, topic: str) -> None:
    chat.say(question)
    assert chat.understood["topic"] == topic


def test_tell_me_more_follows_the_last_topic(chat: Chat) -> None:
    chat.say("What is ketamine?")
    assert chat.say("tell me more") == FACTS.fill(TOPICS["what_is_ketamine"].more)


def test_tell_me_more_without_a_topic_says_so(chat: Chat) -> None:
    assert "no more on that" in chat.say("tell me more")


def test_an_unknown_question_gets_three_suggestions_and_a_person(chat: Chat) -> None:
    text = chat.say("what's the weather in Paris tomorrow")
    assert "do not have an approved answer" in text
    assert len(chat.buttons) == 4
    assert chat.buttons[-1] == "Talk to a person"
    titles = {topic.title for topic in TOPICS.values()}
    assert set(chat.buttons[:3]) <= titles


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("hello there", "automated assistant of Calliope Health"),
        ("thanks a lot", "You are welcome"),
        ("bye for now", "Goodbye"),
        ("are you a bot?", "not a person and not a clinician"),
        ("what can you do", "pre-screening"),
        ("yes", "What would you like to know"),
    ],
)
def test_small_talk(chat: Chat, said: str, part: str) -> None:
    assert part in chat.say(said)


def test_asking_for_a_person_tells_the_front_desk(chat: Chat) -> None:
    text = chat.say("can i talk to a real person please")
    assert chat.events == ["handoff"]
    assert "cannot promise" in text


def test_no_fact_is_invented_when_the_clinic_gave_none(chat: Chat) -> None:
    assert FACTS.phone is None
    assert "our staff will tell you" in chat.say("What does it cost?")
    assert "{" not in chat.text


def test_the_second_net_answers_crisis_language_without_a_front_desk(model: Model) -> None:
    chat = model.chat()
    chat.screened = False
    assert "988" in chat.say("i want to kill myself")
