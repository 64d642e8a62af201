"""Fine-tune the sentence encoder on the clinic's sample questions: models/questions/ (committed, int8).

    make tune-encoder        about ten minutes on two cores

It is run again when many sample questions were added; new topics also work with the encoder as it is, because the
classifier on top is trained anew by every `make train` (docs/decisions/0012-fine-tuned-question-encoder.md).
"""

from __future__ import annotations

import hashlib
import random
import shutil
import sys
import tempfile
from pathlib import Path

import numpy as np
import onnx
import tensorflow as tf
import yaml
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from assistant import paths
from assistant.encoder_graph import SHA256, build_graph, weights_folder
from assistant.examples import Example, load_examples
from assistant.minilm import WIDTH, Minilm, Steps, batches, make_deterministic, padded
from assistant.misspell import misspell
from clinic.encoder import load_tokenizer

SCALE = 10.0  # of the unit vector before the head, so that its weights stay small
EPOCHS, BATCH, RATE, HEAD_RATE, DROPOUT = 6, 16, 1e-4, 2e-3, 0.1
SMOOTHING = 0.05  # of the wanted probabilities
MISSPELT = 0.4  # share of the examples that an epoch shows misspelt, each with one of these shares of its words
MISSPELT_WORDS = (0.15, 0.3, 0.5)


def tune(weights: dict[str, np.ndarray], examples: list[Example], tokenizer: Tokenizer, seed: int = 0) -> Minilm:
    """An encoder that keeps the labels of the examples apart; the same examples, seed and machine give the same one."""
    make_deterministic(seed)
    labels = sorted({example.label for example in examples})
    wanted = np.array([labels.index(example.label) for example in examples], np.int32)
    encoder, rng = Minilm(weights), np.random.default_rng(seed)
    head = tf.Variable(rng.normal(0, 0.02, (WIDTH, len(labels))).astype(np.float32))
    bias = tf.Variable(np.zeros(len(labels), np.float32))
    count = EPOCHS * -(-len(examples) // BATCH)
    steps = Steps(encoder.trainable(), [head, bias], (RATE, HEAD_RATE), count)

    @tf.function(reduce_retracing=True, autograph=False)
    def step(ids: tf.Tensor, mask: tf.Tensor, target: tf.Tensor) -> None:
        smooth = tf.one_hot(target, len(labels)) * (1 - SMOOTHING) + SMOOTHING / len(labels)
        with tf.GradientTape() as tape:
            vectors = tf.nn.dropout(encoder.vectors(ids, mask, DROPOUT), DROPOUT)
            logits = tf.matmul(vectors * SCALE, head) + bias
            loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(smooth, logits))
        steps.apply(tape, loss)

    slips = random.Random(seed)
    for epoch in range(EPOCHS):
        print(f"epoch {epoch + 1} of {EPOCHS}", file=sys.stderr, flush=True)
        ids = [found.ids for found in tokenizer.encode_batch([_as_typed(example.text, slips) for example in examples])]
        for rows in batches([len(row) for row in ids], BATCH, rng):
            steps.advance()
            step(*padded([ids[r] for r in rows]), wanted[rows])
    return encoder


def _as_typed(text: str, slips: random.Random) -> str:
    return misspell(text, slips.choice(MISSPELT_WORDS), slips) if slips.random() < MISSPELT else text


def save(encoder: Minilm, source: Path, target: Path) -> str:
    """Write the graph with int8 weights, and the tokenizer; returns the graph's SHA-256."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source / "tokenizer.json", target / "tokenizer.json")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        onnx.save(build_graph(encoder.weights()), str(whole))
        part = target / "model.onnx.part"
        quantize_dynamic(str(whole), str(part), weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
        part.replace(target / "model.onnx")
    return hashlib.sha256((target / "model.onnx").read_bytes()).hexdigest()


def main() -> None:
    source, target, examples = weights_folder(), paths.models() / "questions", load_examples()
    encoder = tune(load_file(source / "model.safetensors"), examples, load_tokenizer(source / "tokenizer.json"))
    data = "\n".join(sorted(f"{example.label}\t{example.text}" for example in examples))
    card = {
        "base": {"name": "sentence-transformers/all-MiniLM-L6-v2", "licence": "Apache-2.0", "sha256": SHA256},
        "recipe": {"epochs": EPOCHS, "batch": BATCH, "rate": RATE, "head_rate": HEAD_RATE, "dropout": DROPOUT,
                   "smoothing": SMOOTHING, "misspelt": MISSPELT, "seed": 0},
        "examples": len(examples), "labels": len({example.label for example in examples}),
        "data_sha256": hashlib.sha256(data.encode()).hexdigest(),
        "model_sha256": save(encoder, source, target / "encoder"),
    }  # fmt: skip
    (target / "card.yml").write_text(yaml.safe_dump(card, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    main()
