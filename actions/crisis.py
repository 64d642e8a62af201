"""The crisis words for channels that no front desk stands before (`rasa shell`)."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from assistant import paths
from clinic.facts import load_facts
from clinic.safety import Category, Screen, Tier, Verdict, load_screen
from clinic.safety.replies import Replies, StaffFacts, load_replies

UNCLEAR = Verdict(Tier.CRISIS, Category.ACTIVE_IDEATION)


@lru_cache
def screen() -> Screen:
    return load_screen(paths.DATA, paths.models())


@lru_cache
def replies() -> Replies:
    return load_replies(paths.DATA / "crisis")


class Crisis(Action):
    """Screens once more for the tier, and shows the fixed words; nobody is alerted from here and none is claimed to be."""

    def name(self) -> str:
        return "action_crisis"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[EventType]:
        verdict = screen().screen(tracker.latest_message.get("text") or "")
        verdict = verdict if verdict.tier.shows_lines else UNCLEAR
        country = load_facts(paths.CLINIC_FILE).values["crisis"]["country"]
        reply = replies().reply(verdict, language="en", country=country, staff=StaffFacts("not_stored"))
        lines = "\n".join(f"{line.label}: {line.detail}" for line in reply.lines)
        dispatcher.utter_message(text=f"{reply.text}\n\n{lines}", buttons=list(reply.buttons))
        return []
