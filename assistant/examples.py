"""The labelled messages that understanding learns from, exactly as Rasa's training sees them."""

from __future__ import annotations

from dataclasses import dataclass

from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant import paths
from assistant.importer import ClinicImporter

FOLDERS = ("smalltalk", "out_of_scope", "handoff", "screening")
"""Of data/, with Rasa's own files; the topics of data/faq come through the importer."""


@dataclass(frozen=True)
class Example:
    """label: an intent, or an intent and its key, such as "faq/how_fast"."""

    text: str
    label: str


def load_examples() -> list[Example]:
    """In the order of the files."""
    files = [str(paths.DATA / name) for name in FOLDERS]
    data = ClinicImporter(str(paths.ROOT / "config.yml"), str(paths.ROOT / "domain.yml"), files).get_nlu_data()
    return labelled(data)


def labelled(data: TrainingData) -> list[Example]:
    """The examples of Rasa's training data that have an intent."""
    return [
        Example(message.get(TEXT), message.get(INTENT_RESPONSE_KEY) or message.get(INTENT))
        for message in data.intent_examples
        if message.get(TEXT)
    ]
