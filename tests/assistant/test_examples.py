"""What understanding learns from, and what it is measured on, are kept apart; the committed encoder is the one described."""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Iterator

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant import paths
from assistant.examples import load_examples
from assistant.misspell import misspell

SPLITS = paths.ROOT / "tests" / "understanding"
MODEL = paths.ROOT / "models" / "questions"


def held_out() -> Iterator[tuple[str, str]]:
    """(label, text) of every message of the blind and the calibration split that asks one thing."""
    for path in sorted(SPLITS.glob("*/*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            item = json.loads(line)
            if "label" in item and "after" not in item:
                yield item["label"], item["text"]


def test_nothing_that_is_measured_is_learnt() -> None:
    learnt = {" ".join(example.text.split()).casefold() for example in load_examples()}
    assert [text for _, text in held_out() if " ".join(text.split()).casefold() in learnt] == []


def test_every_measured_label_exists() -> None:
    assert {label for label, _ in held_out()} <= {example.label for example in load_examples()}


def test_the_encoder_is_the_one_that_its_card_describes() -> None:
    card = yaml.safe_load((MODEL / "card.yml").read_text(encoding="utf-8"))
    graph = (MODEL / "encoder" / "model.onnx").read_bytes()
    assert hashlib.sha256(graph).hexdigest() == card["model_sha256"]
    assert len(graph) <= 30_000_000


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.floats(0, 1), st.integers(0, 1000))
def test_misspelling_keeps_the_number_of_words(text: str, share: float, seed: int) -> None:
    assert len(misspell(text, share, random.Random(seed)).split(" ")) == len(text.split(" "))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_share_of_misspelt_words(share: float) -> None:
    text = "antidepressants together with ketamine treatment sometimes"
    changed = sum(a != b for a, b in zip(text.split(), misspell(text, share, random.Random(1)).split(), strict=True))
    assert changed == 0 if share == 0 else changed >= 4
