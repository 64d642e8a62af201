"""The policy's kinds of trap, with the patterns alone (no encoder)."""

from __future__ import annotations

import pytest

from clinic.safety import Category, Context, Screen, Subject, Tier


@pytest.mark.parametrize("text", [
    "I don't want to be alive any more",
    "not sure I won't kill myself",
    "can't stop thinking about dying",
    "I'm not suicidal but I want to die",
    "lol jk but i want to kill myself",
    "I want to kill myself, what is the price",
    "What are your hours? Do you take Aetna? Also I want to die.",
    "no i want to die",
    "I attempted ten years ago and now I want to die again",
    "i want to\nkill myself",
    "What happens if I kill myself",
    "does ketamine help if I want to kill myself",
])
def test_crisis(patterns: Screen, text: str) -> None:
    assert patterns.screen(text).tier.pages_staff


@pytest.mark.parametrize("text", [
    "I took the whole bottle an hour ago",
    "I'm not suicidal but I have the pills in my hand",
    "after my infusion I can't breathe",
    "my wife took her troche and won't wake up",
    "me tomé todas las pastillas, ya no siento las piernas",
    "I took the pills before I started this form. I took all of them",
])
def test_emergency(patterns: Screen, text: str) -> None:
    assert patterns.screen(text).tier is Tier.EMERGENCY


@pytest.mark.parametrize("text", [
    "does ketamine help suicidal thoughts?",
    "I attempted suicide ten years ago",
    "I used to cut myself when I was 15",
    "my brother killed himself last year",
])
def test_support(patterns: Screen, text: str) -> None:
    assert patterns.screen(text).tier is Tier.SUPPORT


@pytest.mark.parametrize("text", [
    "this traffic is killing me",
    "I was dying of laughter",
    "I'd kill for a coffee",
    "my wife is going to kill me if I miss my appointment",
    "I would never hurt myself",
    "I'm not suicidal",
    "do you allow self-injection?",
    "can I cut my pills in half",
    "will it kill the pain",
    "I want to end my treatment",
    "can you die from ketamine",
    "I live on Killing Avenue, is there parking",
    "no quiero morir",
    "este tráfico me mata",
    "",
    "   ",
    "👍",
])
def test_none(patterns: Screen, text: str) -> None:
    assert patterns.screen(text).tier is Tier.NONE


def test_third_person(patterns: Screen) -> None:
    verdict = patterns.screen("my son says he wants to die")
    assert (verdict.tier, verdict.category, verdict.subject) == (Tier.CRISIS, Category.THIRD_PERSON, Subject.OTHER)


def test_third_person_near_the_writer(patterns: Screen) -> None:
    assert patterns.screen("my mom doesn't know I want to die").subject is Subject.SELF


@pytest.mark.parametrize(("question", "answer", "tier"), [
    ("medicines", "doesn't matter, I'm taking them all tonight", Tier.CRISIS),
    ("safety", "no", Tier.CRISIS),
    ("safety", "not sure", Tier.CRISIS),
    ("safety", "idk", Tier.CRISIS),
    ("safety", "yes", Tier.NONE),
    ("safety", "define safe lol", Tier.CHECK_IN),
    ("safety_question", "yes", Tier.CRISIS),
    ("safety_question", "sí", Tier.CRISIS),
    ("safety_question", "no", Tier.NONE),
    ("safety_question", "next question", Tier.CHECK_IN),
    ("pregnancy", "no", Tier.NONE),
])
def test_answers(patterns: Screen, question: str, answer: str, tier: Tier) -> None:
    assert patterns.screen(answer, Context(question)).tier.urgency >= tier.urgency
    if tier is Tier.NONE:
        assert patterns.screen(answer, Context(question)).tier is Tier.NONE


def test_split_over_two_messages(patterns: Screen) -> None:
    assert patterns.screen("kill myself", Context(previous=("i want to",))).tier is Tier.CRISIS
    assert patterns.screen("to die", Context(previous=("hello", "i want"))).tier is Tier.CRISIS
    assert patterns.screen("to die", Context()).tier is Tier.NONE


def test_the_earlier_message_alone_does_not_count_again(patterns: Screen) -> None:
    assert patterns.screen("what are your hours", Context(previous=("i want to die",))).tier is Tier.NONE


def test_a_long_message_is_read_at_both_ends(patterns: Screen) -> None:
    padding = "The weather is nice today. " * 3000
    assert patterns.screen(f"{padding} I want to die").tier is Tier.CRISIS
    assert patterns.screen(f"I want to die. {padding}").tier is Tier.CRISIS


def test_every_rule_compiles(patterns: Screen) -> None:
    patterns.warm()


def test_without_the_net_the_screen_says_so(patterns: Screen) -> None:
    assert patterns.degraded
    assert patterns.screen("I want to die").score is None
