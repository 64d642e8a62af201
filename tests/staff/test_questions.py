"""Questions without an answer, from the list to the files of the topics."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

from clinic.authoring import NAME, NAME_LONGEST, add_question, draft_topic
from clinic.content import load_topic, load_topics
from clinic.content_rules import TITLE
from frontdesk.staff.questions import GONE, NONE_CHOSEN, SHOWN

from .desk import Browser, Desk
from .questions import ASKED, PAGE, act, dismiss_several, entry, files, keep
from .test_pages import following

SAVED = "Saved in data/faq/{}.yml. Visitors get it after <code>make train</code> and a restart."


@pytest.fixture
def browser(desk: Desk, folder: Path) -> Browser:
    return desk.signed_in()


def test_an_entry_shows_question_time_and_the_closest_topics_by_title(desk: Desk, browser: Browser) -> None:
    question = keep(desk, ASKED, "how_fast", "gone_since", "fasting")
    text = entry(browser.get(PAGE).text, question)
    assert ASKED in text and "<time datetime=" in text
    how_fast, fasting = (desk.app.ctx.topics[name].title for name in ("how_fast", "fasting"))
    assert f"<cite>{how_fast}</cite> <cite>{fasting}</cite>" in text and "gone_since" not in text
    choices = re.findall(r'<option value="(\w*)"', text)
    assert choices[:2] == ["how_fast", "fasting"]
    assert sorted(choices) == sorted(desk.app.ctx.topics), "every topic once"


def test_without_a_close_topic_none_is_chosen_beforehand(desk: Desk, browser: Browser) -> None:
    question = keep(desk)
    assert '<option value="">Choose a topic</option>' in entry(browser.get(PAGE).text, question)


def test_what_was_asked_is_never_markup(desk: Desk, browser: Browser) -> None:
    attack = '</textarea><script>alert(1)</script><img src=x onerror="alert(2)">'
    text = browser.get(PAGE + f"?saved={attack}").text
    keep(desk, attack)
    text += browser.get(PAGE).text
    text += act(browser, keep(desk, attack), "draft", text=attack, title=attack, name=attack).text
    assert "<img" not in text and "<script>" not in text
    assert text.count("</textarea>") == text.count("<textarea")


def test_the_number_that_waits_stands_in_the_header(desk: Desk, browser: Browser) -> None:
    for path in ("/staff", f"/staff/conversations/{desk.conversation('hello')}", PAGE):
        assert '<span class="count" id="waiting"></span>' in browser.get(path).text
    keep(desk, "one")
    keep(desk, "two")
    for path in ("/staff", f"/staff/conversations/{desk.conversation('hello')}", PAGE):
        text = browser.get(path).text
        assert 'href="/staff/questions"' in text and '<span class="count" id="waiting">2</span>' in text


def test_the_number_follows_live(desk: Desk, browser: Browser) -> None:
    with following(browser, "/staff/events") as stream:
        assert stream.next("queue")["waiting"] == 0
        keep(desk)
        assert stream.next("queue")["waiting"] == 1


def test_the_oldest_are_shown_and_how_many_there_are(desk: Desk, browser: Browser) -> None:
    for number in range(SHOWN + 7):
        keep(desk, f"question {number:03}")
    text = browser.get(PAGE).text
    assert f"question {SHOWN - 1:03}" in text and f"question {SHOWN:03}" not in text
    assert f"These are the {SHOWN} oldest of {SHOWN + 7}." in text
    assert "No question is waiting." not in text


def test_an_empty_list_says_so(browser: Browser) -> None:
    assert "No question is waiting." in browser.get(PAGE).text


def test_adding_to_a_topic(desk: Desk, browser: Browser, folder: Path) -> None:
    question = keep(desk, ASKED, "how_fast")
    before = files(folder)
    answer = act(browser, question, "add", topic="how_fast", text="Is it fast: 'really'?\n  or not # so")
    assert answer.status_code == 303
    assert SAVED.format("how_fast") in browser.get(answer.headers["location"]).text
    assert load_topic(folder / "how_fast.yml").questions[-1] == "Is it fast: 'really'? or not # so"
    assert {name for name, content in files(folder).items() if before.get(name) != content} == {"how_fast.yml"}
    assert desk.store.unanswered_count() == 0
    assert desk.audit_trail()[-2:] == [
        (desk.store.staff("sam").id, "add_question", None, f"{question} how_fast"),
        (desk.store.staff("sam").id, "view_questions", None, ""),
    ]


def test_a_question_that_is_in_the_file_already_is_not_doubled(desk: Desk, browser: Browser, folder: Path) -> None:
    """As after a power cut between the file and the list."""
    add_question(folder, "how_fast", ASKED)
    before = files(folder)
    assert act(browser, keep(desk), "add", topic="how_fast", text=ASKED.upper()).status_code == 303
    assert (files(folder), desk.store.unanswered_count()) == (before, 0)


def test_drafting_a_topic(desk: Desk, browser: Browser, folder: Path) -> None:
    question = keep(desk)
    answer = act(browser, question, "draft", name=" wifi ", title="Is there Wi-Fi: yes?", text=ASKED)
    assert answer.status_code == 303
    assert SAVED.format("wifi") in browser.get(answer.headers["location"]).text
    topic = load_topics(folder)["wifi"]
    assert (topic.draft, topic.title, topic.questions) == (True, "Is there Wi-Fi: yes?", (ASKED,))
    assert topic.review_due == desk.clock().date() + timedelta(days=180)
    assert desk.store.unanswered_count() == 0
    assert desk.audit_trail()[-2][1:] == ("draft_question", None, f"{question} wifi")


def test_the_next_question_can_go_to_the_topic_just_drafted(desk: Desk, browser: Browser, folder: Path) -> None:
    act(browser, keep(desk, "one"), "draft", name="wifi", title="Is there Wi-Fi?", text="one")
    second = keep(desk, "two")
    assert '<option value="wifi">Is there Wi-Fi?</option>' in entry(browser.get(PAGE).text, second)
    assert act(browser, second, "add", topic="wifi", text="two").status_code == 303
    assert load_topic(folder / "wifi.yml").questions == ("one", "two")


def test_a_topic_that_cannot_be_read_does_not_hide_the_page(desk: Desk, browser: Browser, folder: Path) -> None:
    (folder / "half_written.yml").write_text("title: [", "utf-8")
    question = keep(desk)
    assert "half_written" not in entry(browser.get(PAGE).text, question)


def test_dismissing(desk: Desk, browser: Browser, folder: Path) -> None:
    question, before = keep(desk), files(folder)
    answer = act(browser, question, "dismiss")
    assert answer.status_code == 303
    assert "Dismissed." in browser.get(answer.headers["location"]).text
    assert (desk.store.unanswered_count(), files(folder)) == (0, before)
    assert desk.audit_trail()[-2][1:] == ("dismiss_question", None, str(question))


@pytest.mark.parametrize(
    ("what", "fields", "sentence"),
    [
        ("add", {"topic": "", "text": "typed words"}, "Choose a topic first."),
        ("add", {"topic": "none_of_ours", "text": "typed words"}, "There is no topic named none_of_ours."),
        ("add", {"topic": "../clinic", "text": "typed words"}, "small letters"),
        ("add", {"topic": "fasting", "text": "x" * 301}, "300 are possible"),
        ("add", {"topic": "fasting", "text": "  "}, "The question is empty."),
        ("draft", {"name": "fasting", "title": "typed title?", "text": "typed words"}, "There is already a topic named fasting."),
        ("draft", {"name": "../wifi", "title": "typed title?", "text": "typed words"}, "small letters"),
        ("draft", {"name": "Wi Fi", "title": "typed title?", "text": "typed words"}, "small letters"),
        ("draft", {"name": "wifi", "title": " ", "text": "typed words"}, "A topic needs a title"),
        ("draft", {"name": "wifi", "title": "typed title", "text": "typed words"}, "does not end with a question mark"),
        ("draft", {"name": "wifi", "title": "x" * 60 + "?", "text": "typed words"}, "please shorten it to 60"),
        ("draft", {"name": "wifi", "title": "typed title?", "text": "how long does it last?"}, "stands in"),
        ("add", {"topic": "fasting", "text": "How fast does ketamine work?!"}, "stands in how_fast.yml as well"),
        ("add", {"topic": "fasting", "text": "Hello"}, "is also an example of the intent greet"),
        ("add", {"topic": "fasting", "text": "typed words of [name]"}, "holds [name], which stands for what was taken out"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(
    desk: Desk, browser: Browser, folder: Path, what: str, fields: dict[str, str], sentence: str
) -> None:
    question, before, other = keep(desk), files(folder), keep(desk, "another")
    answer = act(browser, question, what, **fields)
    assert answer.status_code == 422
    assert sentence in unescape(answer.text) and f'href="#question-{question}"' in answer.text
    shown = entry(answer.text, question)
    for typed in (value for value in fields.values() if value.strip() and value != "none_of_ours" and value != "../clinic"):
        assert typed in shown
    assert "<details open>" in shown and "<details open>" not in entry(answer.text, other)
    assert files(folder) == before
    assert desk.store.unanswered_count() == 2
    assert "typed words" not in repr(desk.audit_trail())


def test_a_chosen_topic_stays_chosen(desk: Desk, browser: Browser) -> None:
    question = keep(desk, ASKED, "how_fast")
    shown = entry(act(browser, question, "add", topic="fasting", text=" ").text, question)
    assert '<option value="fasting" selected>' in shown


def test_limits_stand_in_one_place(desk: Desk, browser: Browser) -> None:
    question = keep(desk)
    shown = entry(browser.get(PAGE).text, question)
    assert f'maxlength="{TITLE}"' in shown and f'pattern="{NAME.pattern}" maxlength="{NAME_LONGEST}"' in shown


def test_several_are_dismissed_at_once(desk: Desk, browser: Browser, folder: Path) -> None:
    first, second, third, before = keep(desk, "one"), keep(desk, "two"), keep(desk, "three"), files(folder)
    text = browser.get(PAGE).text
    assert f'name="question" value="{first}" form="dismiss-several"' in entry(text, first)
    trail = len(desk.audit_trail())
    answer = dismiss_several(browser, first, third, third, "x")
    assert answer.status_code == 303
    assert desk.audit_trail()[trail:] == [
        (desk.store.staff("sam").id, "dismiss_question", None, str(number)) for number in (first, third)
    ]
    assert "2 questions dismissed." in browser.get(answer.headers["location"]).text
    assert ([each.id for each in desk.store.unanswered()], files(folder)) == ([second], before)


def test_several_that_are_none_or_gone(desk: Desk, browser: Browser) -> None:
    question = keep(desk)
    nothing = dismiss_several(browser)
    assert nothing.status_code == 422 and NONE_CHOSEN in nothing.text
    assert dismiss_several(browser, question).status_code == 303
    gone = dismiss_several(browser, question)
    assert gone.status_code == 409 and GONE in gone.text


def test_several_need_the_secret_of_the_page(desk: Desk, browser: Browser) -> None:
    question = keep(desk)
    assert browser.http.post(f"{PAGE}/dismiss", data={"question": str(question)}).status_code == 403
    assert desk.browser().http.post(f"{PAGE}/dismiss", data={"question": str(question)}).status_code == 401
    assert desk.store.unanswered_count() == 1


def test_a_draft_can_be_sent_again_after_the_database_failed(desk: Desk, browser: Browser, folder: Path) -> None:
    question = keep(desk)
    draft_topic(folder, "wifi", "Is there Wi-Fi?", ASKED, desk.clock().date())
    assert act(browser, question, "draft", name="wifi", title="Is there Wi-Fi?", text=ASKED).status_code == 303
    assert desk.store.unanswered_count() == 0
