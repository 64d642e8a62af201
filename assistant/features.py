"""Sentence embedding, joined by word and character n-grams that forgive misspellings."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer

from clinic.encoder import Encoder


class Features:
    """Rows of shape (texts, 384 + vocabulary): the unit embedding and `weight` times unit TF-IDF.

    They are sparse, because a message has some eighty of the thousands of n-grams: training is ten times as fast.
    """

    def __init__(self, encoder: Encoder, weight: float) -> None:
        self._encoder = encoder
        self._weight = weight
        self._lexical = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=3, sublinear_tf=True)

    @property
    def vocabulary(self) -> list[str]:
        """The n-grams, in the order of their columns."""
        return [str(term) for term in self._lexical.get_feature_names_out()]

    @property
    def idf(self) -> np.ndarray:
        """Inverse document frequency of each n-gram."""
        return self._lexical.idf_

    def fit(self, texts: list[str]) -> None:
        self._lexical.fit(texts)

    def restore(self, vocabulary: list[str], idf: np.ndarray) -> None:
        """Take over what an earlier `fit` learnt."""
        self._lexical.vocabulary = {term: column for column, term in enumerate(vocabulary)}
        self._lexical.idf_ = idf

    def transform(self, texts: list[str]) -> csr_matrix:
        lexical = self._lexical.transform(texts) * self._weight
        return hstack([csr_matrix(self._encoder.embed(texts)), lexical], format="csr", dtype=np.float32)
