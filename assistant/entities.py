"""Medicines and conditions as Rasa entities, found by spaCy with the clinic's own lexicon."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from clinic.screening.medications import ConditionMention, Mention, find_conditions, find_medicines


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class ClinicalEntityExtractor(GraphComponent, EntityExtractorMixin):
    """Adds entities `medicine` (value: generic name) and `condition` (value: its code)."""

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> ClinicalEntityExtractor:
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Append what is found to the entities of each message."""
        for message in messages:
            text = message.get(TEXT) or ""
            entities = [_entity("medicine", found.name, found) for found in find_medicines(text)]
            entities += [_entity("condition", found.id, found) for found in find_conditions(text)]
            message.set(ENTITIES, (message.get(ENTITIES) or []) + entities, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data


def _entity(kind: str, value: str, mention: Mention | ConditionMention) -> dict[str, Any]:
    return {"entity": kind, "value": value, "start": mention.start, "end": mention.end}
