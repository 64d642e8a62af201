"""Fine-tune the sentence encoder for the crisis screen, with the TensorFlow that Rasa brings.

The frozen encoder tells a crisis from an ordinary question but not from a look-alike (docs/measurements/crisis-screen.md),
so its upper layers are trained together with the classifier's heads. The network is that of assistant/build_encoder.py.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import tensorflow as tf  # its log level has to be set before

LAYERS, ATTENTION_HEADS, WIDTH, HEAD_WIDTH = 6, 12, 384, 32
SCALE = 10.0  # of the unit vector before the heads, so that their weights stay small
FROZEN_LAYERS = 2  # and the embeddings; training more of the network costs time and gains nothing measurable
EPOCHS, BATCH, RATE, HEAD_RATE, DROPOUT = 4, 16, 5e-5, 2e-3, 0.1
CATEGORY_SHARE = 0.3  # of the loss
SIGNS_HIDDEN = 0.5  # share of the rows trained without signs: the rules know these messages better than they will know new ones


@dataclass(frozen=True)
class Task:
    """What there is to learn: token ids, signs (n, s), wanted heads (n, h) as 0/1, categories (n,) with -1 for none."""

    ids: list[list[int]]
    signs: np.ndarray
    heads: np.ndarray
    categories: np.ndarray
    category_count: int

    def subset(self, rows: np.ndarray) -> Task:
        """The task with some of its rows."""
        return Task([self.ids[r] for r in rows], self.signs[rows], self.heads[rows], self.categories[rows], self.category_count)


@dataclass(frozen=True)
class Tuned:
    """Encoder weights by name, and head weights over (unit vector, signs): (384 + s, h), (h,), (384, c), (c,)."""

    encoder: dict[str, np.ndarray]
    heads: np.ndarray
    heads_bias: np.ndarray
    categories: np.ndarray
    categories_bias: np.ndarray


class Network:
    """The encoder and its heads as TensorFlow variables."""

    def __init__(self, weights: dict[str, np.ndarray], task: Task, seed: int) -> None:
        rng = np.random.default_rng(seed)
        used = {name: value for name, value in weights.items() if value.dtype == np.float32 and "pooler" not in name}
        self.body = {name: tf.Variable(value) for name, value in used.items()}
        self.heads = tf.Variable(rng.normal(0, 0.02, (WIDTH, task.heads.shape[1])).astype(np.float32))
        self.sign_heads = tf.Variable(np.zeros((task.signs.shape[1], task.heads.shape[1]), np.float32))
        self.heads_bias = tf.Variable(np.zeros(task.heads.shape[1], np.float32))
        self.categories = tf.Variable(rng.normal(0, 0.02, (WIDTH, task.category_count)).astype(np.float32))
        self.categories_bias = tf.Variable(np.zeros(task.category_count, np.float32))

    def trainable(self) -> tuple[list[tf.Variable], list[tf.Variable]]:
        """(variables of the encoder that move, variables of the heads)."""
        frozen = ("embeddings.", *(f"encoder.layer.{layer}." for layer in range(FROZEN_LAYERS)))
        body = [variable for name, variable in self.body.items() if not name.startswith(frozen)]
        return body, [self.heads, self.sign_heads, self.heads_bias, self.categories, self.categories_bias]

    def vectors(self, ids: tf.Tensor, mask: tf.Tensor, dropout: float) -> tf.Tensor:
        """Unit vectors (batch, 384) of padded token ids (batch, n); mask is 1 for real tokens."""
        weights, length = self.body, tf.shape(ids)[1]
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

    def logits(self, vectors: tf.Tensor, signs: tf.Tensor) -> tf.Tensor:
        """(batch, heads)."""
        return tf.matmul(vectors * SCALE, self.heads) + tf.matmul(signs, self.sign_heads) + self.heads_bias

    def _mix(self, x: tf.Tensor, mask: tf.Tensor, layer: str) -> tf.Tensor:
        shape = [tf.shape(x)[0], tf.shape(x)[1], ATTENTION_HEADS, HEAD_WIDTH]
        query, key, value = (
            tf.transpose(tf.reshape(self._linear(x, f"{layer}attention.self.{part}"), shape), [0, 2, 1, 3])
            for part in ("query", "key", "value"))
        scores = tf.matmul(query, key, transpose_b=True) / np.float32(np.sqrt(HEAD_WIDTH)) + (1 - mask)[:, None, None, :] * -1e9
        mixed = tf.matmul(tf.nn.softmax(scores), value)
        return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [shape[0], shape[1], WIDTH])

    def _linear(self, x: tf.Tensor, name: str) -> tf.Tensor:
        return tf.tensordot(x, self.body[f"{name}.weight"], [[2], [1]]) + self.body[f"{name}.bias"]

    def _norm(self, x: tf.Tensor, name: str) -> tf.Tensor:
        mean, variance = tf.nn.moments(x, -1, keepdims=True)
        return (x - mean) * tf.math.rsqrt(variance + 1e-12) * self.body[f"{name}.weight"] + self.body[f"{name}.bias"]


def tune(weights: dict[str, np.ndarray], task: Task, seed: int = 0) -> Tuned:
    """Train on the whole task; the same task, seed and machine give the same weights."""
    tf.keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()
    network = Network(weights, task, seed)
    body, heads = network.trainable()
    body_steps, head_steps = tf.keras.optimizers.legacy.Adam(RATE), tf.keras.optimizers.legacy.Adam(HEAD_RATE)

    @tf.function(reduce_retracing=True, autograph=False)
    def step(ids: tf.Tensor, mask: tf.Tensor, signs: tf.Tensor, wanted: tf.Tensor, categories: tf.Tensor) -> None:
        with tf.GradientTape() as tape:
            loss = _loss(network, ids, mask, signs, wanted, categories)
        gradients, _ = tf.clip_by_global_norm(tape.gradient(loss, body + heads), 1.0)
        body_steps.apply_gradients(zip(gradients[: len(body)], body, strict=True))
        head_steps.apply_gradients(zip(gradients[len(body) :], heads, strict=True))

    rng = np.random.default_rng(seed)
    batches = [rows for _ in range(EPOCHS) for rows in _batches(task, rng)]
    for number, rows in enumerate(batches):
        rate = min((number + 1) / (0.1 * len(batches)), (len(batches) - number) / (0.9 * len(batches)))
        body_steps.learning_rate, head_steps.learning_rate = RATE * rate, HEAD_RATE * rate
        ids, mask = _padded([task.ids[r] for r in rows])
        seen = (rng.random((len(rows), 1)) >= SIGNS_HIDDEN).astype(np.float32)
        step(ids, mask, task.signs[rows] * seen, task.heads[rows], task.categories[rows])
    return _tuned(network)


def logits(tuned: Tuned, task: Task) -> np.ndarray:
    """(rows, heads) for rows that the network was not trained on."""
    network = Network(tuned.encoder, task, 0)

    @tf.function(reduce_retracing=True, autograph=False)
    def vectors(ids: tf.Tensor, mask: tf.Tensor) -> tf.Tensor:
        return network.vectors(ids, mask, 0.0)

    found = np.zeros((len(task.ids), WIDTH), np.float32)
    order = np.argsort([len(row) for row in task.ids], kind="stable")
    for start in range(0, len(order), 64):
        rows = order[start : start + 64]
        found[rows] = vectors(*_padded([task.ids[r] for r in rows])).numpy()
    return np.concatenate([found, task.signs], axis=1) @ tuned.heads + tuned.heads_bias


def _loss(
    network: Network, ids: tf.Tensor, mask: tf.Tensor, signs: tf.Tensor, wanted: tf.Tensor, categories: tf.Tensor
) -> tf.Tensor:
    vectors = tf.nn.dropout(network.vectors(ids, mask, DROPOUT), DROPOUT)
    heads = tf.nn.sigmoid_cross_entropy_with_logits(wanted, network.logits(vectors, signs))
    scores = tf.matmul(vectors * SCALE, network.categories) + network.categories_bias
    named = tf.cast(categories >= 0, tf.float32)
    kinds = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(categories, 0), scores)
    return (tf.reduce_mean(tf.reduce_sum(heads, 1))
            + CATEGORY_SHARE * tf.reduce_sum(named * kinds) / (tf.reduce_sum(named) + 1))


def _batches(task: Task, rng: np.random.Generator) -> Iterator[np.ndarray]:
    """Batches of rows of about the same length, in random order."""
    order, group = rng.permutation(len(task.ids)), BATCH * 20
    batches = []
    for start in range(0, len(order), group):
        rows = sorted(order[start : start + group], key=lambda r: len(task.ids[r]))
        batches += [np.array(rows[at : at + BATCH]) for at in range(0, len(rows), BATCH)]
    return (batches[at] for at in rng.permutation(len(batches)))


def _padded(rows: list[list[int]]) -> tuple[np.ndarray, np.ndarray]:
    """Ids and mask, padded to a multiple of 8 so that few shapes have to be compiled."""
    length = -(-max(map(len, rows)) // 8) * 8
    ids, mask = np.zeros((len(rows), length), np.int32), np.zeros((len(rows), length), np.float32)
    for number, row in enumerate(rows):
        ids[number, : len(row)], mask[number, : len(row)] = row, 1
    return ids, mask


def _drop(x: tf.Tensor, rate: float) -> tf.Tensor:
    return tf.nn.dropout(x, rate) if rate else x


def _tuned(network: Network) -> Tuned:
    heads = np.concatenate([network.heads.numpy() * SCALE, network.sign_heads.numpy()])
    return Tuned({name: variable.numpy() for name, variable in network.body.items()}, heads, network.heads_bias.numpy(),
                 network.categories.numpy() * SCALE, network.categories_bias.numpy())
