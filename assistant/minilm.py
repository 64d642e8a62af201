"""The sentence encoder as TensorFlow variables, to be fine-tuned; the network is that of assistant/encoder_graph.py."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import tensorflow as tf  # its log level has to be set before

LAYERS, ATTENTION_HEADS, WIDTH, HEAD_WIDTH = 6, 12, 384, 32
WARM_UP = 0.1  # share of the steps in which the learning rate rises; in the others it falls to nothing


class Minilm:
    """Weights by name, and what the network makes of token ids."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        used = {name: value for name, value in weights.items() if value.dtype == np.float32 and "pooler" not in name}
        self.variables = {name: tf.Variable(value) for name, value in used.items()}

    def trainable(self, frozen_layers: int | None = None) -> list[tf.Variable]:
        """All variables, or those that move when the embeddings and the lowest layers stay as they are."""
        if frozen_layers is None:
            return list(self.variables.values())
        frozen = ("embeddings.", *(f"encoder.layer.{layer}." for layer in range(frozen_layers)))
        return [variable for name, variable in self.variables.items() if not name.startswith(frozen)]

    def weights(self) -> dict[str, np.ndarray]:
        return {name: variable.numpy() for name, variable in self.variables.items()}

    def vectors(self, ids: tf.Tensor, mask: tf.Tensor, dropout: float = 0.0) -> tf.Tensor:
        """Unit vectors (batch, 384) of padded token ids (batch, n); mask is 1 for real tokens."""
        weights, length = self.variables, tf.shape(ids)[1]
        x = (tf.gather(weights["embeddings.word_embeddings.weight"], ids)
             + weights["embeddings.position_embeddings.weight"][:length] + weights["embeddings.token_type_embeddings.weight"][0])
        x = self._norm(x, "embeddings.LayerNorm")
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}."
            attended = self._linear(self._mix(x, mask, layer), f"{layer}attention.output.dense")
            x = self._norm(x + _drop(attended, dropout), f"{layer}attention.output.LayerNorm")
            hidden = tf.nn.gelu(self._linear(x, f"{layer}intermediate.dense"))
            x = self._norm(x + _drop(self._linear(hidden, f"{layer}output.dense"), dropout), f"{layer}output.LayerNorm")
        mean = tf.reduce_sum(x * mask[:, :, None], 1) / tf.reduce_sum(mask, 1, keepdims=True)
        return tf.math.l2_normalize(mean, -1)

    def embed(self, ids: Sequence[Sequence[int]]) -> np.ndarray:
        """Float32 (rows, 384), without padding's or order's influence."""
        vectors = tf.function(self.vectors, reduce_retracing=True, autograph=False)
        found = np.zeros((len(ids), WIDTH), np.float32)
        order = np.argsort([len(row) for row in ids], kind="stable")
        for start in range(0, len(order), 64):
            rows = order[start : start + 64]
            found[rows] = vectors(*padded([ids[r] for r in rows])).numpy()
        return found

    def _mix(self, x: tf.Tensor, mask: tf.Tensor, layer: str) -> tf.Tensor:
        shape = [tf.shape(x)[0], tf.shape(x)[1], ATTENTION_HEADS, HEAD_WIDTH]
        query, key, value = (
            tf.transpose(tf.reshape(self._linear(x, f"{layer}attention.self.{part}"), shape), [0, 2, 1, 3])
            for part in ("query", "key", "value"))
        scores = tf.matmul(query, key, transpose_b=True) / np.float32(np.sqrt(HEAD_WIDTH)) + (1 - mask)[:, None, None, :] * -1e9
        mixed = tf.matmul(tf.nn.softmax(scores), value)
        return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [shape[0], shape[1], WIDTH])

    def _linear(self, x: tf.Tensor, name: str) -> tf.Tensor:
        return tf.tensordot(x, self.variables[f"{name}.weight"], [[2], [1]]) + self.variables[f"{name}.bias"]

    def _norm(self, x: tf.Tensor, name: str) -> tf.Tensor:
        mean, variance = tf.nn.moments(x, -1, keepdims=True)
        return (x - mean) * tf.math.rsqrt(variance + 1e-12) * self.variables[f"{name}.weight"] + self.variables[f"{name}.bias"]


class Steps:
    """Adam for body and heads, each with its own highest rate: linear warm-up, linear decay, gradients clipped to norm 1."""

    def __init__(self, body: list[tf.Variable], heads: list[tf.Variable], rates: tuple[float, float], count: int) -> None:
        self._body, self._heads, self._rates, self._count, self._done = body, heads, rates, count, 0
        self._optimizers = tuple(tf.keras.optimizers.legacy.Adam(rate) for rate in rates)

    def advance(self) -> None:
        """Set the rates of the next step."""
        self._done += 1
        share = min(self._done / (WARM_UP * self._count), (self._count - self._done + 1) / ((1 - WARM_UP) * self._count))
        for optimizer, rate in zip(self._optimizers, self._rates, strict=True):
            optimizer.learning_rate = rate * share

    def apply(self, tape: tf.GradientTape, loss: tf.Tensor) -> None:
        gradients = [tf.convert_to_tensor(gradient) for gradient in tape.gradient(loss, self._body + self._heads)]
        gradients, _ = tf.clip_by_global_norm(gradients, 1.0)
        self._optimizers[0].apply_gradients(zip(gradients[: len(self._body)], self._body, strict=True))
        self._optimizers[1].apply_gradients(zip(gradients[len(self._body) :], self._heads, strict=True))


def make_deterministic(seed: int) -> None:
    """The same data, seed and machine give the same weights."""
    tf.keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def batches(lengths: Sequence[int], size: int, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Row numbers of batches of about the same length, in random order."""
    order, group = rng.permutation(len(lengths)), size * 20
    found = []
    for start in range(0, len(order), group):
        rows = sorted(order[start : start + group], key=lambda r: lengths[r])
        found += [np.array(rows[at : at + size]) for at in range(0, len(rows), size)]
    return (found[at] for at in rng.permutation(len(found)))


def padded(rows: Sequence[Sequence[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Ids and mask, padded to a multiple of 8 so that few shapes have to be compiled."""
    length = -(-max(map(len, rows)) // 8) * 8
    ids, mask = np.zeros((len(rows), length), np.int32), np.zeros((len(rows), length), np.float32)
    for number, row in enumerate(rows):
        ids[number, : len(row)], mask[number, : len(row)] = row, 1
    return ids, mask


def _drop(x: tf.Tensor, rate: float) -> tf.Tensor:
    return tf.nn.dropout(x, rate) if rate else x
