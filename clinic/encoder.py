"""Sentence embeddings by all-MiniLM-L6-v2, fine-tuned or not, run by onnxruntime on one thread."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 384
MAX_TOKENS = 128


class Encoder:
    """Turns text into unit vectors; a message costs about 4 ms on one core, 2 ms with int8 weights.

    The graph (written by assistant/encoder_graph.py) takes one sequence at a time, so there is no padding and the
    embedding of a text never depends on its neighbours.
    """

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    @classmethod
    def load(cls, folder: Path) -> Encoder:
        """Read model.onnx and tokenizer.json. Raises OSError or RuntimeError when they are missing or damaged."""
        model, vocabulary = folder / "model.onnx", folder / "tokenizer.json"
        for path in (model, vocabulary):
            if not path.is_file():
                raise FileNotFoundError(f"{path} is missing; `make train` builds it")
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        tokenizer = load_tokenizer(vocabulary)
        session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        return cls(session, tokenizer)

    def embed(self, texts: list[str]) -> np.ndarray:
        """Float32 array of shape (len(texts), 384), each row of unit length."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        return np.concatenate([self._embed_one(text) for text in texts])

    def _embed_one(self, text: str) -> np.ndarray:
        ids = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        positions = np.arange(ids.shape[1], dtype=np.int64)
        embedding: np.ndarray = self._session.run(["embedding"], {"ids": ids, "positions": positions})[0]
        return embedding


def load_tokenizer(path: Path) -> Tokenizer:
    """As training and serving use it: no padding, at most MAX_TOKENS tokens."""
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer
