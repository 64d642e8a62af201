"""The pre-screening as a conversation: order, interruptions, repair, endings."""

from __future__ import annotations

from typing import Any

import pytest

from clinic.screening.questions import NAMES
from tests.conversation.chat import Chat, Model

ANSWERS = {
    "consent": "yes",
    "for_whom": "for myself",
    "age": "forty-one",
    "first_name": "Ana",
    "callback": "301 555 0123",
    "main_reason": "depression for ten years",
    "antidepressants_tried": "prozac, zoloft and lexapro",
    "blood_pressure": "high but controlled with lisinopril",
    "psychosis_or_mania": "no",
    "pregnancy": "does not apply",
    "medicines": "lisinopril 10 mg and xanax",
}


def until(chat: Chat, question: str) -> Chat:
    """The form filled in up to (not including) `question`."""
    chat.say("start pre-screening")
    for name in NAMES[: NAMES.index(question)]:
        assert chat.asked == name
        chat.say(ANSWERS[name])
    assert chat.asked == question
    return chat


def test_a_whole_pre_screening(chat: Chat) -> None:
    until(chat, "review")
    assert "Age: 41" in chat.text
    assert "alprazolam" in chat.text
    text = chat.say("submit")
    assert chat.events == ["submit_screening"]
    assert "FD-TEST-2345" in text
    assert "only a clinician can say whether treatment is right for you" in text
    assert chat.state["form"] is None
    assert chat.answers["antidepressants_tried"]["min"] == 3


@pytest.mark.parametrize("question", NAMES)
def test_a_question_in_the_middle_is_answered_and_the_same_question_asked_again(chat: Chat, question: str) -> None:
    until(chat, question)
    prompt, before = chat.replies[-1]["text"], dict(chat.answers)
    chat.say("how fast does ketamine work?")
    assert chat.topics == ["how_fast"]
    assert chat.replies[-1]["text"] == prompt
    assert (chat.asked, chat.answers) == (question, before)


@pytest.mark.parametrize("topic", ["pregnancy_breastfeeding", "bipolar", "ptsd", "lamotrigine", "older_adults"])
@pytest.mark.parametrize("question", NAMES)
def test_a_button_for_a_topic_is_never_an_answer(chat: Chat, question: str, topic: str) -> None:
    until(chat, question)
    before = dict(chat.answers)
    chat.say(f"topic:{topic}")
    assert (chat.topics, chat.asked, chat.answers) == ([topic], question, before)


ANY_WORDS_MAY_BE_AN_ANSWER = {"main_reason", "medicines", "first_name"}
WISHES = ["why do you ask?", "what was the question", "what have i told you", "asdf qwer zxcv"]


@pytest.mark.parametrize(
    ("question", "wish"),
    [
        (question, wish)
        for question in NAMES
        for wish in (WISHES[:-1] if question in ANY_WORDS_MAY_BE_AN_ANSWER else WISHES)
    ],
)
def test_wishes_and_nonsense_lose_nothing(chat: Chat, question: str, wish: str) -> None:
    until(chat, question)
    before = dict(chat.answers)
    assert chat.say(wish)
    assert (chat.asked, chat.answers) == (question, before)


@pytest.mark.parametrize("question", NAMES)
def test_an_assistant_that_forgot_everything_goes_on_at_the_same_question(chat: Chat, question: str) -> None:
    until(chat, question)
    before = dict(chat.answers)
    chat.restart_assistant()
    chat.say("why do you ask?")
    assert (chat.asked, chat.answers) == (question, before)
    if question != "review":
        chat.say(ANSWERS[question])
        assert chat.asked != question


def test_a_person_can_be_asked_for_in_the_middle(chat: Chat) -> None:
    until(chat, "blood_pressure").say("let me talk to a human please")
    assert chat.events == ["handoff"]
    assert chat.asked == "blood_pressure"


def test_an_answer_is_changed_at_the_review(chat: Chat) -> None:
    until(chat, "review").say("change age")
    assert chat.asked == "age"
    chat.say("43")
    assert chat.asked == "review"
    assert "Age: 43" in chat.text


@pytest.mark.parametrize("question", NAMES[NAMES.index("first_name") :])
def test_an_earlier_answer_is_corrected_in_passing(chat: Chat, question: str) -> None:
    until(chat, question)
    before = {name: value for name, value in chat.answers.items() if name != "age"}
    assert "Changed. Age: 35" in chat.say("wait, change my age to 35")
    assert chat.answers["age"] == 35
    assert (chat.asked, {name: value for name, value in chat.answers.items() if name != "age"}) == (question, before)


@pytest.mark.parametrize("words", ["change my age", "please correct my age", "change my age to a hundred and ninety"])
def test_a_correction_without_a_new_value_asks_for_it_and_comes_back(chat: Chat, words: str) -> None:
    until(chat, "blood_pressure").say(words)
    assert chat.asked == "age"
    chat.say("35")
    assert (chat.asked, chat.answers["age"]) == ("blood_pressure", 35)


def test_a_correction_to_a_child_s_age_stops_the_form(chat: Chat) -> None:
    until(chat, "main_reason").say("change my age to 15")
    assert chat.replies[-1]["custom"]["reason"] == "under_age"


def test_wanting_other_medicines_is_a_reason_and_no_correction(chat: Chat) -> None:
    until(chat, "main_reason").say("i want to change my medicines")
    assert chat.asked == "antidepressants_tried"
    assert chat.answers["main_reason"]["text"] == "i want to change my medicines"


def test_going_back_keeps_the_answer_until_there_is_a_new_one(chat: Chat) -> None:
    until(chat, "main_reason").say("go back")
    assert chat.asked == "callback"
    assert chat.answers["callback"]["phone"] == "+13015550123"
    chat.say("301 555 0199")
    assert chat.asked == "main_reason"
    assert chat.answers["callback"]["phone"] == "+13015550199"


def test_an_unreadable_answer_to_a_change_keeps_the_old_one(chat: Chat) -> None:
    until(chat, "review").say("change age")
    chat.say("a hundred and ninety")
    assert chat.asked == "age"
    assert chat.answers["age"] == 41


def test_only_what_may_be_skipped_is_skipped(chat: Chat) -> None:
    until(chat, "age").say("skip")
    assert chat.asked == "age"
    chat.say("41")
    chat.say("skip")
    assert chat.answers["first_name"] == {"skipped": True}


@pytest.mark.parametrize("words", ["continue pre-screening", "continue", "resume", "ok lets go on"])
def test_stopping_keeps_the_answers_and_goes_on_later(chat: Chat, words: str) -> None:
    until(chat, "main_reason").say("stop the form")
    assert chat.state["form"] is None
    chat.say("what are the side effects")
    chat.say(words)
    assert chat.asked == "main_reason"


def test_after_sending_there_is_nothing_to_go_on_with(chat: Chat) -> None:
    until(chat, "review").say("submit")
    chat.say("continue")
    assert chat.state["form"] is None


@pytest.mark.parametrize(
    ("question", "answer", "reason"),
    [("consent", "no", "no_consent"), ("for_whom", "for my son", "for_someone_else"), ("age", "16", "under_age")],
)
def test_stop_rules_keep_nothing(chat: Chat, question: str, answer: str, reason: str) -> None:
    until(chat, question).say(answer)
    assert chat.events == ["stop_screening"]
    assert chat.replies[-1]["custom"]["reason"] == reason
    assert chat.state["form"] is None
    assert set(chat.answers) == {"reference"}


def test_every_button_of_every_question_is_understood(model: Model) -> None:
    for question in NAMES[:-1]:
        until(asking := model.chat(), question)
        for button in [b for reply in asking.replies for b in reply.get("buttons") or []]:
            _press(model, question, button, dict(asking.state))


def _press(model: Model, question: str, button: dict[str, str], state: dict[str, Any]) -> None:
    chat = model.chat(**state)
    chat.say(button["payload"])
    moved_on = chat.asked != question
    explained = button["title"] == "Why do you ask?"
    assert moved_on or explained, (question, button)


def test_a_dead_action_server_is_an_error_and_not_silence(chat: Chat, model: Model) -> None:
    until(chat, "age")
    model.actions.down = True
    with pytest.raises(RuntimeError):
        chat.say("41")
