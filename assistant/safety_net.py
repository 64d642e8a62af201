"""The second net: crisis language is recognised even where no front desk stands before Rasa (`rasa shell`)."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant import paths
from clinic.safety import Screen, load_screen

CRISIS = "crisis"
SCREENED = "screened"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyNet(GraphComponent, IntentClassifier):
    """Sets the intent `crisis` with confidence 1 when the screen shows lines.

    A message that the front desk has screened already (metadata `screened`, with the question asked as context)
    is left alone: one verdict a message, the better informed one.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SafetyNet:
        return cls(load_screen(paths.DATA, paths.models()))

    def process(self, messages: list[Message]) -> list[Message]:
        """Overrule the intent of every message that shows danger."""
        for message in messages:
            text = message.get(TEXT)
            if text and not (message.get("metadata") or {}).get(SCREENED) and self._is_danger(text):
                message.set(INTENT, {"name": CRISIS, "confidence": 1.0}, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def _is_danger(self, text: str) -> bool:
        try:
            return self._screen.screen(text).tier.shows_lines
        except Exception:  # an error in the screen counts as crisis, whatever it is
            return True
