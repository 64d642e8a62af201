"""Train the semantic net of the crisis screen: models/crisis/head.npz.

    python -m assistant.train_safety             train on data/crisis/messages and the clinic's own sample questions
    python -m assistant.train_safety --measure   also write docs/measurements/crisis-screen.md (each writer held out in turn)

Deterministic. Thresholds come from predictions on writers that the classifier had not seen.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import yaml
from sklearn.linear_model import LogisticRegression

from assistant import paths
from clinic.encoder import Encoder
from clinic.safety import Category, Context, Screen, Tier
from clinic.safety.rules import load_rules
from clinic.safety.semantic import CATEGORIES, HEADS, as_read, features

STRENGTH = 8.0  # inverse regularisation of the classifiers; see docs/measurements/crisis-screen.md
ORDINARY_SPECIFICITY = 0.997  # of paging, on messages that are no crisis
SHOW_FALSE_ALARMS = 0.10  # of showing lines, on the look-alikes that the writers were asked for
EMERGENCY_PRECISION = 0.5  # probability above which a paged message is treated as an emergency


@dataclass(frozen=True)
class Example:
    """One labelled message; `writer` is the file it comes from."""

    text: str
    question: str | None
    tier: Tier
    category: Category | None
    writer: str
    language: str = "en"
    style: str = "plain"


def load_examples(data: Path) -> list[Example]:
    """Labelled messages without repetitions, then the clinic's sample questions (tier none) as writer "ordinary"."""
    examples: dict[tuple[str, str | None], Example] = {}
    for path in sorted((data / "crisis" / "messages").glob("*.jsonl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                example = _example(line, path, number)
                examples.setdefault((example.text.lower(), example.question), example)
    for text in _ordinary(data):
        examples.setdefault((text.lower(), None), Example(text, None, Tier.NONE, None, "ordinary"))
    return list(examples.values())


def _example(line: str, path: Path, number: int) -> Example:
    try:
        row = json.loads(line)
        category = Category(row["category"]) if row["category"] else None
        return Example(row["text"], row.get("question"), Tier(row["tier"]), category, path.stem,
                       row.get("language", "en"), row.get("style", "plain"))
    except (KeyError, ValueError) as problem:
        sys.exit(f"{path.name}, line {number}: {problem}")


def _ordinary(data: Path) -> list[str]:
    """Sample questions about the clinic; the topic of suicidal thoughts is left out, it is not ordinary."""
    texts: list[str] = []
    for path in sorted((data / "faq").glob("*.yml")):
        if path.stem != "suicidal_thoughts_topic":
            texts += yaml.safe_load(path.read_text(encoding="utf-8")).get("questions", [])
    for folder in ("smalltalk", "handoff", "screening"):
        for row in yaml.safe_load((data / folder / "nlu.yml").read_text(encoding="utf-8"))["nlu"]:
            texts += [line.strip().lstrip("- ") for line in (row.get("examples") or "").splitlines() if line.strip()]
    return [text for text in texts if text and not text.startswith("[")]


def build_features(examples: list[Example], data: Path, encoder: Encoder) -> np.ndarray:
    """float32 (examples, 390)."""
    patterns = Screen(load_rules(data / "crisis" / "rules"), None)
    embeddings = encoder.embed([as_read(e.text, e.question) for e in examples])
    judged = [patterns.judgements(e.text, Context(e.question)) for e in examples]
    return np.stack([features(row, found) for row, found in zip(embeddings, judged)])


def targets(examples: list[Example]) -> dict[str, np.ndarray]:
    """What each head has to say, bool (examples,)."""
    return {"shows": np.array([e.tier.shows_lines for e in examples]),
            "pages": np.array([e.tier.pages_staff for e in examples]),
            "emergency": np.array([e.tier is Tier.EMERGENCY for e in examples])}


def folds(examples: list[Example]) -> np.ndarray:
    """The fold of each example: one a writer; the ordinary questions are dealt round."""
    writers = sorted({e.writer for e in examples} - {"ordinary"})
    if len(writers) < 2:
        return np.arange(len(examples)) % 5
    return np.array([writers.index(e.writer) if e.writer in writers else i % len(writers) for i, e in enumerate(examples)])


def held_out_logits(x: np.ndarray, y: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """float (examples,): each from a classifier that has not seen the example's writer."""
    logits = np.zeros(len(y))
    for number in np.unique(fold):
        out = fold == number
        logits[out] = _fit(x[~out], y[~out]).decision_function(x[out])
    return logits


def _fit(x: np.ndarray, y: np.ndarray) -> LogisticRegression:
    return LogisticRegression(C=STRENGTH, max_iter=3000, random_state=0).fit(x, y)


def train(data: Path, target: Path, encoder: Encoder) -> tuple[list[Example], dict[str, np.ndarray], np.ndarray]:
    """Write head.npz; returns the examples, their held-out probabilities by head and the thresholds."""
    examples = load_examples(data)
    x, fold = build_features(examples, data, encoder), folds(examples)
    weights: dict[str, np.ndarray] = {}
    held_out: dict[str, np.ndarray] = {}
    for head, y in targets(examples).items():
        logits = held_out_logits(x, y, fold)
        scale = LogisticRegression(C=1e6).fit(logits[:, None], y)  # Platt: held-out logits to probabilities
        slope, shift = float(scale.coef_[0, 0]), float(scale.intercept_[0])
        held_out[head] = 1 / (1 + np.exp(-(slope * logits + shift)))
        whole = _fit(x, y)
        weights[head] = (slope * whole.coef_[0]).astype(np.float32)
        weights[f"{head}_bias"] = np.float32(slope * whole.intercept_[0] + shift)
    weights["categories"], weights["categories_bias"] = _categories(x, examples)
    weights["thresholds"] = _thresholds(held_out, examples)
    _save(target, weights)
    return examples, held_out, weights["thresholds"]


def _categories(x: np.ndarray, examples: list[Example]) -> tuple[np.ndarray, np.ndarray]:
    """Weights (n, categories) and biases; a category without an example can never win."""
    rows = [i for i, e in enumerate(examples) if e.category]
    fitted = _fit(x[rows], np.array([CATEGORIES.index(examples[i].category) for i in rows]))  # type: ignore[arg-type]
    weights, biases = np.zeros((x.shape[1], len(CATEGORIES)), np.float32), np.full(len(CATEGORIES), -1e9, np.float32)
    weights[:, fitted.classes_], biases[fitted.classes_] = fitted.coef_.T, fitted.intercept_
    return weights, biases


def _thresholds(held_out: dict[str, np.ndarray], examples: list[Example]) -> np.ndarray:
    """[shows, pages, emergency], in the order of HEADS."""
    hard = np.array([not e.tier.shows_lines and e.writer != "ordinary" for e in examples])
    calm = np.array([not e.tier.shows_lines for e in examples])
    shows = np.quantile(held_out["shows"][hard], 1 - SHOW_FALSE_ALARMS)
    pages = np.quantile(held_out["pages"][calm], ORDINARY_SPECIFICITY)
    return np.array([shows, max(pages, shows), EMERGENCY_PRECISION], dtype=np.float32)


def _save(target: Path, weights: dict[str, np.ndarray]) -> None:
    """The file appears whole or not at all."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, **weights)
    os.replace(part, target)


if __name__ == "__main__":
    models = paths.models()
    trained = train(paths.DATA, models / "crisis" / "head.npz", Encoder.load(models / "encoder"))
    print(f"{len(trained[0])} messages, thresholds " + ", ".join(f"{h} {t:.3f}" for h, t in zip(HEADS, trained[2])))
