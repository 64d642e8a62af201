"""Train the semantic net of the crisis screen: models/crisis/ (encoder/model.onnx, encoder/tokenizer.json, head.npz).

    python -m assistant.train_safety     about three minutes on two cores

Calibration and thresholds are those of data/crisis/thresholds.yml, which `python -m assistant.measure_safety` writes from
messages whose writers the net had not seen. The same data on the same machine give the same model.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
import yaml
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from assistant import paths
from assistant.crisis_messages import ORDINARY, Example, load_examples
from assistant.encoder_graph import build_graph, weights_folder
from assistant.tune_encoder import Task, tune
from clinic.encoder import Encoder, load_tokenizer
from clinic.safety import Context, Screen, Tier
from clinic.safety.rules import load_rules
from clinic.safety.semantic import CATEGORIES, HEADS, PROBE, as_read, signs

ORDINARY_SHARE = 3
"""One in so many of the everyday messages is learnt from: they are easy, and many."""


def build_task(examples: list[Example], patterns: Screen, tokenizer: Tokenizer) -> Task:
    """What the network is to learn from the examples."""
    return Task(
        ids=[tokenizer.encode(as_read(e.text, e.question)).ids for e in examples],
        signs=np.stack([signs(patterns.judgements(e.text, Context(e.question))) for e in examples]),
        heads=np.array([[e.tier.shows_lines, e.tier.pages_staff, e.tier is Tier.EMERGENCY] for e in examples], np.float32),
        categories=np.array([CATEGORIES.index(e.category) if e.category else -1 for e in examples], np.int32),
        category_count=len(CATEGORIES))


def learnt_from(examples: list[Example]) -> np.ndarray:
    """Numbers of the examples that training uses."""
    return np.array([i for i, e in enumerate(examples) if e.writer != ORDINARY or i % ORDINARY_SHARE == 0])


def train(data: Path, target: Path) -> None:
    """Write the net to `target`; head.npz comes last and names its encoder, so a killed run leaves no half of a net."""
    source = weights_folder()
    examples = load_examples(data)
    patterns = Screen(load_rules(data / "crisis" / "rules"), None)
    task = build_task(examples, patterns, load_tokenizer(source / "tokenizer.json"))
    tuned = tune(load_file(source / "model.safetensors"), task.subset(learnt_from(examples)))
    encoder = _save_encoder(tuned.encoder, source, target / "encoder")
    rows = yaml.safe_load((data / "crisis" / "thresholds.yml").read_text(encoding="utf-8"))
    weights = {"categories": tuned.categories, "categories_bias": tuned.categories_bias, "probe": encoder.embed([PROBE])[0],
               "thresholds": np.array([rows[head]["threshold"] for head in HEADS], np.float32)}
    for number, head in enumerate(HEADS):
        slope, shift = rows[head]["slope"], rows[head]["shift"]
        weights[head] = (slope * tuned.heads[:, number]).astype(np.float32)
        weights[f"{head}_bias"] = np.float32(slope * tuned.heads_bias[number] + shift)
    _save_head(weights, target / "head.npz")


def _save_encoder(weights: dict[str, np.ndarray], source: Path, folder: Path) -> Encoder:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "tokenizer.json", folder / "tokenizer.json")
    part = folder / "model.onnx.part"
    onnx.save(build_graph(weights), str(part))
    part.replace(folder / "model.onnx")
    return Encoder.load(folder)


def _save_head(weights: dict[str, np.ndarray], target: Path) -> None:
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        np.savez(file, **weights)
    part.replace(target)


if __name__ == "__main__":
    train(paths.DATA, paths.models() / "crisis")
