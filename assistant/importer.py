"""Feeds data/faq/*.yml to Rasa: sample questions become examples of faq/<topic>, the answer its response."""

from __future__ import annotations

from typing import Any

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from assistant import paths
from assistant.understanding.decision import FAQ
from clinic.content import TELL_ME_MORE, Topic, load_topics
from clinic.facts import Facts, load_facts

DRAFT = "utter_draft"
WITHOUT_PHONE = "_without_phone"  # a response of this name stands in for its namesake while clinic.yml gives no number


class ClinicImporter(RasaFileImporter):
    """Rasa's own files plus the clinic's topics."""

    @cached_method
    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """Rasa's NLU and response files, one example a sample question, and one response a topic; facts filled in."""
        topics, facts = load_topics(paths.DATA / FAQ), load_facts(paths.CLINIC_FILE)
        own = super().get_nlu_data(language)
        examples = [
            Message(data={TEXT: question, INTENT: FAQ, INTENT_RESPONSE_KEY: f"{FAQ}/{topic.name}"})
            for topic in topics.values()
            for question in (topic.title, *topic.questions)
        ]
        responses = {
            name: [_filled(one, facts) for one in _fitting(name, own.responses, facts)]
            for name in own.responses
            if not name.endswith(WITHOUT_PHONE)
        }
        responses |= {
            f"utter_{FAQ}/{topic.name}": responses[DRAFT] if topic.draft else [_response(topic, topics, facts)]
            for topic in topics.values()
        }
        return TrainingData(
            training_examples=[*own.training_examples, *examples],
            entity_synonyms=own.entity_synonyms,
            regex_features=own.regex_features,
            lookup_tables=own.lookup_tables,
            responses=responses,
        )


def _fitting(name: str, responses: dict[str, list[dict[str, Any]]], facts: Facts) -> list[dict[str, Any]]:
    return responses.get(f"{name}{WITHOUT_PHONE}", responses[name]) if facts.phone is None else responses[name]


def _filled(response: dict[str, Any], facts: Facts) -> dict[str, Any]:
    return {**response, "text": facts.fill(response["text"])} if "text" in response else response


def _response(topic: Topic, topics: dict[str, Topic], facts: Facts) -> dict[str, Any]:
    return {
        "text": facts.fill(topic.answer),
        "buttons": [TELL_ME_MORE, *(topics[name].button for name in topic.follow_ups)],
        "custom": {"topic": topic.name},
    }
