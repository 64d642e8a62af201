"""Questions and their answers as a visitor sees them, and what is left for staff when there is no answer."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from clinic.content import load_topics
from frontdesk.settings import ROOT
from tests.browser.console import Console
from tests.browser.stack import Stack
from tests.browser.visitor import Visitor

TOPICS = load_topics(ROOT / "data" / "faq")
UNKNOWN = "tattoo before infusion"
Picture = Callable[[Page, str], None]


def test_an_answer_shows_its_source_its_date_and_who_reviewed_it(visitor: Visitor) -> None:
    visitor.asks("can it damage my bladder?", "inflame the bladder")
    card = visitor.answers.last
    expect(card.locator(".source-line")).to_have_text(re.compile(r"^Source: .+, \d{4}, and \d more$"))
    expect(card.locator(".review")).to_have_text("Not yet reviewed by a clinician.")
    for name in TOPICS["bladder"].follow_ups:
        expect(visitor.offered(TOPICS[name].title)).to_be_visible()


def test_a_follow_up_button_reads_as_its_title_also_after_a_reload(visitor: Visitor, stack: Stack) -> None:
    visitor.asks("can it damage my bladder?", "inflame the bladder")
    title = TOPICS[TOPICS["bladder"].follow_ups[0]].title
    visitor.chooses(title, "")
    expect(visitor.answers.last.locator(".source-line")).to_be_visible()
    visitor.reloads()
    visitor.sees(title)
    assert [text for text in visitor.shown if "topic:" in text] == []
    assert [message.body["text"] for message in stack.log_of(visitor.visit) if message.role == "visitor"][-1] == title


def test_two_questions_get_two_answers_and_a_follow_up_is_understood(visitor: Visitor) -> None:
    visitor.says("how much does it cost and can i drive home afterwards?")
    visitor.reads("until the next day")
    expect(visitor.answers).to_have_count(2)
    visitor.asks("why not?", TOPICS["driving"].more.split(".")[0])


def test_a_question_without_an_answer_reaches_staff_without_an_address(visitor: Visitor, staff: Console, picture: Picture) -> None:
    visitor.asks(f"{UNKNOWN}? robin@example.org", "I do not have an answer to that")
    picture(visitor.page, "16-visitor-no-answer")
    staff.page.goto(f"{staff.stack.url}/staff/questions")
    entry = staff.page.locator(".question").filter(has_text=UNKNOWN)
    expect(entry).to_contain_text("[e-mail]")
    expect(entry).not_to_contain_text("robin")
    picture(staff.page, "17-staff-questions-phone")
    entry.get_by_role("button", name="Dismiss").click()
    expect(staff.page.get_by_text("Dismissed.")).to_be_visible()
    expect(staff.page.locator(".question").filter(has_text=UNKNOWN)).to_have_count(0)
