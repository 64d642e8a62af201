"""`make evaluate`: understanding on the blind split. Runs in the assistant's environment and prints Markdown."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from assistant.quiet import quiet_rasa
from assistant.understand import understand
from ops.evaluate.figures import ROOT, read_lines, row

SPLIT = ROOT / "tests" / "understanding" / "blind" / "questions.jsonl"
REFUSED = {"nlu_fallback", "out_of_scope"}


def main() -> None:
    quiet_rasa()
    items = read_lines(SPLIT)
    lines = [json.dumps({"id": number, "text": item["text"]}) for number, item in enumerate(items, 1)]
    with redirect_stdout(StringIO()):
        results = [json.loads(line) for line in understand(lines)]
    pairs = list(zip(items, results, strict=True))
    topics = [(i, r) for i, r in pairs if i["label"] != "out_of_scope" and not i["label"].startswith("intent:")]
    print("# Understanding on the blind split\n\n| | |\n|---|---|")
    print(row("topic, first", (_label(r) == i["label"] for i, r in topics)))
    print(row("topic, among the first three", (i["label"] in _first(r, 3) for i, r in topics)))
    print(row("topic question answered wrongly", (_label(r) not in {i["label"], "out_of_scope"} for i, r in topics)))
    print(row("intent", (_label(r) == i["label"] for i, r in pairs if i["label"].startswith("intent:"))))
    print(row("out of scope, refused", (_label(r) == i["label"] for i, r in pairs if i["label"] == "out_of_scope")))
    print("\n| topic, first, by style | |\n|---|---|")
    for style in sorted({i["style"] for i, _ in topics}):
        print(row(style, (_label(r) == i["label"] for i, r in topics if i["style"] == style)))
    print("\n| line | meant | understood | confidence |\n|---|---|---|---|")
    for item, result in pairs:
        if _label(result) != item["label"]:
            print(f"| {result['id']} | {item['label']} | {_label(result)} | {result['confidence']:.2f} |")


def _label(result: dict[str, Any]) -> str:
    if result["intent"] == "faq":
        return str(result["topic"])
    return "out_of_scope" if result["intent"] in REFUSED else f"intent:{result['intent']}"


def _first(result: dict[str, Any], count: int) -> list[str | None]:
    return [entry["topic"] for entry in result["alternatives"][:count]]


if __name__ == "__main__":
    main()
