"""Rasa's own pipelines, trained on the same examples: what our component is compared with.

Every label is an intent of its own here ("faq__how_fast"), which spares the stock pipelines the second model that a
retrieval intent needs. A trained model is kept under models/stock/ until the examples change.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import yaml

from assistant import paths
from assistant.examples import Example

FALLBACK = {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1}  # as `rasa init` writes it
FEATURES: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
]
LOGISTIC_REGRESSION = "stock LogisticRegression"
DIET_EPOCHS = int(os.environ.get("DIET_EPOCHS", "100"))  # the stock number takes hours on two cores with our examples
DIET = "stock DIET" if DIET_EPOCHS == 100 else f"stock DIET, {DIET_EPOCHS} epochs"
PIPELINES: dict[str, list[dict[str, Any]]] = {
    DIET: [*FEATURES, {"name": "DIETClassifier", "epochs": DIET_EPOCHS, "constrain_similarities": True}, FALLBACK],
    LOGISTIC_REGRESSION: [
        {"name": "WhitespaceTokenizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "LogisticRegressionClassifier"},
        FALLBACK,
    ],
    "empty": [{"name": "WhitespaceTokenizer"}],
}
"""As `rasa init` and Rasa's documentation give them; "empty" understands nothing and shows what Rasa itself needs."""


def trained(name: str, examples: list[Example]) -> tuple[Path, float | None]:
    """The model, and the seconds of its training (from the record when it was trained before)."""
    digest = hashlib.sha256(json.dumps([[e.text, e.label] for e in examples] + [PIPELINES[name]]).encode()).hexdigest()[:16]
    folder = paths.models() / "stock"
    model, record = folder / f"{_slug(name)}-{digest}.tar.gz", folder / f"{_slug(name)}-{digest}.json"
    if not (model.is_file() and record.is_file()):
        folder.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        _train(name, examples, model)
        record.write_text(json.dumps({"seconds": time.perf_counter() - start}), encoding="utf-8")
    return model, json.loads(record.read_text(encoding="utf-8"))["seconds"]


def _train(name: str, examples: list[Example], model: Path) -> None:
    from rasa.model_training import train

    by_label: dict[str, list[str]] = {}
    for example in examples:
        by_label.setdefault(example.label.replace("/", "__"), []).append(" ".join(example.text.split()))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        nlu = [{"intent": label, "examples": "".join(f"- {text}\n" for text in texts)} for label, texts in by_label.items()]
        _write(folder / "nlu.yml", {"version": "3.1", "nlu": nlu})
        _write(folder / "domain.yml", {"version": "3.1", "intents": [*by_label]})
        _write(folder / "config.yml", {"recipe": "default.v1", "language": "en", "assistant_id": "stock",
                                       "pipeline": PIPELINES[name], "policies": [{"name": "RulePolicy"}]})  # fmt: skip
        result = train(
            domain=str(folder / "domain.yml"), config=str(folder / "config.yml"), training_files=[str(folder / "nlu.yml")],
            output=str(model.parent), fixed_model_name=model.name.removesuffix(".tar.gz"), force_training=True,
        )  # fmt: skip
        if result.model is None:
            raise RuntimeError(f"Rasa could not train {name}")


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, width=10**6), encoding="utf-8")


def _slug(name: str) -> str:
    return name.replace(",", "").replace(" ", "-").lower()
