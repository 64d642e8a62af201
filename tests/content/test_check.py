"""`make content-check` and `make content-report`: what they print, and mistakes in YAML in plain words."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest

from clinic.content_rules import Finding, read_topics
from ops.content import check, report
from tests.content.topics import a_topic

GOOD = """\
title: Does sleep help?
questions:
  - does it help
answer: It helps.
more: It helps a lot.
follow_ups: []
sources: []
reviewed_by: ""
reviewed_on: null
review_due: 2027-05-20
"""


@pytest.mark.parametrize(("old", "new", "said"), [
    ("answer: It helps.", "answer: Note: it helps.", "line 4: a text holds a colon and a space; please put quotation marks"),
    ("answer: It helps.", 'answer: "It helps.', "line 8: a quotation mark in this line or above it is opened and not closed"),
    ("  - does it help", "\t- does it help", "line 3: the line has a tab"),
    ("  - does it help", "  - @home use", "line 3: the line has a tab or begins with a sign"),
    ("more: It", "more It", "line 6: "),
    ("  - does it help", "  - does it help\n - and this", "line 4: the line does not fit the lines above"),
    ("  - does it help", '  - "does it" help', "line 3: the line does not fit the lines above"),
    ("follow_ups: []", "follow_ups: [food, walks", "line 7: a bracket is not closed or a comma is missing"),
    ("answer: It helps.", 'answer: "It \\helps."', "line 4: a backslash stands in a text"),
    ("answer: It helps.", "answer: It \x07helps.", "the file holds a character that no text can hold"),
    ("answer: It helps.", "answer:", "answer must be a text; please put this right."),
    ("answer: It helps.", "anwser: It helps.", "unknown anwser; please put this right."),
    ("answer: It helps.\n", "", "missing answer; please put this right."),
    ("review_due: 2027-05-20", "review_due: 2027-05-20 10:00:00", "review_due must be a date such as 2027-05-20; please"),
    ("review_due: 2027-05-20", "review_due: 2027-02-30", "a value cannot be used (day is out of range for month); please"),
    ("  - does it help", "  - cost: how much", "questions: item 1 must be a text, with quotation marks around it; please"),
    ("  - does it help", "  - does it help\n  -", "questions: item 2 must be a text"),
    ("follow_ups: []", "follow_ups: [{a: b}]", "follow_ups: item 1 must be a text"),
    ("sources: []", "sources: [{title: null, publisher: b, date: 2023}]", "sources: item 1: title must be a text; please"),
    ("sources: []", "sources: [{title: a, publisher: null, date: 2023}]", "sources: item 1: publisher must be a text"),
    ("sources: []", "sources: [{title: a, publisher: b, date: true}]", "sources: item 1: date must be such as 2023"),
    ('reviewed_by: ""', "reviewed_by: 7", "reviewed_by must be a text"),
    ("title: Does", "draft: maybe\ntitle: Does", "draft must be true or false"),
    ("review_due: 2027-05-20", "review_due: soon", "review_due must be a date such as 2027-05-20; please put this right."),
])
def test_a_mistake_in_a_file_is_said_in_plain_words(tmp_path: Path, old: str, new: str, said: str) -> None:
    (tmp_path / "fine.yml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "sleep.yml").write_text(GOOD.replace(old, new), encoding="utf-8")
    topics, found = read_topics(tmp_path)
    assert list(topics) == ["fine"]
    assert [(one.topic, one.severity) for one in found] == [("sleep", "error")]
    assert said in found[0].message


def test_a_file_in_another_encoding_is_named_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "sleep.yml").write_bytes(GOOD.replace("It helps.", "Déjà vu.").encode("latin-1"))
    topics, [finding] = read_topics(tmp_path)
    assert (topics, finding.topic) == ({}, "sleep")
    assert finding.message == "the file must be saved as UTF-8, but line 4 is not; please put this right."


def test_findings_are_grouped_by_file_and_counted() -> None:
    found = [Finding("bladder", "error", "too long."), Finding("bladder", "warning", "odd."), Finding("cost", "note", "a draft.")]
    assert list(check.lines(found, 84)) == [
        "data/faq/bladder.yml", "  error: too long.", "  warning: odd.", "",
        "data/faq/cost.yml", "  note: a draft.", "", "84 topics: 1 errors, 1 warnings, 1 notes."]


@pytest.mark.parametrize(("found", "status"), [([Finding("a", "error", "x.")], 1), ([Finding("a", "warning", "x.")], 0), ([], 0)])
def test_only_errors_fail(monkeypatch: pytest.MonkeyPatch, found: list[Finding], status: int) -> None:
    monkeypatch.setattr(check, "find", lambda root: (found, 1))
    assert check.main() == status


def test_the_report_shows_what_needs_a_clinician_and_nothing_else() -> None:
    by, on = "A clinician", date(2026, 11, 1)
    topics = [
        a_topic(name="fine", reviewed_by=by, reviewed_on=on, review_due=date(2027, 11, 1)),
        a_topic(name="unread", review_due=date(2027, 5, 20)),
        a_topic(name="soon", reviewed_by=by, reviewed_on=on, review_due=date(2027, 1, 19)),
        a_topic(name="late", reviewed_by=by, reviewed_on=on, review_due=date(2026, 11, 19)),
        a_topic(name="late_unread", review_due=date(2026, 11, 19)),
        a_topic(name="begun", draft=True),
    ]
    assert list(report.table(topics, date(2026, 11, 20))) == [
        "review due  topic        state on 2026-11-20",
        "2026-11-19  late         overdue",
        "2026-11-19  late_unread  overdue, unreviewed",
        "2027-01-19  soon         due soon",
        "2027-05-20  begun        draft",
        "2027-05-20  unread       unreviewed",
        "1 draft, 2 overdue, 1 due soon, 2 unreviewed.",
    ]


def test_the_report_can_look_ahead(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["report", "--on", "2099-01-01"])
    report.main()
    assert "state on 2099-01-01" in capsys.readouterr().out
