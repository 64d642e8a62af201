"""What staff change under data/faq: one question more, or a draft; never anything else, and never half of it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from clinic.authoring import add_question, draft_topic
from clinic.content import ContentError, load_topic, load_topics
from frontdesk.settings import ROOT

FAQ = ROOT / "data" / "faq"
DUE = date(2027, 5, 20)
NAMES = sorted(path.stem for path in FAQ.glob("*.yml"))
one_line = st.text(st.characters(exclude_categories=["Cs"]), max_size=120).map(lambda text: " ".join(text.split()))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "faq"
    shutil.copytree(FAQ, copy)
    return copy


@pytest.mark.parametrize("name", NAMES)
def test_every_topic_takes_a_question_and_stays_as_it_is_otherwise(folder: Path, name: str) -> None:
    before = (folder / f"{name}.yml").read_text("utf-8").splitlines()
    add_question(folder, name, "Is this: 'new' # here?")
    after = (folder / f"{name}.yml").read_text("utf-8").splitlines()
    assert load_topic(folder / f"{name}.yml").questions[-1] == "Is this: 'new' # here?"
    new = [line for line in after if line not in before]
    assert len(new) == 1
    after.remove(new[0])
    assert after == before
    load_topics(folder)


@settings(max_examples=200, deadline=None)
@example("yes")
@example("- a list?")
@example("2026-01-31")
@example('"quoted" \\ {braces} [x] & *y | > % ` ~ ?:')
@example("null")
@example("---")
@example("🙂 費用はいくらですか")
@example("x" * 300)
@example("\x07\x7f\ufeff\ufffe")
@given(one_line.filter(bool))
def test_any_question_is_read_back_as_it_was_written(text: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        shutil.copyfile(FAQ / "how_fast.yml", folder / "how_fast.yml")
        before = (folder / "how_fast.yml").read_text("utf-8").splitlines(keepends=True)
        known = load_topic(folder / "how_fast.yml")
        add_question(folder, "how_fast", f"  {text.replace(' ', chr(10))}\t")
        changed = load_topic(folder / "how_fast.yml")
        assert changed.questions == (*known.questions, text)
        after = (folder / "how_fast.yml").read_text("utf-8").splitlines(keepends=True)
        at = next(at for at, line in enumerate(after) if before[at : at + 1] != [line])
        assert after[:at] + after[at + 1 :] == before
        assert [path.name for path in folder.iterdir()] == ["how_fast.yml"]


@settings(max_examples=200, deadline=None)
@example("Yes", "no")
@example("{title}", "{due}: {question}")
@example("- x", "# y")
@given(one_line.filter(bool), one_line.filter(bool))
def test_any_draft_is_read_back_as_it_was_written(title: str, text: str) -> None:
    with tempfile.TemporaryDirectory() as made:
        path = draft_topic(Path(made), "wifi", f" {title}\n", text, DUE)
        topic = load_topics(Path(made))["wifi"]
        assert (topic.title, topic.questions) == (title, (text,))
        assert (topic.draft, topic.answer, topic.sources, topic.reviewed_by, topic.review_due) == (True, "", (), "", DUE)
        add_question(Path(made), "wifi", "one more")
        assert load_topic(path).questions == (text, "one more")


def test_a_known_question_is_not_added_again(folder: Path) -> None:
    before = (folder / "how_fast.yml").read_bytes()
    add_question(folder, "how_fast", "  HOW FAST\n does ketamine work ")
    assert (folder / "how_fast.yml").read_bytes() == before


@pytest.mark.parametrize(
    "name", ["", "ab", "Wifi", "wi fi", "wi-fi", "../wifi", "/tmp/wifi", "wifi.yml", "1wifi", "_wifi", "wifi\n", "wïfi", "w" * 42]
)
def test_a_bad_name_is_refused(folder: Path, name: str) -> None:
    before = sorted(folder.parent.rglob("*"))
    with pytest.raises(ContentError, match="name"):
        add_question(folder, name, "is there wifi")
    with pytest.raises(ContentError, match="name"):
        draft_topic(folder, name, "Is there Wi-Fi?", "is there wifi", DUE)
    assert sorted(folder.parent.rglob("*")) == before


def test_what_is_not_there_or_there_already_is_refused(folder: Path) -> None:
    before = (folder / "how_fast.yml").read_bytes()
    with pytest.raises(ContentError, match="There is no topic named wifi"):
        add_question(folder, "wifi", "is there wifi")
    with pytest.raises(ContentError, match="There is already a topic named how_fast"):
        draft_topic(folder, "how_fast", "How fast?", "how fast", DUE)
    with pytest.raises(ContentError, match="needs a title"):
        draft_topic(folder, "wifi", "  ", "is there wifi", DUE)
    assert (folder / "how_fast.yml").read_bytes() == before and not (folder / "wifi.yml").exists()


def test_a_file_of_another_layout_is_refused_rather_than_broken(folder: Path) -> None:
    path = folder / "how_fast.yml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    end = next(at for at, line in enumerate(lines) if line.startswith("answer:"))
    path.write_text("".join([lines[0], "questions: [how fast, how soon]\n", *lines[end:]]), "utf-8")
    before = path.read_bytes()
    with pytest.raises(ContentError, match="not valid YAML"):
        add_question(folder, "how_fast", "is it fast")
    assert path.read_bytes() == before
    assert not list(folder.glob("*.part"))


def _killed_at(step: str, folder: Path, act: Callable[[Path], object]) -> None:
    """The process dies in the middle of writing, or when the new text is to take the old one's place."""

    def write_half(path: Path, text: str, **_: object) -> int:
        with path.open("w", encoding="utf-8") as file:
            file.write(text[: len(text) // 2])
        os._exit(9)

    def die(*_: object) -> None:
        os._exit(9)

    setattr(Path, step, write_half if step == "write_text" else die)
    act(folder)


def _add(folder: Path) -> None:
    add_question(folder, "how_fast", "is there wifi")


def _draft(folder: Path) -> None:
    draft_topic(folder, "wifi", "Is there Wi-Fi?", "is there wifi", DUE)


@pytest.mark.parametrize("act", [_add, _draft])
@pytest.mark.parametrize("step", ["write_text", "replace"])
def test_a_killed_write_leaves_the_old_file(folder: Path, step: str, act: Callable[[Path], object]) -> None:
    before = {path.name: path.read_bytes() for path in folder.glob("*.yml")}
    process = multiprocessing.get_context("spawn").Process(target=_killed_at, args=(step, folder, act))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert {path.name: path.read_bytes() for path in folder.glob("*.yml")} == before
    load_topics(folder)
    act(folder)
    assert "is there wifi" in load_topics(folder)["how_fast" if act is _add else "wifi"].questions
    assert not list(folder.glob("*.part"))
