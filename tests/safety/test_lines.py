from __future__ import annotations

import json
from typing import Any

from clinic.safety import Context, Screen, Verdict
from clinic.safety.lines import screen_lines


def answers(screen: Any, *lines: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in screen_lines(lines, screen)]


def test_every_line_is_answered_in_order(patterns: Screen) -> None:
    first, second, third = answers(
        patterns, '{"id": 1, "text": "hello"}\n', "\n", '{"id": "b", "text": "no", "context": "safety"}',
        '{"id": 3, "text": "kill myself", "context": {"question": null, "previous": ["i want to"]}}')
    assert (first["id"], first["tier"], first["rules"], first["score"]) == (1, "none", [], None)
    assert (second["id"], second["tier"]) == ("b", "crisis")
    assert (third["tier"], third["category"], third["subject"]) == ("crisis", "active_ideation", "self")
    assert third["ms"] >= 0


def test_bad_lines_name_their_error(patterns: Screen) -> None:
    assert answers(patterns, "x", "[]", '{"id": 7}', '{"id": 8, "text": "a", "context": 3}', '{"id": 9, "text": "a", "context": {"x": 1}}') == [
        {"id": None, "error": "not JSON"},
        {"id": None, "error": "not an object"},
        {"id": 7, "error": "text is missing or no string"},
        {"id": 8, "error": "context is neither a question's name nor {question, previous}"},
        {"id": 9, "error": "context is neither a question's name nor {question, previous}"},
    ]


class Broken:
    def screen(self, text: str, context: Context) -> Verdict:
        raise RuntimeError(text)


def test_a_screen_that_fails_has_found_a_crisis() -> None:
    (row,) = answers(Broken(), '{"id": 1, "text": "secret words"}')
    assert (row["tier"], row["rules"]) == ("crisis", ["error:RuntimeError"])
    assert "secret" not in json.dumps(row)
