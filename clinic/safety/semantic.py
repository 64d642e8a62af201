"""The semantic net: a linear classifier over the sentence embedding, trained by assistant/train_safety.py.

models/crisis/head.npz holds, for the heads "shows", "pages" and "emergency", weights over the features (n,) and a bias, each
calibrated to a probability; for the categories a weight matrix (n, categories); the thresholds; and the tiers' order.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from clinic.safety.scope import Judged
from clinic.safety.verdict import Category, Context, Tier

CATEGORIES = tuple(Category)
HEADS = ("shows", "pages", "emergency")
ANSWER = "{question}: {text}"


class Encoder(Protocol):
    """What turns texts into unit vectors, float32 (n, 384)."""

    def embed(self, texts: list[str]) -> np.ndarray: ...


@dataclass(frozen=True)
class Opinion:
    """Probabilities (0-1) that lines should be shown, that staff should be paged, that 911 comes first; what is above its threshold."""

    danger: float
    tier: Tier
    category: Category | None = None


@dataclass(frozen=True)
class SemanticNet:
    """Weights beside an encoder."""

    encoder: Encoder
    weights: dict[str, np.ndarray]

    def judge(self, text: str, context: Context, judged: list[Judged]) -> Opinion:
        """The opinion on a message as a whole; `judged` is what the patterns found."""
        embedding = self.encoder.embed([as_read(text, context.question)])[0]
        return self.opinion(features(embedding, judged))

    def opinion(self, row: np.ndarray) -> Opinion:
        """The opinion on one row of features."""
        shows, pages, emergency = (self._probability(head, row) for head in HEADS)
        limits = self.weights["thresholds"]
        tier = Tier.NONE
        if shows >= limits[0]:
            tier = Tier.CHECK_IN
        if pages >= limits[1]:
            tier = Tier.EMERGENCY if emergency >= limits[2] else Tier.CRISIS
        scores = row @ self.weights["categories"] + self.weights["categories_bias"]
        return Opinion(shows, tier, CATEGORIES[int(np.argmax(scores))] if tier is not Tier.NONE else None)

    def _probability(self, head: str, row: np.ndarray) -> float:
        logit = float(row @ self.weights[head] + self.weights[f"{head}_bias"])
        return float(1 / (1 + np.exp(-np.clip(logit, -40, 40))))


def as_read(text: str, question: str | None) -> str:
    """The text as the encoder reads it; an answer is read with its question."""
    return ANSWER.format(question=question.replace("_", " "), text=text) if question else text


def features(embedding: np.ndarray, judged: list[Judged]) -> np.ndarray:
    """float32 (390,): the embedding, the worst tier by the patterns (one-hot, 5), and whether a scope lowered one."""
    worst = max((j.tier.urgency for j in judged), default=-1)
    signs = np.zeros(6, dtype=np.float32)
    if worst >= 0:
        signs[worst] = 1
    signs[5] = any(len(j.rules) > 1 for j in judged)
    return np.concatenate([embedding.astype(np.float32), signs])


def load_semantic_net(models: Path) -> SemanticNet | None:
    """The net; None when it was not built or cannot be read, and the patterns work alone."""
    try:
        with np.load(models / "crisis" / "head.npz", allow_pickle=False) as file:
            weights = {name: file[name] for name in file.files}
        from clinic.encoder import Encoder as Minilm

        own = models / "crisis" / "encoder"
        return SemanticNet(Minilm.load(own if own.is_dir() else models / "encoder"), weights)
    except (OSError, RuntimeError, ValueError, ImportError, zipfile.BadZipFile):
        return None
