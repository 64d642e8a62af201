"""`python -m assistant.understand`: JSON lines in, JSON lines out."""

from __future__ import annotations

import json
import subprocess
import sys

from assistant import paths


def test_order_kept_bad_lines_named_and_nothing_else_on_standard_output() -> None:
    lines = [
        json.dumps({"id": "a", "text": "how fast does it work"}),
        "no json",
        json.dumps({"id": "c"}),
        json.dumps([1]),
        json.dumps({"id": "e", "text": ""}),
        json.dumps({"id": "f", "text": "ketamina 😀 ".strip() * 300}),
    ]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "assistant.understand"],
        input="\n".join(lines), capture_output=True, text=True, cwd=paths.ROOT, timeout=110, check=True,
    )  # fmt: skip
    results = [json.loads(line) for line in done.stdout.splitlines()]
    assert [result["id"] for result in results] == ["a", None, "c", None, "e", "f"]
    assert (results[0]["intent"], results[0]["topic"]) == ("faq", "how_fast")
    assert {"intent", "topic", "refusal", "confidence"} == set(results[0]["alternatives"][0])
    assert all("error" in results[i] for i in (1, 2, 3))
    assert "error" not in results[5]
