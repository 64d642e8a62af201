"""The labelled messages: strict reading, no repetition, a writer never on both sides of a fold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.crisis_messages import ORDINARY, folds, load_examples
from clinic.safety import Category, Tier

DATA = Path(__file__).resolve().parents[2] / "data"
ROW = {"text": "a", "tier": "crisis", "category": "plan", "subject": "self", "language": "en", "style": "plain", "question": None}


def write(folder: Path, **writers: list[dict[str, object]]) -> Path:
    (folder / "crisis" / "messages").mkdir(parents=True)
    for name, rows in writers.items():
        lines = "\n".join(json.dumps({**ROW, **row}) for row in rows)
        (folder / "crisis" / "messages" / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (folder / "crisis" / "ordinary.txt").write_text("what does it cost\nhello\n", encoding="utf-8")
    return folder


def test_examples(tmp_path: Path) -> None:
    data = write(tmp_path, a=[{"text": "One"}, {"text": "one"}, {"text": "one", "question": "safety"}], b=[{"text": "two", "tier": "none", "category": None}])
    examples = load_examples(data)
    assert [(e.text, e.writer) for e in examples] == [
        ("One", "a"), ("one", "a"), ("two", "b"), ("what does it cost", ORDINARY), ("hello", ORDINARY)]
    assert (examples[0].tier, examples[0].category) == (Tier.CRISIS, Category.PLAN)
    assert [e.look_alike for e in examples] == [False, False, True, False, False]


def test_a_bad_row_names_file_and_line(tmp_path: Path) -> None:
    data = write(tmp_path, a=[{}, {"text": "b", "tier": "huge"}])
    with pytest.raises(SystemExit, match=r"a.jsonl, line 2"):
        load_examples(data)


def test_a_writer_lies_in_one_fold() -> None:
    examples = load_examples(DATA)
    numbers = folds(examples, 3)
    for writer in {e.writer for e in examples} - {ORDINARY}:
        assert len({int(n) for e, n in zip(examples, numbers, strict=True) if e.writer == writer}) == 1
    assert set(numbers.tolist()) == {0, 1, 2}
