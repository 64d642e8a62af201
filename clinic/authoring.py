"""Changes to the topics under data/faq by hand of the staff: one more sample question, or a draft of a new topic."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import yaml

from clinic.content import ContentError, load_topic

QUESTIONS = "questions:"
NAME = re.compile(r"[a-z][a-z0-9_]{2,40}")
_PLAIN = re.compile(r"\s+")
DRAFT = """\
# A draft: write the answer, the longer text and the sources, then remove the line `draft: true`.
# Until then visitors hear that our staff can answer this.
draft: true
title: {title}
questions:
  {question}
answer: ""
more: ""
follow_ups: []
sources: []
reviewed_by: ""
reviewed_on: null
review_due: {due}
"""


def add_question(folder: Path, topic: str, text: str) -> None:
    """Append a sample question to a topic's file, which otherwise stays as it is. Raises ContentError, OSError."""
    path = _path(folder, topic)
    if not path.is_file():
        raise ContentError(f"There is no topic named {topic}.")
    question = _one_line(text)
    if question.casefold() in {known.casefold() for known in load_topic(path).questions}:
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if line.startswith(QUESTIONS)) + 1
    while at < len(lines) and lines[at].startswith((" ", "-", "#", "\n")):
        at += 1
    lines.insert(at, f"  {_item(question)}\n")
    _write(path, "".join(lines))


def draft_topic(folder: Path, name: str, title: str, text: str, due: date) -> Path:
    """Write data/faq/<name>.yml with one sample question and no answer yet. Raises ContentError, OSError."""
    path = _path(folder, name)
    if path.exists():
        raise ContentError(f"There is already a topic named {name}.")
    if not title.strip():
        raise ContentError("A topic needs a title: the question as visitors will read it on a button.")
    fields = {"title": _scalar(_one_line(title)), "question": _item(_one_line(text)), "due": due.isoformat()}
    _write(path, DRAFT.format(**fields))
    return path


def _path(folder: Path, name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ContentError("A topic's name is 3 to 41 small letters, digits and underscores, such as opening_hours.")
    return folder / f"{name}.yml"


def _write(path: Path, text: str) -> None:
    """Whole or not at all, and never a file that cannot be read again."""
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    try:
        load_topic(part, name=path.stem)
    except ContentError:
        part.unlink()
        raise
    part.replace(path)


def _one_line(text: str) -> str:
    return _PLAIN.sub(" ", text).strip()


def _item(text: str) -> str:
    """A list item of YAML, quoted where it has to be."""
    return yaml.safe_dump([text], allow_unicode=True, width=10**6).strip()


def _scalar(text: str) -> str:
    return _item(text).removeprefix("- ")
