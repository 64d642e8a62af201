"""Corrections in free words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.screening.corrections import Correction, correction

ANSWERS = {"age": 34, "first_name": "Ana", "callback": {"phone": "+13015550100"}, "blood_pressure": {"high": "no"}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("change my age to 35", Correction("age", 35)),
        ("Wait, change my age to thirty-five.", Correction("age", 35)),
        ("can you fix my name: Anna", Correction("first_name", "Anna")),
        ("please update my phone number", Correction("callback")),
        ("change my age to next week", Correction("age")),
        ("change my medicines to zoloft", None),
        ("change the subject", None),
        ("i want a change", None),
        ("my age is 35", None),
        ("35", None),
    ],
)
def test_what_is_corrected(text: str, expected: Correction | None) -> None:
    assert correction(text, ANSWERS, minimum_age=18) == expected


@given(st.text(max_size=80))
def test_only_what_was_answered_is_corrected(rest: str) -> None:
    found = correction(f"change my {rest}", ANSWERS, minimum_age=18)
    assert found is None or found.question in ANSWERS
