from __future__ import annotations

import pytest

from clinic.safety import Category, Subject, Tier
from clinic.safety.combine import combine
from clinic.safety.scope import Judged
from clinic.safety.semantic import Opinion


def found(tier: Tier, category: Category | None = Category.PLAN, rule: str = "r") -> Judged:
    return Judged(tier, category, Subject.SELF, (rule,))


@pytest.mark.parametrize("opinion", list(Tier))
@pytest.mark.parametrize("pattern", list(Tier))
def test_the_net_raises_and_never_lowers(pattern: Tier, opinion: Tier) -> None:
    verdict = combine([found(pattern)], Opinion(0.5, opinion, Category.ABUSE))
    assert verdict.tier.urgency == max(pattern.urgency, opinion.urgency)
    assert verdict.score == 0.5


def test_the_worst_sentence_wins() -> None:
    verdict = combine([found(Tier.CHECK_IN, rule="a"), found(Tier.EMERGENCY, Category.ATTEMPT, "b")], None)
    assert (verdict.tier, verdict.category, verdict.rules) == (Tier.EMERGENCY, Category.ATTEMPT, ("a", "b"))


def test_the_net_names_the_category_when_the_patterns_are_silent() -> None:
    verdict = combine([], Opinion(0.9, Tier.CRISIS, Category.THIRD_PERSON))
    assert (verdict.category, verdict.subject, verdict.rules) == (Category.THIRD_PERSON, Subject.OTHER, ("semantic",))


def test_nothing_found_is_none() -> None:
    assert combine([], None).tier is Tier.NONE
