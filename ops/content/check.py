"""`make content-check`: whether the topics under data/faq keep to the rules, file by file, in plain words.

Runs in the front desk's environment. Exit status 1 if there is an error; warnings and notes alone are fine.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from pathlib import Path

from clinic.content_rules import Finding, check, load_material, read_topics
from clinic.safety import load_screen

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    findings, topics = find(ROOT)
    print("\n".join(lines(findings, topics)))
    return 1 if any(finding.severity == "error" for finding in findings) else 0


def find(root: Path, *, today: date | None = None) -> tuple[list[Finding], int]:
    """Everything to mend, and how many topics were read. Needs the models; without them only the patterns of a crisis count."""
    topics, broken = read_topics(root / "data" / "faq")
    material = load_material(root, topics, today or date.today())
    screen = load_screen(root / "data", root / "models")
    questions = sum(len(topic.questions) for topic in topics.values())
    print(f"Reading {questions:,} sample questions with the crisis screen; this takes about a minute.", file=sys.stderr)
    if screen.degraded:
        print("The crisis classifier is missing (make train), so fewer questions are found.", file=sys.stderr)
    found = check(material, lambda text: screen.screen(text).tier.pages_staff, unreadable={one.topic for one in broken})
    return sorted(broken + found, key=lambda finding: finding.topic), len(topics) + len(broken)


def lines(findings: list[Finding], topics: int) -> Iterator[str]:
    """A paragraph for each file with findings, and one line with the counts. `findings` are sorted by topic."""
    for topic, several in groupby(findings, key=lambda finding: finding.topic):
        yield f"data/faq/{topic}.yml"
        yield from (f"  {finding.severity}: {finding.message}" for finding in several)
        yield ""
    counts = [sum(finding.severity == severity for finding in findings) for severity in ("error", "warning", "note")]
    yield "{} topics: {} errors, {} warnings, {} notes.".format(topics, *counts)


if __name__ == "__main__":
    sys.exit(main())
