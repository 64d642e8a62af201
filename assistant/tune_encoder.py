"""Fine-tune the sentence encoder for the crisis screen, with the TensorFlow that Rasa brings.

The frozen encoder tells a crisis from an ordinary question but not from a look-alike (docs/measurements/crisis-screen.md),
so its upper layers are trained together with the classifier's heads.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import tensorflow as tf

from assistant.minilm import WIDTH, Minilm, Steps, batches, make_deterministic, padded

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
        self.encoder = Minilm(weights)
        self.heads = tf.Variable(rng.normal(0, 0.02, (WIDTH, task.heads.shape[1])).astype(np.float32))
        self.sign_heads = tf.Variable(np.zeros((task.signs.shape[1], task.heads.shape[1]), np.float32))
        self.heads_bias = tf.Variable(np.zeros(task.heads.shape[1], np.float32))
        self.categories = tf.Variable(rng.normal(0, 0.02, (WIDTH, task.category_count)).astype(np.float32))
        self.categories_bias = tf.Variable(np.zeros(task.category_count, np.float32))

    @property
    def head_variables(self) -> list[tf.Variable]:
        return [self.heads, self.sign_heads, self.heads_bias, self.categories, self.categories_bias]

    def logits(self, vectors: tf.Tensor, signs: tf.Tensor) -> tf.Tensor:
        """(batch, heads)."""
        return tf.matmul(vectors * SCALE, self.heads) + tf.matmul(signs, self.sign_heads) + self.heads_bias


def tune(weights: dict[str, np.ndarray], task: Task, seed: int = 0) -> Tuned:
    """Train on the whole task; the same task, seed and machine give the same weights."""
    make_deterministic(seed)
    network = Network(weights, task, seed)
    rng, lengths = np.random.default_rng(seed), [len(row) for row in task.ids]
    order = [rows for _ in range(EPOCHS) for rows in batches(lengths, BATCH, rng)]
    steps = Steps(network.encoder.trainable(FROZEN_LAYERS), network.head_variables, (RATE, HEAD_RATE), len(order))

    @tf.function(reduce_retracing=True, autograph=False)
    def step(ids: tf.Tensor, mask: tf.Tensor, signs: tf.Tensor, wanted: tf.Tensor, categories: tf.Tensor) -> None:
        with tf.GradientTape() as tape:
            loss = _loss(network, ids, mask, signs, wanted, categories)
        steps.apply(tape, loss)

    for rows in order:
        steps.advance()
        ids, mask = padded([task.ids[r] for r in rows])
        seen = (rng.random((len(rows), 1)) >= SIGNS_HIDDEN).astype(np.float32)
        step(ids, mask, task.signs[rows] * seen, task.heads[rows], task.categories[rows])
    return _tuned(network)


def logits(tuned: Tuned, task: Task) -> np.ndarray:
    """(rows, heads) for rows that the network was not trained on."""
    vectors = Minilm(tuned.encoder).embed(task.ids)
    return np.concatenate([vectors, task.signs], axis=1) @ tuned.heads + tuned.heads_bias


def _loss(
    network: Network, ids: tf.Tensor, mask: tf.Tensor, signs: tf.Tensor, wanted: tf.Tensor, categories: tf.Tensor
) -> tf.Tensor:
    vectors = tf.nn.dropout(network.encoder.vectors(ids, mask, DROPOUT), DROPOUT)
    heads = tf.nn.sigmoid_cross_entropy_with_logits(wanted, network.logits(vectors, signs))
    scores = tf.matmul(vectors * SCALE, network.categories) + network.categories_bias
    named = tf.cast(categories >= 0, tf.float32)
    kinds = tf.nn.sparse_softmax_cross_entropy_with_logits(tf.maximum(categories, 0), scores)
    return (tf.reduce_mean(tf.reduce_sum(heads, 1))
            + CATEGORY_SHARE * tf.reduce_sum(named * kinds) / (tf.reduce_sum(named) + 1))


def _tuned(network: Network) -> Tuned:
    heads = np.concatenate([network.heads.numpy() * SCALE, network.sign_heads.numpy()])
    return Tuned(network.encoder.weights(), heads, network.heads_bias.numpy(),
                 network.categories.numpy() * SCALE, network.categories_bias.numpy())
