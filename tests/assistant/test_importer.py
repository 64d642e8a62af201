"""Topics reach Rasa as examples and responses, with the clinic's facts filled in."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant import paths
from assistant.examples import FOLDERS
from assistant.importer import ClinicImporter
from clinic.authoring import draft_topic
from clinic.content import load_topics
from clinic.screening.questions import NAMES


@pytest.fixture(scope="module")
def importer() -> ClinicImporter:
    files = [str(paths.DATA / name) for name in FOLDERS]
    return ClinicImporter(str(paths.ROOT / "config.yml"), str(paths.ROOT / "domain.yml"), files)


@pytest.fixture(scope="module")
def data(importer: ClinicImporter) -> TrainingData:
    return importer.get_nlu_data()


def test_every_topic_has_examples_and_one_response(data: TrainingData) -> None:
    for name, topic in load_topics(paths.DATA / "faq").items():
        examples = [m for m in data.training_examples if m.get("intent_response_key") == f"faq/{name}"]
        assert len(examples) == len(topic.questions) + 1
        assert len(data.responses[f"utter_faq/{name}"]) == 1


def test_no_field_is_left_open(data: TrainingData) -> None:
    texts = [one["text"] for several in data.responses.values() for one in several if "text" in one]
    assert [text for text in texts if "{clinic" in text] == []


def test_every_question_has_its_words_and_its_reason(importer: ClinicImporter, data: TrainingData) -> None:
    asked_by_an_action = {"review"}
    for name in NAMES:
        assert f"utter_help_{name}" in data.responses
        assert name in asked_by_an_action or f"utter_ask_screening_form_{name}" in data.responses


def test_the_domain_names_exactly_the_questions_of_the_clinic(importer: ClinicImporter) -> None:
    domain = importer.get_domain().as_dict()
    assert tuple(domain["forms"]["screening_form"]["required_slots"]) == NAMES
    assert set(NAMES) <= set(domain["slots"])


def test_no_example_stands_for_two_things(data: TrainingData) -> None:
    seen: dict[str, str] = {}
    for message in data.intent_examples:
        label = message.get("intent_response_key") or message.get("intent")
        assert seen.setdefault(message.get("text").casefold(), label) == label, message.get("text")


def test_a_draft_is_understood_and_says_that_it_has_no_answer_yet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = Path(shutil.copytree(paths.DATA, tmp_path / "data"))
    draft_topic(copy / "faq", "service_dog", "Can I bring my service dog?", "may my dog stay in the room", date(2027, 5, 20))
    monkeypatch.setattr(paths, "DATA", copy)
    files = [str(copy / name) for name in FOLDERS]
    data = ClinicImporter(str(paths.ROOT / "config.yml"), str(paths.ROOT / "domain.yml"), files).get_nlu_data()
    assert data.responses["utter_faq/service_dog"] == data.responses["utter_draft"]
    learnt = [m.get("text") for m in data.training_examples if m.get("intent_response_key") == "faq/service_dog"]
    assert learnt == ["Can I bring my service dog?", "may my dog stay in the room"]
