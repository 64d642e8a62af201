from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

from clinic.screening.questions import NAMES
from clinic.screening.read import answer_line, list_questions, read_lines

ROOT = Path(__file__).resolve().parents[2]


def test_lines_come_back_in_order_and_bad_lines_in_their_place() -> None:
    lines = [
        '{"id": 1, "question": "age", "text": "forty-one"}',
        "nonsense",
        "",
        '{"id": "b", "question": "shoe_size", "text": "42"}',
        '{"id": 3, "question": "consent", "text": 1}',
        '{"id": 4, "question": "age", "text": "3/4/1985", "region": "GB", "today": "2026-03-10"}',
        '{"id": 5, "question": ["age"], "text": "41"}',
        '{"id": 6, "question": "age", "text": "41", "today": "soon"}',
        "[]",
    ]
    out = io.StringIO()
    read_lines(io.StringIO("\n".join(lines)), out)
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, "b", 3, 4, 5, 6, None]
    assert answers[0] == {"id": 1, "value": 41}
    assert answers[4] == {"id": 4, "value": 40}
    assert all("invalid" in answers[place] for place in (1, 2, 3, 5, 6, 7))


def test_the_questions_are_listed() -> None:
    out = io.StringIO()
    list_questions(out)
    listed = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["question"] for line in listed] == list(NAMES)
    assert all(("skipped" in line["value"]) == line["skippable"] for line in listed)


def test_as_a_command_nothing_else_is_printed_and_spacy_stays_unloaded() -> None:
    probe = "import runpy, sys; runpy.run_module('clinic.screening.read', run_name='__main__', alter_sys=True)"
    watch = f"import atexit, sys; atexit.register(lambda: sys.stderr.write(str('spacy' in sys.modules)))\n{probe}"
    run = subprocess.run(
        [sys.executable, "-c", watch],
        input='{"id": 1, "question": "age", "text": "41"}\n',
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert run.stdout == '{"id": 1, "value": 41}\n'
    assert run.stderr == "False"


def test_one_line() -> None:
    assert answer_line('{"id": 7, "question": "review", "text": "change my age"}') == {
        "id": 7,
        "value": {"change": "age"},
    }
