from __future__ import annotations

from pathlib import Path

import pytest

from clinic.safety import Screen
from clinic.safety.replies import Replies, load_replies
from clinic.safety.rules import RuleBook, load_rules

CRISIS_DATA = Path(__file__).resolve().parents[2] / "data" / "crisis"


@pytest.fixture(scope="session")
def book() -> RuleBook:
    return load_rules(CRISIS_DATA / "rules")


@pytest.fixture(scope="session")
def patterns(book: RuleBook) -> Screen:
    """The screen without the semantic net: what must hold even when the encoder is missing."""
    return Screen(book, None)


@pytest.fixture(scope="session")
def replies() -> Replies:
    return load_replies(CRISIS_DATA)
