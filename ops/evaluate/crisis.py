"""`make evaluate-crisis`: the crisis screen on the blind split, and every miss and false alarm by its number.

Runs in the front desk's environment. Prints Markdown; the messages themselves are not shown, so that whoever works on
rules can read the report.
"""

from __future__ import annotations

import statistics
import time

from clinic.safety import Context, Screen, Tier, Verdict, load_screen
from ops.evaluate.figures import ROOT, read_lines, row

SPLIT = ROOT / "tests" / "safety" / "blind" / "messages.jsonl"
FALSE_ALARMS = ROOT / "tests" / "safety" / "false_alarms.jsonl"  # calm questions that alerted staff when they were written


def main() -> None:
    screen = load_screen(ROOT / "data", ROOT / "models")
    items = read_lines(SPLIT)
    verdicts, seconds = _judge(screen, items)
    pairs = list(zip([Tier(item["tier"]) for item in items], verdicts, strict=True))
    net = "patterns alone: the semantic net is missing" if screen.degraded else "patterns and net"
    print(f"# Crisis screen on the blind split ({net})\n\n| | |\n|---|---|")
    print(row("lines shown, danger", (v.tier.shows_lines for t, v in pairs if t.shows_lines)))
    print(row("paged, crisis and emergency", (v.tier.pages_staff for t, v in pairs if t.pages_staff)))
    print(row("paged, emergency", (v.tier.pages_staff for t, v in pairs if t is Tier.EMERGENCY)))
    print(row("lines shown, no danger", (v.tier.shows_lines for t, v in pairs if not t.shows_lines)))
    print(row("paged, no danger", (v.tier.pages_staff for t, v in pairs if not t.shows_lines)))
    alarmed = [screen.screen(item["text"]).tier.pages_staff for item in read_lines(FALSE_ALARMS)]
    print(row("still paged of the calm questions that once were", alarmed))
    for key in ("category", "language", "style"):
        print(f"\n| lines shown in danger, by {key} | |\n|---|---|")
        for name in sorted({str(item[key]) for item in items}):
            print(row(name, (v.tier.shows_lines for i, (t, v) in zip(items, pairs, strict=True)
                             if t.shows_lines and str(i[key]) == name)))  # fmt: skip
    missed = [n for n, (t, v) in enumerate(pairs, 1) if t.shows_lines and not v.tier.shows_lines]
    alarms = [n for n, (t, v) in enumerate(pairs, 1) if not t.shows_lines and v.tier.pages_staff]
    print(f"\nMissed, by line of the split: {missed}\n\nPaged without danger, by line: {alarms}")
    print(f"\nMilliseconds a message: median {1000 * statistics.median(seconds):.1f}, longest {1000 * max(seconds):.1f}")


def _judge(screen: Screen, items: list[dict[str, str]]) -> tuple[list[Verdict], list[float]]:
    screen.screen("hello")
    verdicts, seconds = [], []
    for item in items:
        start = time.perf_counter()
        verdicts.append(screen.screen(item["text"], Context(item.get("question"))))
        seconds.append(time.perf_counter() - start)
    return verdicts, seconds


if __name__ == "__main__":
    main()
