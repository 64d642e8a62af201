"""The Rasa component that understands: one classifier decides intent and topic together."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant import paths
from assistant.examples import labelled
from assistant.understanding.classifier import LinearClassifier
from assistant.understanding.decision import FAQ, OUT_OF_SCOPE, Decision, load_thresholds
from assistant.understanding.reader import Reader, Situation
from clinic.content import load_topics
from clinic.encoder import Encoder

CLASSIFIER = "classifier.npz"
TOPICS, REFUSAL = "topics", "refusal"  # keys of a parsed message: what is to be answered or offered, what is declined
ENCODER = ("questions", "encoder")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceClassifier(GraphComponent, IntentClassifier):
    """Writes `intent`, `intent_ranking`, `response_selector`, `topics` and `refusal`.

    A label is an intent ("greet") or an intent with its key ("faq/how_fast", "out_of_scope/buying"). What was said before
    comes in the message's metadata: `last_topic`, `offered`, `form` and `paused`, as assistant/dialogue.py sends them.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "C": 3.0,  # inverse regularisation of the classifier
            "ranking_length": 6,  # how many labels are reported
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage, self._resource = storage, resource
        self._encoder = Encoder.load(paths.models().joinpath(*ENCODER))
        self._reader: Reader | None = None

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the classifier on every example that has an intent."""
        examples = labelled(training_data)
        vectors = self._encoder.embed([example.text for example in examples])
        classifier = LinearClassifier.fit(vectors, [example.label for example in examples], self._config["C"])
        with self._storage.write_to(self._resource) as folder:
            classifier.save(folder / CLASSIFIER)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceClassifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            classifier = LinearClassifier.load(folder / CLASSIFIER)
        topics = load_topics(paths.DATA / FAQ)
        component._reader = Reader(component._encoder, classifier, load_thresholds(paths.THRESHOLDS), topics)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Understand each message that has text."""
        for message in messages:
            if text := message.get(TEXT):
                self._understand(message, text)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def _understand(self, message: Message, text: str) -> None:
        if self._reader is None:
            raise RuntimeError("the classifier was not loaded")
        before = message.get("metadata") or {}
        situation = Situation(
            last_topic=before.get("last_topic"),
            offered=tuple(before.get("offered") or ()),
            in_form=bool(before.get("form")),
            paused=bool(before.get("paused")),
        )
        reading = self._reader.read(text, situation)
        ranking = reading.ranking[: self._config["ranking_length"]]
        decision = reading.decision
        message.set(INTENT, {"name": decision.intent, "confidence": decision.confidence}, add_to_output=True)
        message.set(INTENT_RANKING_KEY, [{"name": name, "confidence": value} for name, value in ranking], add_to_output=True)
        message.set(TOPICS, list(decision.topics), add_to_output=True)
        message.set(REFUSAL, decision.refusal, add_to_output=True)
        if selected := _selected(decision):
            message.set("response_selector", _selection(selected, decision), add_to_output=True)


def _selected(decision: Decision) -> str | None:
    """The label whose response Rasa is to utter by itself."""
    if decision.intent == FAQ:
        return f"{FAQ}/{decision.topics[0]}"
    return f"{OUT_OF_SCOPE}/{decision.refusal}" if decision.intent == OUT_OF_SCOPE else None


def _selection(label: str, decision: Decision) -> dict[str, Any]:
    """What Rasa's retrieval action reads."""
    response = {"intent_response_key": label, "utter_action": f"utter_{label}", "confidence": decision.confidence}
    return {decision.intent: {"response": response, "ranking": [response]}}
