"""Screens JSON lines: {"id", "text", "context"?} in, {"id", "tier", "category", "subject", "rules", "score", "ms"} out.

context is the name of a question, or {"question": ..., "previous": [...]}. A bad line gives {"id", "error"}.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import Any

from clinic.safety.screen import Screen
from clinic.safety.verdict import Category, Context, Tier, Verdict


def screen_lines(lines: Iterable[str], screen: Screen) -> Iterator[str]:
    """One line of JSON for every line that is not empty, in order."""
    for line in lines:
        if line.strip():
            yield json.dumps(_answer(line, screen), ensure_ascii=False)


def _answer(line: str, screen: Screen) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError:
        return {"id": None, "error": "not JSON"}
    if not isinstance(row, dict):
        return {"id": None, "error": "not an object"}
    try:
        text, context = _text(row), _context(row.get("context"))
    except ValueError as problem:
        return {"id": row.get("id"), "error": str(problem)}
    began = perf_counter()
    return {"id": row.get("id"), **_shown(_screened(text, context, screen)), "ms": round((perf_counter() - began) * 1000, 3)}


def _screened(text: str, context: Context, screen: Screen) -> Verdict:
    try:
        return screen.screen(text, context)
    except Exception as error:  # the same rule as in the front desk: a screen that fails has found a crisis
        return Verdict(Tier.CRISIS, Category.ACTIVE_IDEATION, rules=(f"error:{type(error).__name__}",))


def _shown(verdict: Verdict) -> dict[str, Any]:
    return {"tier": verdict.tier.value, "category": verdict.category.value if verdict.category else None,
            "subject": verdict.subject.value, "rules": list(verdict.rules),
            "score": None if verdict.score is None else round(verdict.score, 4)}


def _text(row: dict[str, Any]) -> str:
    text = row.get("text")
    if not isinstance(text, str):
        raise ValueError("text is missing or no string")
    return text


def _context(given: object) -> Context:
    if given is None:
        return Context()
    if isinstance(given, str):
        return Context(question=given)
    if not isinstance(given, dict) or set(given) - {"question", "previous"}:
        raise ValueError("context is neither a question's name nor {question, previous}")
    question, previous = given.get("question"), given.get("previous") or []
    if question is not None and not isinstance(question, str):
        raise ValueError("context.question is no string")
    if not isinstance(previous, list) or not all(isinstance(text, str) for text in previous):
        raise ValueError("context.previous is no list of strings")
    return Context(question, tuple(previous))
