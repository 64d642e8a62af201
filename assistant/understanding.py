"""One linear classifier over the sentence encoder decides intent and topic together."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant import paths
from assistant.features import Features
from clinic.encoder import Encoder

OUT_OF_SCOPE = "out_of_scope"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SentenceClassifier(GraphComponent, IntentClassifier):
    """Writes `intent`, `intent_ranking` and `response_selector` from one softmax over intents and FAQ topics.

    A label is an intent ("greet") or an intent with its topic ("faq/how_fast").
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {
            "C": 30.0,  # inverse regularisation of the classifier
            "lexical_weight": 0.3,  # how much word and character n-grams count beside the encoder
            "threshold": 0.3,  # below this confidence the intent is nlu_fallback
            "ranking_length": 6,  # how many labels are reported
        }

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage, self._resource = storage, resource
        self._encoder = Encoder.load(paths.models() / "encoder")
        self._features = Features(self._encoder, config["lexical_weight"])
        self._labels: list[str] = []
        self._weights = np.zeros((0, 0), dtype=np.float32)
        self._bias = np.zeros(0, dtype=np.float32)

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SentenceClassifier:
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the classifier on every example that has an intent."""
        from sklearn.linear_model import LogisticRegression  # 0.3 s that serving does not need

        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        texts = [message.get(TEXT) for message in examples]
        labels = [message.get(INTENT_RESPONSE_KEY) or message.get(INTENT) for message in examples]
        self._features.fit(texts)
        model = LogisticRegression(C=self._config["C"], max_iter=400).fit(self._features.transform(texts), labels)
        self._labels = [str(label) for label in model.classes_]
        self._weights = model.coef_.astype(np.float32)
        self._bias = model.intercept_.astype(np.float32)
        self._persist()
        return self._resource

    def _persist(self) -> None:
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / "classifier.npz", weights=self._weights, bias=self._bias, idf=self._features.idf)
            vocabulary = {"labels": self._labels, "vocabulary": self._features.vocabulary}
            (folder / "classifier.json").write_text(json.dumps(vocabulary), encoding="utf-8")

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
            with np.load(folder / "classifier.npz") as arrays:
                component._weights, component._bias = arrays["weights"], arrays["bias"]
                idf = arrays["idf"]
            names = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
        component._labels = names["labels"]
        component._features.restore(names["vocabulary"], idf)
        return component

    def process(self, messages: list[Message]) -> list[Message]:
        """Understand each message that has text."""
        for message in messages:
            if text := message.get(TEXT):
                self._understand(message, text)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        return training_data

    def rank(self, text: str) -> list[tuple[str, float]]:
        """(label, probability), the most probable first."""
        logits = (self._features.transform([text]) @ self._weights.T)[0] + self._bias
        odds = np.exp(logits - logits.max())
        probabilities = odds / odds.sum()
        order = np.argsort(-probabilities)[: self._config["ranking_length"]]
        return [(self._labels[i], float(probabilities[i])) for i in order]

    def _understand(self, message: Message, text: str) -> None:
        ranking = self.rank(text)
        label, confidence = ranking[0]
        intent = label.split("/")[0]
        if intent == OUT_OF_SCOPE or confidence < self._config["threshold"]:
            intent = DEFAULT_NLU_FALLBACK_INTENT_NAME
        message.set(INTENT, {"name": intent, "confidence": confidence}, add_to_output=True)
        message.set(
            INTENT_RANKING_KEY, [{"name": name, "confidence": value} for name, value in ranking], add_to_output=True
        )
        if topics := [(name, value) for name, value in ranking if "/" in name]:
            message.set("response_selector", _selection(topics), add_to_output=True)


def _selection(topics: list[tuple[str, float]]) -> dict[str, Any]:
    """What Rasa's retrieval action reads: the best topic of its intent, and the ranking."""
    best, confidence = topics[0]
    response = {"intent_response_key": best, "utter_action": f"utter_{best}", "confidence": confidence}
    ranking = [{"intent_response_key": name, "confidence": value} for name, value in topics]
    return {best.split("/")[0]: {"response": response, "ranking": ranking}}
