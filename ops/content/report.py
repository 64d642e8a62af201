"""`make content-report`: which answers a clinician has yet to read, again or for the first time, and which are drafts.

Runs in the front desk's environment. `--on DATE` asks for another day than today; the exit status is always 0.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from clinic.content import Topic
from clinic.content_rules import read_topics

ROOT = Path(__file__).resolve().parents[2]
SOON = timedelta(days=60)


def main() -> None:
    parser = argparse.ArgumentParser(prog="make content-report", description=__doc__)
    parser.add_argument("--on", type=date.fromisoformat, default=date.today(), metavar="DATE", help="for example 2027-05-20")
    on = parser.parse_args().on
    topics, broken = read_topics(ROOT / "data" / "faq")
    print("\n".join(table(topics.values(), on)))
    for finding in broken:
        print(f"{finding.topic}.yml cannot be read; `make content-check` says why.")


def table(topics: Iterable[Topic], on: date) -> Iterator[str]:
    """One line for each topic that needs somebody, the most urgent first, and a line with the counts."""
    rows = sorted((topic.review_due, topic.name, state) for topic in topics for state in [_state(topic, on)] if state)
    width = max([len("topic"), *(len(name) for _, name, _ in rows)])
    yield f"{'review due':<12}{'topic':<{width + 2}}state on {on}"
    for due, name, state in rows:
        yield f"{'-' if due == date.min else due.isoformat():<12}{name:<{width + 2}}{state}"
    counted = {word: sum(word in state for _, _, state in rows) for word in ("draft", "overdue", "due soon", "unreviewed")}
    yield ", ".join(f"{count} {word}" for word, count in counted.items()) + "."


def _state(topic: Topic, on: date) -> str:
    """Empty when nothing is to be done."""
    if topic.draft:
        return "draft"
    states = ["overdue"] if topic.is_due(on) else ["due soon"] if topic.review_due <= on + SOON else []
    return ", ".join(states + ([] if topic.reviewed_by and topic.reviewed_on else ["unreviewed"]))


if __name__ == "__main__":
    main()
