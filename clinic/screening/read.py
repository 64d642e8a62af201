"""Reads answers from the command line: JSON lines in, JSON lines out, in the same order.

    python -m clinic.screening.read < lines
    {"id": 1, "question": "age", "text": "forty-one"}   ->  {"id": 1, "value": 41}
    {"id": 2, "question": "age", "text": "why?"}        ->  {"id": 2, "invalid": "..."}

Optional keys of a line: "today" (YYYY-MM-DD), "region" (ISO country), "minimum_age".
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import date
from typing import Any, TextIO

from clinic.screening.answers import Answer, read
from clinic.screening.questions import NAMES, QUESTIONS


def main(arguments: list[str] | None = None) -> int:
    """0 always: a line that cannot be read is answered in its place."""
    parser = argparse.ArgumentParser(prog="python -m clinic.screening.read", description="Read answers: JSON lines in and out.")
    parser.add_argument("--questions", action="store_true", help="list the questions and the shape of their values")
    if parser.parse_args(arguments).questions:
        list_questions(sys.stdout)
    else:
        read_lines(sys.stdin, sys.stdout)
    return 0


def list_questions(out: TextIO) -> None:
    """One JSON line for each question, in order."""
    for question in QUESTIONS:
        shape = question.value + (' | {"skipped": true}' if question.skippable else "")
        line = {"question": question.name, "kind": question.kind, "skippable": question.skippable, "value": shape}
        out.write(json.dumps(line, ensure_ascii=False) + "\n")


def read_lines(lines: TextIO, out: TextIO) -> None:
    """An answer line for each line that is not blank; flushed at once, so it also serves a dialogue."""
    for line in lines:
        if line.strip():
            out.write(json.dumps(answer_line(line), ensure_ascii=False) + "\n")
            out.flush()


def answer_line(line: str) -> dict[str, Any]:
    """{"id", "value"} or {"id", "invalid"}."""
    try:
        raw = json.loads(line)
    except ValueError:
        return {"id": None, "invalid": "This line is not JSON."}
    if not isinstance(raw, Mapping):
        return {"id": None, "invalid": "A line is an object with id, question and text."}
    result: dict[str, Any] = {"id": raw.get("id")}
    problem, options = _options(raw)
    if problem:
        return result | {"invalid": problem}
    outcome = read(raw["question"], raw["text"], **options)
    return result | ({"value": outcome.value} if isinstance(outcome, Answer) else {"invalid": outcome.reason})


def _options(raw: Mapping[str, Any]) -> tuple[str | None, dict[str, Any]]:
    """(what is wrong with the line, keyword arguments for `read`)."""
    if raw.get("question") not in NAMES:
        return f"question must be one of {', '.join(NAMES)}.", {}
    if not isinstance(raw.get("text"), str):
        return "text must be a string.", {}
    options = {key: raw[key] for key in ("region", "minimum_age") if key in raw}
    if not isinstance(options.get("region", ""), str) or not isinstance(options.get("minimum_age", 0), int):
        return "region must be a string and minimum_age a whole number.", {}
    if "today" in raw:
        try:
            options["today"] = date.fromisoformat(raw["today"])
        except (TypeError, ValueError):
            return "today must be a date such as 2026-01-31.", {}
    return None, options


if __name__ == "__main__":
    sys.exit(main())
