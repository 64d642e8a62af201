"""Answers that need more than a fixed response: suggestions, "tell me more", and the crisis words."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from assistant import paths
from clinic.content import Topic, load_topics
from clinic.facts import Facts, load_facts

SUGGESTIONS = 3
PERSON = {"title": "Talk to a person", "payload": "talk to a person"}


@lru_cache
def topics() -> dict[str, Topic]:
    return load_topics(paths.DATA / "faq")


@lru_cache
def facts() -> Facts:
    return load_facts(paths.CLINIC_FILE)


class Fallback(Action):
    """No approved answer: the three closest questions, and a person."""

    def name(self) -> str:
        return "action_fallback"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        ranking = tracker.latest_message.get("intent_ranking") or []
        names = [entry["name"].partition("/")[2] for entry in ranking if entry["name"].startswith("faq/")]
        titles = [topics()[name].title for name in names[:SUGGESTIONS] if name in topics()]
        buttons = [*({"title": title, "payload": title} for title in titles), PERSON]
        dispatcher.utter_message(response="utter_fallback", buttons=buttons)
        return []


class TellMeMore(Action):
    """The longer text of the topic that was answered last."""

    def name(self) -> str:
        return "action_tell_me_more"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        topic = topics().get(_last_topic(tracker) or "")
        if topic is None:
            dispatcher.utter_message(response="utter_nothing_more")
        else:
            follow_ups = [topics()[name].title for name in topic.follow_ups]
            dispatcher.utter_message(
                text=facts().fill(topic.more),
                buttons=[{"title": title, "payload": title} for title in follow_ups],
                json_message={"topic": topic.name},
            )
        return []


def _last_topic(tracker: Tracker) -> str | None:
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            parsed = event.get("parse_data") or {}
            if (parsed.get("intent") or {}).get("name") == "faq":
                return parsed["response_selector"]["faq"]["response"]["intent_response_key"].partition("/")[2]
    return None
