"""`make evaluate`: understanding on the blind split beside Rasa's stock pipelines, as Markdown.

Runs in the assistant's environment. Messages are named by file and line and never shown, so that whoever works on sample
questions can read the report. The stock pipelines are trained once for each state of the sample questions (DIET: long);
`--alone` leaves them out.
"""

from __future__ import annotations

import sys
import tempfile
import time
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

from assistant import paths
from assistant.examples import load_examples
from assistant.quiet import quiet_rasa
from assistant.train import train
from assistant.understanding.decision import FAQ, MORE, OUT_OF_SCOPE, UNCLEAR, kind
from ops.evaluate import stock
from ops.evaluate.figures import ROOT, read_lines, row
from ops.evaluate.parsing import Model, Understood, median_ms, resident_mb

SPLIT = ROOT / "tests" / "understanding" / "blind"
FILES = ("first_writer", "second_writer")
Item = dict[str, Any]
Pair = tuple[Item, Understood]


def main() -> None:
    quiet_rasa()
    items = [{**item, "place": f"{file}:{n}"} for file in FILES for n, item in enumerate(read_lines(SPLIT / f"{file}.jsonl"), 1)]
    with redirect_stdout(StringIO()):
        ours = Model(paths.rasa_model())
        pairs = _through(ours, items)
    print("# Understanding on the blind split\n\n## Front Desk\n")
    _summary(pairs)
    _by("style", pairs)
    _by("label", [pair for pair in pairs if _is_topic(pair)], only_below=1.0)
    _two_questions(ours)
    _follow_ups(ours)
    if "--alone" not in sys.argv:
        _beside(items, pairs)
    _errors(pairs)


def _through(model: Model, items: list[Item]) -> list[Pair]:
    model.understand("hello")
    return [(item, model.understand(item["text"])) for item in items]


def _is_topic(pair: Pair) -> bool:
    return kind(pair[0]["label"]) == FAQ


def _is_outside(pair: Pair) -> bool:
    return kind(pair[0]["label"]) == OUT_OF_SCOPE


def _first(pair: Pair) -> bool:
    return bool(pair[1].ranking) and pair[1].ranking[0] == pair[0]["label"]


def _has(pair: Pair) -> bool:
    return pair[0]["label"] in pair[1].answered


def _answered_wrongly(pair: Pair) -> bool:
    return bool(pair[1].answered) and pair[0]["label"] not in pair[1].answered


def _summary(pairs: list[Pair]) -> None:
    topics = [pair for pair in pairs if _is_topic(pair)]
    inside = [pair for pair in pairs if not _is_outside(pair)]
    print("| | |\n|---|---|")
    print(row("topic or intent, first", map(_first, inside)))
    print(row("topic, first", map(_first, topics)))
    print(row("topic, among the first three", (p[0]["label"] in p[1].ranking[:3] for p in topics)))
    print(row("topic, first, misspelt", (_first(p) for p in topics if p[0]["style"] == "misspelt")))
    print(row("topic, first, not misspelt", (_first(p) for p in topics if p[0]["style"] != "misspelt")))
    print(row("topic question answered rightly", map(_has, topics)))
    print(row("topic question answered wrongly", map(_answered_wrongly, topics)))
    print(row("topic question answered, and another that was not asked", (_has(p) and len(p[1].answered) > 1 for p in topics)))
    print(row("topic question asked back", (p[1].intent == UNCLEAR for p in topics)))
    print(row("intent, first", (_first(p) for p in inside if not _is_topic(p))))
    print(row("out of scope, rejected or refused", (not p[1].answered for p in pairs if _is_outside(p))))
    print(f"| milliseconds a message, median | {median_ms([understood for _, understood in pairs]):.1f} |")


def _by(field: str, pairs: list[Pair], only_below: float | None = None) -> None:
    print(f"\n| first, by {field} | |\n|---|---|")
    for value in sorted({str(item[field]) for item, _ in pairs}):
        hits = [_first(pair) for pair in pairs if str(pair[0][field]) == value]
        if only_below is None or sum(hits) / len(hits) < only_below:
            print(row(value, hits))


def _two_questions(model: Model) -> None:
    found = [(item, model.understand(item["text"])) for item in read_lines(SPLIT / "pairs.jsonl")]
    print("\n| two questions in one message | |\n|---|---|")
    print(row("both answered", (set(u.answered) == set(i["labels"]) for i, u in found if len(i["labels"]) == 2)))
    print(row("at least one answered", (bool(set(u.answered) & set(i["labels"])) for i, u in found if len(i["labels"]) == 2)))
    print(row("an answer to a question not asked", (bool(set(u.answered) - set(i["labels"])) for i, u in found)))
    print(row("one question not taken for two", (len(u.answered) < 2 for i, u in found if len(i["labels"]) == 1)))


def _follow_ups(model: Model) -> None:
    found = [(item, model.understand(item["text"], item["after"])) for item in read_lines(SPLIT / "follow_ups.jsonl")]
    moved = [(i, u) for i, u in found if i["label"] != "more"]
    more = [(i, u) for i, u in found if i["label"] == "more"]
    print("\n| follow-up after an answer | |\n|---|---|")
    print(row("another topic, answered rightly", (_leads_to(i, u) for i, u in moved)))
    print(row("more of the same", (u.intent == MORE or f"faq/{i['after']}" in u.answered for i, u in more)))


def _leads_to(item: Item, understood: Understood) -> bool:
    same = item["label"] == f"faq/{item['after']}" and understood.intent == MORE
    return understood.answered == (item["label"],) or same


def _beside(items: list[Item], pairs: list[Pair]) -> None:
    examples = load_examples()
    with redirect_stdout(StringIO()):
        empty, _ = stock.trained("empty", examples)
        base = resident_mb(empty)
        rows = [("Front Desk", pairs, _training_seconds(), resident_mb(paths.rasa_model()))]
        for name in (stock.LOGISTIC_REGRESSION, stock.DIET):
            model, seconds = stock.trained(name, examples)
            rows.append((name, _through(Model(model), items), seconds, resident_mb(model)))
    print(f"\n## Side by side\n\nTrained on the same {len(examples)} examples. Memory: beyond Rasa with an empty pipeline"
          f" ({base:.0f} MB).\n\n"
          "| | topic, first | first three | answered rightly | wrongly | refused | ms | training | memory |\n"
          "|---|---|---|---|---|---|---|---|---|")  # fmt: skip
    for name, found, seconds, memory in rows:
        topics = [pair for pair in found if _is_topic(pair)]
        shares = (
            _share(_first(p) for p in topics), _share(p[0]["label"] in p[1].ranking[:3] for p in topics),
            _share(map(_has, topics)), _share(map(_answered_wrongly, topics)),
            _share(not p[1].answered for p in found if _is_outside(p)),
        )  # fmt: skip
        figures = " | ".join(f"{share:.3f}" for share in shares)
        print(f"| {name} | {figures} | {median_ms([u for _, u in found]):.1f} | {seconds:.0f} s | {memory - base:.0f} MB |")


def _training_seconds() -> float:
    """Of the whole Rasa model, from the files."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        train(Path(folder) / "assistant.tar.gz")
    return time.perf_counter() - start


def _share(hits: Any) -> float:
    values = list(hits)
    return sum(values) / len(values)


def _errors(pairs: list[Pair]) -> None:
    print("\n## Every error\n\n| place | meant | first | answered |\n|---|---|---|---|")
    for item, understood in pairs:
        wrong = bool(understood.answered) if _is_outside((item, understood)) else not _first((item, understood))
        if wrong or (_is_topic((item, understood)) and understood.answered != (item["label"],)):
            answered = ", ".join(understood.answered) or understood.intent
            print(f"| {item['place']} | {item['label']} | {understood.ranking[0]} | {answered} |")


if __name__ == "__main__":
    main()
