"""The net as it was built; skipped where `make train` has not run."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter

import pytest

from clinic.safety import Category, Context, Screen, load_screen

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def screen() -> Screen:
    built = load_screen(ROOT / "data", ROOT / "models")
    if built.degraded:
        pytest.skip("models/crisis is not built")
    built.warm()
    return built


@pytest.mark.parametrize("text", [
    "I've made peace with it and sorted the paperwork so nobody has to deal with anything",
    "most nights I sit in the garage and wonder how long it would take",
    "my brother gave me his watch and said he won't be needing it where he's headed",
])
def test_the_net_hears_what_no_pattern_says(screen: Screen, text: str) -> None:
    verdict = screen.screen(text)
    assert verdict.tier.shows_lines
    assert verdict.score is not None
    assert verdict.category is not None


@pytest.mark.parametrize("text", [
    "how much is an infusion", "do you take Aetna", "what should I wear", "¿cuánto cuesta la infusión?", "can I move my appointment to Friday"])
def test_ordinary_questions_stay_ordinary(screen: Screen, text: str) -> None:
    assert not screen.screen(text).tier.shows_lines


def test_the_patterns_name_the_category(screen: Screen) -> None:
    assert screen.screen("I took the whole bottle an hour ago").category is Category.ATTEMPT


def test_an_answer_is_judged_with_its_question(screen: Screen) -> None:
    assert screen.screen("no", Context("safety")).tier.pages_staff
    assert not screen.screen("no", Context("pregnancy")).tier.shows_lines


def test_a_message_costs_milliseconds(screen: Screen) -> None:
    """Generous, because other work may share the cores; docs/measurements has the figures of a quiet machine."""
    times = []
    for number in range(60):
        began = perf_counter()
        screen.screen(f"Hello, I would like to know how long session {number} takes and what it costs")
        times.append(perf_counter() - began)
    assert median(times) < 0.05
