"""What staff change under data/faq: one question more, or a draft; never anything else, and never half of it."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
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
    with pytest.raises(ContentError, match=r"how_fast\.yml: write the questions as lines"):
        add_question(folder, "how_fast", "is it fast")
    assert path.read_bytes() == before
    assert not list(folder.glob("*.part"))


def _killed_at(step: str, folder: Path, act: Callable[[Path], object]) -> None:
    """The process dies in the middle of writing, or when the new text is to take the old one's place."""

    def write_half(file: int) -> None:
        os.ftruncate(file, os.fstat(file).st_size // 2)
        os._exit(9)

    def die(*_: object) -> None:
        os._exit(9)

    setattr(*((os, step, write_half) if step == "fsync" else (Path, step, die)))
    act(folder)


def _add(folder: Path) -> None:
    add_question(folder, "how_fast", "is there wifi")


def _draft(folder: Path) -> None:
    draft_topic(folder, "wifi", "Is there Wi-Fi?", "is there wifi", DUE)


@pytest.mark.parametrize("act", [_add, _draft])
@pytest.mark.parametrize("step", ["fsync", "replace"])
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


REST = """title: T?
answer: A
more: M
follow_ups: []
sources: []
reviewed_by: ""
reviewed_on: null
review_due: 2027-05-20
"""


@settings(max_examples=200, deadline=None)
@given(
    key=st.sampled_from(["questions:", '"questions":', "'questions' :", "questions: # how people ask", "? questions\n:"]),
    indent=st.integers(0, 4),
    items=st.lists(
        st.sampled_from(["foo", "'bar'", '"x # y"', "foo # bar", "|\n{}  block\n", ">-\n{}  block", "long\n{}  plain", "# no\n{}- z"]),
        min_size=1, max_size=4,
    ),
    after=st.sampled_from(["", "\n", "\n\n# a comment\n", "\n{}# a comment\n"]),
    last=st.booleans(),
    newline=st.sampled_from(["\n", "\r\n"]),
)  # fmt: skip
def test_any_layout_is_extended_as_it_is(key: str, indent: int, items: list[str], after: str, last: bool, newline: str) -> None:
    space = " " * indent
    lines = "\n".join(f"{space}- {item.format(space)}" for item in items).replace("- # no", "# no")
    block = f"{key}\n{lines}{after.format(space)}"
    text = REST + block if last else block.rstrip("\n") + "\n" + REST
    with tempfile.TemporaryDirectory() as made:
        path = Path(made) / "wifi.yml"
        path.write_bytes(text.replace("\n", newline).encode())
        known, before = load_topic(path), path.read_bytes()
        add_question(Path(made), "wifi", "new: one")
        assert load_topic(path) == replace(known, questions=(*known.questions, "new: one"))
        added = f"{space}- 'new: one'{newline}".encode()
        assert path.read_bytes().count(added) == 1
        assert path.read_bytes().replace(added, b"").rstrip() == before.rstrip()


def test_what_would_change_another_question_is_refused_by_the_files_own_name(tmp_path: Path) -> None:
    path = tmp_path / "wifi.yml"
    path.write_text("questions:\n- &a foo\n- bar\n- *a\n" + REST, "utf-8")
    before = path.read_bytes()
    with pytest.raises(ContentError, match=r"wifi\.yml: this would change something else"):
        add_question(tmp_path, "wifi", "new one")
    assert [(each.name, each.read_bytes()) for each in tmp_path.iterdir()] == [("wifi.yml", before)]


def test_mode_and_link_stay(folder: Path, tmp_path: Path) -> None:
    target, link = tmp_path / "kept.yml", folder / "how_fast.yml"
    link.rename(target)
    target.chmod(0o664)
    link.symlink_to(target)
    add_question(folder, "how_fast", "is there wifi")
    assert link.is_symlink() and target.stat().st_mode & 0o777 == 0o664
    assert load_topic(target).questions[-1] == "is there wifi"
    assert not list(tmp_path.rglob("*.part"))


def test_nothing_is_left_of_a_write_that_failed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(OSError, match="No space"):
        _add(folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_same_draft_again_is_done(folder: Path) -> None:
    _draft(folder)
    before = (folder / "wifi.yml").read_bytes()
    draft_topic(folder, "wifi", " Is there  Wi-Fi?", "is there wifi", date(2027, 5, 21))
    assert (folder / "wifi.yml").read_bytes() == before
    with pytest.raises(ContentError, match="already a topic"):
        draft_topic(folder, "wifi", "Is there Wi-Fi?", "another question", DUE)
