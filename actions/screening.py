"""The pre-screening form: each method hands over to clinic/screening and turns the result into Rasa events."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.form_turn import take_step
from assistant import paths
from clinic.facts import load_facts
from clinic.screening.questions import NAMES, next_question, stop_reason, summary

REQUESTED = "requested_slot"
LABELS = {
    "for_whom": "For", "age": "Age", "first_name": "First name", "callback": "Contact",
    "main_reason": "Main reason", "antidepressants_tried": "Antidepressants tried",
    "blood_pressure": "Blood pressure", "psychosis_or_mania": "Psychosis or mania", "pregnancy": "Pregnancy",
    "medicines": "Medicines",
}  # fmt: skip
Events = list[EventType]


@lru_cache
def minimum_age() -> int:
    """Years, from clinic.yml."""
    return int(load_facts(paths.CLINIC_FILE).values["minimum_age"])


def answers_of(tracker: Tracker) -> dict[str, Any]:
    return {name: tracker.get_slot(name) for name in NAMES if tracker.get_slot(name) is not None}


class ValidateScreeningForm(Action):
    """Reads the visitor's message for the open question and chooses the next one."""

    def name(self) -> str:
        return "validate_screening_form"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        asked, answers = tracker.get_slot(REQUESTED), answers_of(tracker)
        if asked is None:
            return [SlotSet(REQUESTED, next_question(answers, minimum_age=minimum_age()))]
        if not _has_new_message(tracker):
            return [SlotSet(REQUESTED, asked)]
        message = tracker.latest_message
        intent = message.get("intent") or {}
        step = take_step(
            asked, message.get("text") or "", intent.get("name") or "", intent.get("confidence") or 0.0, answers,
            minimum_age=minimum_age(),
        )  # fmt: skip
        if step is None:
            return []
        if step.say or step.text:
            dispatcher.utter_message(text=step.text, response=step.say)
        remaining = {name: value for name, value in {**answers, **step.changes}.items() if value is not None}
        following = next_question(remaining, minimum_age=minimum_age())
        changed = [SlotSet(name, value) for name, value in step.changes.items()]
        return [*changed, SlotSet(REQUESTED, following)]


class AskReview(Action):
    """Shows every answer before the visitor sends them."""

    def name(self) -> str:
        return "action_ask_screening_form_review"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        dispatcher.utter_message(
            text=f"Please check your answers.\n\n{_listed(answers_of(tracker))}\n\nShall I send them to our clinicians?",
            buttons=[
                {"title": "Send my answers", "payload": "submit"},
                *(
                    {"title": f"Change {LABELS[name].lower()}", "payload": f"change {name.replace('_', ' ')}"}
                    for name, _ in summary(answers_of(tracker))
                    if name != "for_whom"
                ),
            ],
        )
        return []


class FinishScreening(Action):
    """Says how the form ended and tells the front desk what to store."""

    def name(self) -> str:
        return "action_finish_screening"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        reason = stop_reason(answers_of(tracker), minimum_age=minimum_age())
        if reason:
            dispatcher.utter_message(response=f"utter_stop_{reason}")
            dispatcher.utter_message(json_message={"event": "stop_screening", "reason": reason})
            return [SlotSet(name, None) for name in NAMES]
        dispatcher.utter_message(response="utter_screening_submitted")
        dispatcher.utter_message(json_message={"event": "submit_screening"})
        return []


class ExplainQuestion(Action):
    """Why do you ask? Outside the form there is nothing to explain but what this chat is for."""

    def name(self) -> str:
        return "action_explain_question"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        asked = tracker.get_slot(REQUESTED) if tracker.active_loop_name else None
        dispatcher.utter_message(response=f"utter_help_{asked}" if asked else "utter_capabilities")
        return []


class ShowAnswers(Action):
    """What have I told you?"""

    def name(self) -> str:
        return "action_show_answers"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> Events:
        listed = _listed(answers_of(tracker))
        if listed:
            dispatcher.utter_message(text=f"This is what you have told me so far.\n\n{listed}")
        else:
            dispatcher.utter_message(response="utter_no_answers_yet")
        return []


def _listed(answers: dict[str, Any]) -> str:
    return "\n".join(f"{LABELS[name]}: {value}" for name, value in summary(answers))


def _has_new_message(tracker: Tracker) -> bool:
    """False when the form only comes back after an interruption: then something else ran since the visitor wrote."""
    actions = [event.get("name") for event in tracker.events if event.get("event") == "action"]
    return len(actions) >= 2 and actions[-2] == "action_listen"
