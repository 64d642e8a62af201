"""The semantic net: a fine-tuned sentence encoder and a linear classifier, built by assistant/train_safety.py.

models/crisis/head.npz holds, for the heads "shows", "pages" and "emergency", calibrated weights over (unit vector, signs)
and a bias; for the categories a matrix over the unit vector; the three thresholds; and the vector of a probe, by which it
knows its encoder.
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
SIGNS = 6
"""Number of features that say what the patterns found."""

ANSWER = "{question}: {text}"
PROBE = "Someone to talk to"


class Encoder(Protocol):
    """What turns texts into unit vectors, float32 (n, 384)."""

    def embed(self, texts: list[str]) -> np.ndarray: ...


@dataclass(frozen=True)
class Opinion:
    """danger: probability (0-1) that lines should be shown; tier: what the thresholds make of all three heads."""

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
        vector = self.encoder.embed([as_read(text, context.question)])[0]
        row = np.concatenate([vector, signs(judged)])
        shows, pages, emergency = (self._probability(head, row) for head in HEADS)
        limits = self.weights["thresholds"]
        tier = Tier.NONE
        if shows >= limits[0]:
            tier = Tier.CHECK_IN
        if pages >= limits[1]:
            tier = Tier.EMERGENCY if emergency >= limits[2] else Tier.CRISIS
        scores = vector @ self.weights["categories"] + self.weights["categories_bias"]
        return Opinion(shows, tier, CATEGORIES[int(np.argmax(scores))] if tier is not Tier.NONE else None)

    def _probability(self, head: str, row: np.ndarray) -> float:
        logit = float(row @ self.weights[head] + self.weights[f"{head}_bias"])
        return float(1 / (1 + np.exp(-np.clip(logit, -40, 40))))


def as_read(text: str, question: str | None) -> str:
    """The text as the encoder reads it; an answer is read with its question."""
    return ANSWER.format(question=question.replace("_", " "), text=text) if question else text


def signs(judged: list[Judged]) -> np.ndarray:
    """float32 (6,): the worst tier by the patterns, one-hot with none first, and whether a scope lowered a danger."""
    found = np.zeros(SIGNS, dtype=np.float32)
    if judged:
        found[max(j.tier.urgency for j in judged)] = 1
    found[SIGNS - 1] = any(len(j.rules) > 1 for j in judged)
    return found


def load_semantic_net(models: Path) -> SemanticNet | None:
    """The net; None when it was not built, cannot be read or does not belong to its encoder: the patterns work alone then."""
    try:
        with np.load(models / "crisis" / "head.npz", allow_pickle=False) as file:
            weights = {name: file[name] for name in file.files}
        from clinic.encoder import Encoder as Minilm

        encoder = Minilm.load(models / "crisis" / "encoder")
        if np.abs(encoder.embed([PROBE])[0] - weights["probe"]).max() > 1e-3:
            return None
        return SemanticNet(encoder, weights)
    except (OSError, RuntimeError, ValueError, KeyError, ImportError, zipfile.BadZipFile):
        return None
