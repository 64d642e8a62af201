from __future__ import annotations

from pathlib import Path

import pytest

from clinic.screening.catalogue import CatalogueError, load_conditions, load_medicines
from clinic.screening.medications import find_conditions, find_medicines
from clinic.screening.spelling import Spellings, distance

_, MEDICINES = load_medicines()


@pytest.mark.parametrize("medicine", MEDICINES, ids=lambda medicine: medicine.name)
def test_every_form_is_found(medicine) -> None:  # type: ignore[no-untyped-def]
    for form in medicine.forms:
        if "(unnamed)" in form:
            continue
        for text in (form, form.title(), f"I take {form} every day", f"{form}, and something"):
            assert medicine.name in {mention.name for mention in find_medicines(text)}, text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("prozzac", "fluoxetine"),
        ("sertroline", "sertraline"),
        ("lexaproo", "escitalopram"),
        ("gabapentun", "gabapentin"),
        ("lorazipam", "lorazepam"),
        ("quetiapin", "quetiapine"),
        ("levothyroxyne", "levothyroxine"),
        ("hydroclorothiazide", "hydrochlorothiazide"),
        ("metoprolool", "metoprolol"),
        ("risperidon", "risperidone"),
    ],
)
def test_misspellings_that_nobody_listed(text: str, name: str) -> None:
    assert [mention.name for mention in find_medicines(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "I feel like nobody is listening to me and the nights are the hardest",
        "my patience is gone, I am anxious about the session",
        "The parking at the station was terrible in the morning",
        "we went to a concert and had lasagna for dinner",
        "can you tell me what the consultation will cost",
        "my ability to concentrate and my appetite are low",
    ],
)
def test_ordinary_sentences_name_no_medicine(text: str) -> None:
    assert find_medicines(text) == []


def test_the_longest_name_wins() -> None:
    assert [mention.name for mention in find_medicines("lisinopril hctz")] == ["lisinopril-hydrochlorothiazide"]
    assert [mention.name for mention in find_medicines("blood pressure pills")] == ["blood pressure medicine (unnamed)"]


def test_every_form_of_a_condition_is_found() -> None:
    for condition in load_conditions():
        for form in condition.forms:
            assert condition.id in {mention.id for mention in find_conditions(f"it is {form} i think")}, form


def test_spellings() -> None:
    assert distance("xanax", "zanax", 2) == 1
    assert distance("abcd", "acbd", 2) == 1
    assert distance("short", "muchlonger", 2) == 3
    known = Spellings(["prozac", "prozap", "lamotrigine"])
    assert known.nearest("prozaq") == ["prozac", "prozap"]
    assert known.nearest("lamatrigene") == ["lamotrigine"]
    assert known.nearest("cat") == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not valid YAML"),
        ("[]", "expected `key: value`"),
        ("{classes: {}, medicines: [], reviewed_by: ''}", "missing reviewed_on"),
        (
            "{classes: {}, medicines: [{name: a}], reviewed_by: '', reviewed_on: null}",
            "medicine 1 (a): missing classes",
        ),
        ("{classes: {}, medicines: [{name: a, classes: [b]}], reviewed_by: '', reviewed_on: null}", "unknown class b"),
        (
            "{classes: {}, medicines: [{name: a, classes: [], extra: 1}], reviewed_by: '', reviewed_on: null}",
            "unknown extra",
        ),
        (
            "{classes: {}, medicines: [{name: a, classes: [], also: [no]}], reviewed_by: '', reviewed_on: null}",
            "False must be a text",
        ),
        (
            "{classes: {}, medicines: [{name: a, classes: []}, {name: b, classes: [], also: [A]}], reviewed_by: '', reviewed_on: null}",
            "both a and b",
        ),
    ],
)
def test_a_broken_file_is_named(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "medicines.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CatalogueError) as error:
        load_medicines(path)
    assert "medicines.yml" in str(error.value) and message in str(error.value)


def test_a_broken_condition_is_named(tmp_path: Path) -> None:
    path = tmp_path / "conditions.yml"
    path.write_text("{conditions: [{id: a, also: [b], reason: nonsense}], reviewed_by: '', reviewed_on: null}", encoding="utf-8")
    with pytest.raises(CatalogueError, match="unknown reason nonsense"):
        load_conditions(path)


@pytest.mark.parametrize("name", ["Maria", "Mariana", "Tania", "Valerie", "Victoria", "Marilyn"])
def test_a_name_is_neither_a_condition_nor_a_medicine(name: str) -> None:
    assert find_conditions(f"{name} told me to come") == []
    assert find_medicines(f"{name} Lopez") == []
