"""A linear classifier over unit vectors of sentences, with a temperature that makes its probabilities honest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

Ranking = list[tuple[str, float]]
"""(label, probability), the most probable first. A label is an intent, or an intent and a key: "faq/how_fast"."""

ITERATIONS = 300
FULL_WEIGHT = 40  # examples of a label; those of a smaller one weigh more, so that a new topic is found from its first day


@dataclass(frozen=True)
class LinearClassifier:
    """Labels, weights float32 (labels, dimensions) and bias float32 (labels,)."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def fit(cls, vectors: np.ndarray, labels: Sequence[str], strength: float) -> LinearClassifier:
        """Multinomial logistic regression; strength: inverse of the regularisation (sklearn's C)."""
        from sklearn.linear_model import LogisticRegression  # 0.3 s that serving does not need

        counts = Counter(labels)
        weights = [max(1.0, FULL_WEIGHT / counts[label]) for label in labels]
        model = LogisticRegression(C=strength, max_iter=ITERATIONS).fit(vectors, labels, weights)
        return cls(tuple(map(str, model.classes_)), model.coef_.astype(np.float32), model.intercept_.astype(np.float32))

    def rank(self, vector: np.ndarray, temperature: float = 1.0) -> Ranking:
        """Every label with its probability; a temperature below 1 sharpens them."""
        logits = (self.weights @ vector + self.bias) / temperature
        odds = np.exp(logits - logits.max())
        probabilities = odds / odds.sum()
        return [(self.labels[i], float(probabilities[i])) for i in np.argsort(-probabilities, kind="stable")]

    def save(self, path: Path) -> None:
        np.savez(path, labels=np.array(self.labels), weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> LinearClassifier:
        """Raises OSError, KeyError or ValueError when the file is not what `save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(tuple(map(str, arrays["labels"])), arrays["weights"], arrays["bias"])
