"""Choose the thresholds of understanding: data/understanding/thresholds.yml and the curve they come from.

    make calibrate        about a minute

Reads tests/understanding/calibration, whose writers have seen no sample question; the blind split is not touched.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from assistant import paths
from assistant.examples import load_examples
from assistant.understanding.classifier import LinearClassifier, Ranking
from assistant.understanding.component import ENCODER, SentenceClassifier
from assistant.understanding.decision import (
    FAQ,
    OUT_OF_SCOPE,
    SEVERAL,
    UNCLEAR,
    UNKNOWN,
    Thresholds,
    decide,
    key,
    kind,
    load_thresholds,
)
from assistant.understanding.reader import Reader, Situation
from clinic.content import load_topics
from clinic.encoder import Encoder

SPLIT = paths.ROOT / "tests" / "understanding" / "calibration"
CURVE = paths.ROOT / "docs" / "measurements" / "understanding-curve.md"
TEMPERATURES = np.round(np.arange(0.2, 2.01, 0.05), 2)
STEPS = np.round(np.arange(0.1, 0.91, 0.05), 2)
MOST_WRONG = 0.025  # share of topic questions that may get the answer to another one
MOST_LET_THROUGH = 0.04  # share of messages out of scope that may get a topic's answer
MOST_SPLIT = 0.02  # share of single questions that may be taken for two


@dataclass(frozen=True)
class Point:
    """Shares (0-1) at one `answer` threshold, of topic questions and (let_through) of messages out of scope."""

    answer: float
    right: float
    wrong: float
    asked_back: float
    not_answered: float
    let_through: float


def read_split(name: str) -> list[dict[str, Any]]:
    lines = (SPLIT / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def best_temperature(logits: list[Ranking], labels: list[str]) -> float:
    """The temperature under which the labels are most probable; rankings are those at temperature 1."""
    def surprise(temperature: float) -> float:
        total = 0.0
        for ranking, label in zip(logits, labels, strict=True):
            scores = np.log([max(chance, 1e-12) for _, chance in ranking]) / temperature
            wanted = next((score for (name, _), score in zip(ranking, scores, strict=True) if name == label), scores.min())
            total += float(np.logaddexp.reduce(scores) - wanted)
        return total

    return float(min(TEMPERATURES, key=surprise))


def point(rankings: list[Ranking], labels: list[str], thresholds: Thresholds) -> Point:
    decided = [decide(ranking, thresholds) for ranking in rankings]
    topics = [(d, key(label)) for d, label in zip(decided, labels, strict=True) if kind(label) == FAQ]
    outside = [d for d, label in zip(decided, labels, strict=True) if kind(label) == OUT_OF_SCOPE]
    count = len(topics)
    return Point(
        answer=thresholds.answer,
        right=sum(d.intent == FAQ and d.topics == (topic,) for d, topic in topics) / count,
        wrong=sum(d.intent not in {UNKNOWN, UNCLEAR, OUT_OF_SCOPE} and d.topics != (topic,) for d, topic in topics) / count,
        asked_back=sum(d.intent == UNCLEAR for d, _ in topics) / count,
        not_answered=sum(d.intent in {UNKNOWN, OUT_OF_SCOPE} for d, _ in topics) / count,
        let_through=sum(d.intent not in {UNKNOWN, OUT_OF_SCOPE, UNCLEAR} for d in outside) / len(outside),
    )


def several_share(reader: Reader, messages: list[tuple[str, list[str]]]) -> tuple[float, float]:
    """(two questions both answered, one question not taken for two) for messages with the labels of their questions."""
    found = [(labels, reader.read(text, Situation()).decision) for text, labels in messages]
    two = [set(map(key, labels)) == set(decision.topics) for labels, decision in found if len(labels) == 2]
    one = [decision.intent != SEVERAL for labels, decision in found if len(labels) == 1]
    return sum(two) / len(two), sum(one) / len(one)


def choose_answer(rankings: list[Ranking], labels: list[str], base: Thresholds) -> tuple[Thresholds, list[Point]]:
    """The lowest `answer` that keeps within the limits, and the curve. Raises SystemExit when none does."""
    points = [point(rankings, labels, replace(base, answer=float(step))) for step in STEPS]
    fit = [p for p in points if p.wrong <= MOST_WRONG and p.let_through <= MOST_LET_THROUGH]
    if not fit:
        sys.exit("No threshold keeps within the limits of assistant/measure_questions.py; nothing was written.")
    return replace(base, answer=fit[0].answer), points


def choose_several(
    encoder: Encoder, classifier: LinearClassifier, base: Thresholds, messages: list[tuple[str, list[str]]]
) -> tuple[Thresholds, dict[float, tuple[float, float]]]:
    """The `several` that answers most pairs while single questions stay whole, and the curve."""
    topics = load_topics(paths.DATA / FAQ)
    curve = {float(step): several_share(Reader(encoder, classifier, replace(base, several=float(step)), topics), messages)
             for step in STEPS}  # fmt: skip
    fit = [step for step, (_, one) in curve.items() if one >= 1 - MOST_SPLIT] or [max(curve)]
    return replace(base, several=max(fit, key=lambda step: curve[step][0])), curve


def main() -> None:
    encoder, examples, items = Encoder.load(paths.models().joinpath(*ENCODER)), load_examples(), read_split("questions")
    strength = SentenceClassifier.get_default_config()["C"]
    classifier = LinearClassifier.fit(encoder.embed([e.text for e in examples]), [e.label for e in examples], strength)
    vectors, labels = encoder.embed([item["text"] for item in items]), [item["label"] for item in items]
    temperature = best_temperature([classifier.rank(vector) for vector in vectors], labels)
    rankings = [classifier.rank(vector, temperature) for vector in vectors]
    by_hand = replace(load_thresholds(paths.THRESHOLDS), temperature=temperature)
    chosen, points = choose_answer(rankings, labels, by_hand)
    messages = [(item["text"], item["labels"]) for item in read_split("pairs")]
    messages += [(item["text"], [item["label"]]) for item in items if kind(item["label"]) == FAQ]
    chosen, several = choose_several(encoder, classifier, chosen, messages)
    _write(chosen, points, several)


def _write(chosen: Thresholds, points: list[Point], several: dict[float, tuple[float, float]]) -> None:
    head = (f"# temperature, answer and several are chosen by `make calibrate`; {CURVE.relative_to(paths.ROOT)} shows how.\n"
            "# rival, close, act and beside are set by hand, and kept by it.\n")  # fmt: skip
    values = "".join(f"{name}: {value:g}\n" for name, value in vars(chosen).items())
    paths.THRESHOLDS.write_text(head + values, encoding="utf-8")
    rows = "".join(
        f"| {p.answer:.2f} | {p.right:.3f} | {p.wrong:.3f} | {p.asked_back:.3f} | {p.not_answered:.3f} | {p.let_through:.3f} |\n"
        for p in points
    )
    both = "".join(f"| {step:.2f} | {two:.3f} | {one:.3f} |\n" for step, (two, one) in several.items())
    CURVE.write_text(
        "# Thresholds of understanding\n\nWritten by `make calibrate` from the calibration split (writers who have read no "
        f"sample question). Temperature {chosen.temperature:g}; `answer` is the lowest threshold with at most {MOST_WRONG:.1%} "
        f"of the topic questions answered wrongly and at most {MOST_LET_THROUGH:.0%} of the messages out of scope let through: "
        f"{chosen.answer:g}.\n\n| answer | right | wrong | asked back | not answered | out of scope let through |\n"
        f"|---|---|---|---|---|---|\n{rows}\nTwo questions in one message, `several` {chosen.several:g}:\n\n"
        f"| several | both answered | one question not split |\n|---|---|---|\n{both}",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
