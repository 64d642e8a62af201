from __future__ import annotations

from pathlib import Path

import numpy as np

from clinic.safety import Category, Context, Subject, Tier
from clinic.safety.scope import Judged
from clinic.safety.semantic import CATEGORIES, SemanticNet, as_read, load_semantic_net, signs


class FakeEncoder:
    """Puts the number of words into the first place of the vector."""

    def embed(self, texts: list[str]) -> np.ndarray:
        rows = np.zeros((len(texts), 384), dtype=np.float32)
        rows[:, 0] = [len(text.split()) for text in texts]
        return rows


def net() -> SemanticNet:
    def first(weight: float) -> np.ndarray:
        row = np.zeros(390, dtype=np.float32)
        row[0] = weight
        return row

    categories = np.zeros((384, len(CATEGORIES)), dtype=np.float32)
    categories[0, CATEGORIES.index(Category.PLAN)] = 1
    return SemanticNet(FakeEncoder(), {
        "shows": first(1), "shows_bias": np.float32(-2), "pages": first(1), "pages_bias": np.float32(-4),
        "emergency": first(1), "emergency_bias": np.float32(-6), "categories": categories,
        "categories_bias": np.zeros(len(CATEGORIES), np.float32), "thresholds": np.array([0.5, 0.5, 0.5], np.float32)})


def test_thresholds_decide_the_tier() -> None:
    tiers = [net().judge(" ".join("word" for _ in range(n)), Context(), []).tier for n in (1, 3, 5, 7)]
    assert tiers == [Tier.NONE, Tier.CHECK_IN, Tier.CRISIS, Tier.EMERGENCY]


def test_category_only_for_danger() -> None:
    assert net().judge("a", Context(), []).category is None
    assert net().judge("a b c d", Context(), []).category is Category.PLAN


def test_an_answer_is_read_with_its_question() -> None:
    assert as_read("no", "blood_pressure") == "blood pressure: no"
    assert as_read("no", None) == "no"


def test_signs_carry_what_the_patterns_found() -> None:
    judged = [Judged(Tier.CRISIS, None, Subject.SELF, ("a",)), Judged(Tier.NONE, None, Subject.SELF, ("b", "negation"))]
    assert signs(judged).tolist() == [0, 0, 0, 1, 0, 1]
    assert signs([]).tolist() == [0] * 6


def test_missing_or_damaged_models_are_no_net(tmp_path: Path) -> None:
    assert load_semantic_net(tmp_path) is None
    (tmp_path / "crisis").mkdir()
    (tmp_path / "crisis" / "head.npz").write_bytes(b"damaged")
    assert load_semantic_net(tmp_path) is None
