"""Changes to the topics under data/faq by hand of the staff: one more sample question, or a draft of a new topic."""

from __future__ import annotations

import os
import re
import stat
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml

from clinic.content import ContentError, Topic, load_topic
from clinic.content_rules.questions import plain

NAME_LONGEST = 41
NAME = re.compile(rf"[a-z][a-z0-9_]{{2,{NAME_LONGEST - 1}}}")
_WHITESPACE = re.compile(r"\s+")
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
    question, old = _one_line(text), load_topic(path)
    if _is_known(question, old):
        return
    _write(path, _with_question(path, question), replace(old, questions=(*old.questions, question)))


def draft_topic(folder: Path, name: str, title: str, text: str, due: date) -> Path:
    """Write data/faq/<name>.yml with one sample question and no answer yet. Raises ContentError, OSError.

    The same draft once more changes nothing: the first attempt may have failed after the file was written.
    """
    path = _path(folder, name)
    title, question = _one_line(title), _one_line(text)
    draft = Topic(name, title, (question,), "", "", (), (), "", None, due, draft=True)
    if path.exists():
        if replace(load_topic(path), review_due=due) != draft:
            raise ContentError(f"There is already a topic named {name}.")
        return path
    if not title:
        raise ContentError("A topic needs a title: the question as visitors will read it on a button.")
    _write(path, DRAFT.format(title=_scalar(title), question=_item(question), due=due.isoformat()), draft)
    return path


def _path(folder: Path, name: str) -> Path:
    if not NAME.fullmatch(name):
        raise ContentError("A topic's name is 3 to 41 small letters, digits and underscores, such as opening_hours.")
    return folder / f"{name}.yml"


def _is_known(question: str, topic: Topic) -> bool:
    same = plain(question)
    return question in topic.questions or (bool(same) and same in map(plain, topic.questions))


def _with_question(path: Path, question: str) -> str:
    """The file's text with one more item behind the last question, indented as the questions are."""
    text = path.read_bytes().decode("utf-8")
    root = yaml.compose(text, yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    items = next((value for key, value in pairs if key.value == "questions"), None)
    if not isinstance(items, yaml.SequenceNode) or items.flow_style or not items.value:
        raise ContentError(f"{path.name}: write the questions as lines that begin with a dash, then add this one.")
    newline = "\r\n" if "\r\n" in text else "\n"
    line = " " * items.start_mark.column + _item(question) + newline
    at = _next_line(text, items.value[-1].end_mark.index)
    before = text[:at] if text[:at].endswith("\n") else text[:at] + newline
    return before + line + text[at:]


def _next_line(text: str, end: int) -> int:
    """Where the first line begins that is wholly behind `end`; a block of text ends in the indentation of what follows."""
    begin = text.rfind("\n", 0, end) + 1
    if not text[begin:end].strip():
        return begin
    return text.find("\n", end) + 1 or len(text)


def _write(path: Path, text: str, expected: Topic) -> None:
    """Whole or not at all, and only what is read again as `expected`; mode and symbolic links stay."""
    target = path.resolve()
    part = target.with_name(f"{target.stem}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            if target.exists():
                part.chmod(stat.S_IMODE(target.stat().st_mode))
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if load_topic(part, name=path.stem) != expected:
            raise ContentError(f"{path.name}: this would change something else as well; please edit the file by hand.")
        part.replace(target)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """So that the new name survives a power cut; where folders cannot be synced, the file is in its place all the same."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _one_line(text: str) -> str:
    return _WHITESPACE.sub(" ", text).strip()


def _item(text: str) -> str:
    """A list item of YAML, quoted where it has to be."""
    return yaml.safe_dump([text], allow_unicode=True, width=10**6).strip()


def _scalar(text: str) -> str:
    return _item(text).removeprefix("- ")
