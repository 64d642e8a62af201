"""Answers that need more than a fixed response: two at once, "did you mean", suggestions, "tell me more"."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from assistant import paths
from assistant.understanding.decision import MORE
from clinic.content import PERSON, Topic, load_topics
from clinic.facts import Facts, load_facts

LAST_TOPIC, TOLD = "last_topic", "told"


@lru_cache
def topics() -> dict[str, Topic]:
    return load_topics(paths.DATA / "faq")


@lru_cache
def facts() -> Facts:
    return load_facts(paths.CLINIC_FILE)


class AnswerSeveral(Action):
    """One approved answer for each question in the message; what has to be declined comes first."""

    def name(self) -> str:
        return "action_answer_several"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        names, refusal = _meant(tracker), tracker.latest_message.get("refusal")
        if refusal:
            dispatcher.utter_message(response=f"utter_out_of_scope/{refusal}")
        for name in names:
            dispatcher.utter_message(response=f"utter_faq/{name}")
        if not names and not refusal:
            _offer(dispatcher, tracker, "utter_fallback")
        return []


class DidYouMean(Action):
    """Two or three questions are about equally likely: which one was meant?"""

    def name(self) -> str:
        return "action_did_you_mean"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        _offer(dispatcher, tracker, "utter_did_you_mean")
        return []


class Fallback(Action):
    """No approved answer: the closest questions, and a person."""

    def name(self) -> str:
        return "action_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        _offer(dispatcher, tracker, "utter_fallback")
        return []


class TellMeMore(Action):
    """The longer text of the topic that was answered last."""

    def name(self) -> str:
        return "action_tell_me_more"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        topic = topics().get(tracker.get_slot(LAST_TOPIC) or "")
        if topic is None or topic.draft or tracker.get_slot(TOLD) == topic.name:
            dispatcher.utter_message(response="utter_nothing_more")
        else:
            dispatcher.utter_message(
                text=facts().fill(topic.more),
                buttons=[topics()[name].button for name in topic.follow_ups],
                json_message={"topic": topic.name, "part": MORE},
            )
        return []


def _meant(tracker: Tracker) -> list[str]:
    """Topics of the message, as assistant/understanding found them."""
    return [name for name in tracker.latest_message.get("topics") or [] if name in topics()]


def _offer(dispatcher: CollectingDispatcher, tracker: Tracker, response: str) -> None:
    buttons = [topics()[name].button for name in _meant(tracker)]
    dispatcher.utter_message(response=response if buttons else "utter_no_answer", buttons=[*buttons, PERSON])
