"""Acting on questions when something stands in the way: the disk, a colleague, a stranger, the database."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from pathlib import Path

import pytest

from clinic.content import load_topic, load_topics
from frontdesk.staff.pages import DATABASE_DOWN
from frontdesk.staff.questions import GONE, NOTHING_WRITTEN

from .desk import HASH, PASSWORD, BrokenStore, Browser, Desk
from .questions import ASKED, PAGE, act, entry, files, keep


@pytest.fixture
def browser(desk: Desk, folder: Path) -> Browser:
    return desk.signed_in()


@pytest.mark.parametrize("what", ["add", "draft"])
def test_a_folder_that_cannot_be_written(desk: Desk, browser: Browser, folder: Path, what: str) -> None:
    name = {"add": "how_fast", "draft": "wifi"}[what]
    (folder / f"{name}.part").mkdir()  # in the place where the new text would be written first
    question, before = keep(desk), files(folder)
    answer = act(browser, question, what, topic=name, name=name, title="Is there Wi-Fi?", text="is it fast & <loud>")
    assert answer.status_code == 503
    assert "cannot be written" in answer.text
    offered = unescape(re.search(r"<textarea id=\"file\".*?>\n(.*?)</textarea>", answer.text, re.DOTALL)[1])
    (folder / "offered.yml").write_text(offered, "utf-8")
    assert load_topic(folder / "offered.yml").questions[-1] == "is it fast & <loud>"
    assert f'download="{name}.yml"' in answer.text
    (folder / "offered.yml").unlink()
    assert files(folder) == before
    assert desk.store.unanswered_question(question) is not None
    assert "is it fast" in entry(answer.text, question)


def test_a_folder_that_is_not_there(desk: Desk, browser: Browser, tmp_path: Path) -> None:
    desk.app.ctx.topics_folder = tmp_path / "no" / "folder"
    question = keep(desk)
    assert browser.get(PAGE).status_code == 200
    answer = act(browser, question, "draft", name="wifi", title="Is there Wi-Fi?", text=ASKED)
    assert answer.status_code == 503 and "Download wifi.yml" in answer.text
    assert desk.store.unanswered_question(question) is not None


def test_not_even_the_text_can_be_made(desk: Desk, browser: Browser, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "wifi.part").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder / "no" / "folder"))
    question = keep(desk)
    answer = act(browser, question, "draft", name="wifi", title="Is there Wi-Fi?", text=ASKED)
    assert answer.status_code == 503 and NOTHING_WRITTEN in answer.text
    assert desk.store.unanswered_question(question) is not None


@pytest.mark.parametrize("what", ["add", "draft", "dismiss"])
def test_the_second_of_two_people_is_told(desk: Desk, browser: Browser, folder: Path, what: str) -> None:
    question, colleague = keep(desk), desk.signed_in("kit", "Kit Lang")
    act(colleague, question, "add", topic="how_fast", text="first")
    before, trail = files(folder), len(desk.audit_trail())
    answer = act(browser, question, what, topic="fasting", name="wifi", title="Is there Wi-Fi?", text="second")
    assert answer.status_code == 409 and GONE in answer.text
    assert files(folder) == before
    assert [action for _, action, _, _ in desk.audit_trail()[trail:]] == ["view_questions"]


def test_of_many_at_the_same_moment_one_acts(desk: Desk, browser: Browser, folder: Path) -> None:
    question, csrf = keep(desk), browser.csrf()
    topics = ["how_fast", "fasting", "cost", "dose", "travel", "privacy"]
    with ThreadPoolExecutor(6) as many:
        answers = list(many.map(lambda topic: act(browser, question, "add", topic=topic, text=ASKED, csrf=csrf), topics))
    assert sorted(answer.status_code for answer in answers) == [303, 409, 409, 409, 409, 409]
    assert sum(ASKED in topic.questions for topic in load_topics(folder).values()) == 1


def test_many_questions_for_one_topic_at_the_same_moment(desk: Desk, browser: Browser, folder: Path) -> None:
    asked, csrf = [f"question {number}" for number in range(6)], browser.csrf()
    numbers = [keep(desk, text) for text in asked]
    with ThreadPoolExecutor(6) as many:
        list(many.map(lambda each: act(browser, each[0], "add", topic="cost", text=each[1], csrf=csrf), zip(numbers, asked, strict=True)))
    assert set(load_topic(folder / "cost.yml").questions) >= set(asked)
    assert desk.store.unanswered_count() == 0


@pytest.mark.parametrize("question", ["0", "999999999999", "99999999999999999999", "none", "-1", "1.5"])
def test_a_number_that_is_no_question(browser: Browser, question: str) -> None:
    assert act(browser, question, "dismiss").status_code == 409


def test_every_view_is_audited_without_words(desk: Desk, browser: Browser) -> None:
    first, second = keep(desk, "one"), keep(desk, "two")
    browser.get(PAGE)
    assert desk.audit_trail()[-1] == (desk.store.staff("sam").id, "view_questions", None, f"{first} {second}")


def test_nobody_acts_without_signing_in_or_from_elsewhere(desk: Desk, browser: Browser, folder: Path) -> None:
    question, before, stranger = keep(desk), files(folder), desk.browser()
    assert stranger.get(PAGE).headers["location"] == "/staff/login"
    fields = {"topic": "cost", "name": "wifi", "title": "Is there Wi-Fi?", "text": ASKED}
    for what in ("add", "draft", "dismiss"):
        path = f"{PAGE}/{question}/{what}"
        assert stranger.http.post(path, data=fields).status_code == 401
        for csrf in ({}, {"csrf": "x" * 43}):
            assert browser.http.post(path, data={**fields, **csrf}).status_code == 403
        assert browser.post(path, headers={"origin": "https://elsewhere.example"}, **fields).status_code == 403
    assert (desk.store.unanswered_count(), files(folder)) == (1, before)


def test_a_one_time_password_opens_no_questions(desk: Desk, folder: Path) -> None:
    desk.store.add_staff("kit", HASH, "Kit Lang", must_change=True)
    browser = desk.browser()
    browser.sign_in("kit", PASSWORD)
    assert browser.get(PAGE).headers["location"] == "/staff/password"
    assert act(browser, keep(desk), "dismiss").headers["location"] == "/staff/password"
    assert desk.store.unanswered_count() == 1


def test_without_the_database_the_page_says_so(desk: Desk, browser: Browser, folder: Path) -> None:
    csrf, before = browser.csrf(), files(folder)
    desk.app.ctx.store = BrokenStore()
    fields = {"csrf": csrf, "topic": "cost", "text": ASKED}
    answers = [browser.get(PAGE), browser.http.post(f"{PAGE}/1/add", data=fields)]
    assert [answer.status_code for answer in answers] == [503, 503]
    assert all(DATABASE_DOWN in answer.text for answer in answers)
    assert files(folder) == before


def test_no_words_in_the_logs(desk: Desk, browser: Browser, folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    (folder / "wifi.part").mkdir()
    with caplog.at_level("DEBUG"):
        question = keep(desk, "visitors words", "cost")
        browser.get(PAGE)
        act(browser, question, "add", topic="cost", text=" ")
        act(browser, question, "draft", name="wifi", title="staff title", text="staff words")
        act(browser, question, "add", topic="cost", text="staff words")
        act(browser, question, "dismiss")
    for words in ("visitors words", "staff words", "staff title"):
        assert words not in caplog.text
