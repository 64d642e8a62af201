"""The main job, from the first question to the reference number, with a crisis in the middle and a person who answers."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.console import Console
from tests.browser.visitor import Visitor

DESKTOP = {"width": 1280, "height": 800}
CRISIS = "sertraline, and honestly I have been thinking about ending my life"
REPLY = "Ana, this is Sam. I am glad you wrote. Are you somewhere safe right now?"
Picture = Callable[[Page, str], None]


def test_the_main_job(new_visitor: Callable[..., Visitor], staff: Console, picture: Picture) -> None:
    visitor = new_visitor()
    picture(staff.page, "05-staff-empty-queue-phone")
    asks_three_questions(visitor, picture)
    starts_the_pre_screening_and_asks_in_between(visitor, picture)
    answers_up_to_the_medicines(visitor)
    is_in_danger_and_sees_the_lines(visitor, picture)
    staff_see_it_and_take_over(visitor, staff, picture)
    they_talk(visitor, staff, picture)
    staff_close(visitor, staff, picture)
    reference = visitor_resumes_and_submits(visitor, picture)
    staff_find_the_reference(visitor, staff, reference, picture)


def test_saying_that_one_is_safe_is_heard(visitor: Visitor) -> None:
    visitor.says("I want to kill myself").sees_crisis_lines()
    visitor.chooses("Yes, I'm safe", "Thank you for telling me.")
    expect(visitor.page.locator(".message.crisis")).to_have_count(1)


def test_a_short_answer_to_a_person_is_no_new_alarm(visitor: Visitor, staff: Console) -> None:
    visitor.says("I want to kill myself").sees_crisis_lines()
    staff.opens_from_queue(visitor.visit)
    staff.takes_over()
    staff.writes("Would you like me to call you?")
    visitor.reads("Would you like me to call you?")
    visitor.says("ok, thanks")
    staff.reads("ok, thanks")
    expect(staff.page.locator("#header")).not_to_contain_text("nobody has acknowledged")
    assert [message.role for message in staff.stack.log_of(visitor.visit)] == ["visitor", "bot", "system", "staff", "visitor"]


def asks_three_questions(visitor: Visitor, picture: Picture) -> None:
    visitor.visits()
    picture(visitor.page, "01-visitor-demo-page")
    visitor.opens_chat()
    picture(visitor.page, "02-visitor-greeting")
    visitor.asks("How does ketamine work in the brain?", "NMDA receptor")
    visitor.asks("How quickly does it help?", "hours to a day")
    visitor.asks("What are the side effects?", "detached, dizzy")
    visitor.answers.get_by_text("All sources").click()
    expect(visitor.answers.locator(".sources li").first).to_be_visible()
    picture(visitor.page, "03-visitor-answer-with-sources")


def starts_the_pre_screening_and_asks_in_between(visitor: Visitor, picture: Picture) -> None:
    visitor.asks("start pre-screening", "Do you agree")
    visitor.sees_progress(1)
    visitor.chooses("Yes, I agree", "yourself or for someone else")
    visitor.chooses("For myself", "How old are you?")
    visitor.asks("34", "What first name")
    visitor.asks("How long does a session take?", "about two hours")
    visitor.reads("What first name")
    visitor.sees_progress(4)
    picture(visitor.page, "04-visitor-question-in-the-middle")


def answers_up_to_the_medicines(visitor: Visitor) -> None:
    visitor.asks("Ana", "How can our staff reach you?")
    visitor.asks("240-555-0134", "main reason")
    visitor.chooses("Depression", "How many antidepressants")
    visitor.chooses("Two", "high blood pressure")
    visitor.chooses("No", "psychosis")
    visitor.chooses("No", "pregnant")
    visitor.chooses("No", "Which medicines do you take now?")
    visitor.sees_progress(11)


def is_in_danger_and_sees_the_lines(visitor: Visitor, picture: Picture) -> None:
    visitor.says(CRISIS)
    visitor.sees_crisis_lines()
    visitor.sees_status("Waiting for a person from the clinic")
    expect(visitor.dialog.get_by_role("progressbar")).to_have_count(0)
    picture(visitor.page, "06-visitor-crisis-lines")


def staff_see_it_and_take_over(visitor: Visitor, staff: Console, picture: Picture) -> None:
    staff.sees_alert(visitor.visit)
    expect(staff.page).to_have_title(re.compile(r"^\(\d+ urgent\) Queue"))
    assert staff.has_not_reloaded()
    picture(staff.page, "07-staff-alert-phone")
    staff.opens_from_queue(visitor.visit)
    staff.reads(CRISIS)
    picture(staff.page, "08-staff-conversation-phone")
    staff.takes_over()
    visitor.sees("Sam from the clinic has joined")
    visitor.sees_status("Sam from the clinic has joined")


def they_talk(visitor: Visitor, staff: Console, picture: Picture) -> None:
    staff.writes(REPLY)
    visitor.reads(REPLY)
    picture(visitor.page, "09-visitor-a-person-has-joined")
    visitor.says("Yes, I am at home with my sister. Thank you.")
    staff.reads("at home with my sister")
    picture(staff.page, "10-staff-talking-phone")
    expect(visitor.answers).to_have_count(0)  # the assistant is mute


def staff_close(visitor: Visitor, staff: Console, picture: Picture) -> None:
    staff.page.set_viewport_size(DESKTOP)
    staff.page.evaluate("scrollTo(0, 0)")
    picture(staff.page, "11-staff-conversation-desktop")
    staff.closes("Safe contact made")
    visitor.reads("Our staff have finished here for now.")
    visitor.sees_status("Conversation closed. Write to open it again.")


def visitor_resumes_and_submits(visitor: Visitor, picture: Picture) -> str:
    """The reference number that the visitor is given."""
    visitor.chooses("Continue pre-screening", "Which medicines do you take now?")
    visitor.sees_progress(11)
    visitor.asks("sertraline 50 mg", "Please check your answers.")
    for answer in ("34", "Ana", "+12405550134", "Depression", "sertraline 50 mg"):
        visitor.reads(answer)
    picture(visitor.page, "12-visitor-review")
    visitor.chooses("Send my answers", "Your answers are stored for our clinicians.")
    code = visitor.answers.locator(".reference-code")
    expect(code).to_be_visible()
    picture(visitor.page, "13-visitor-reference")
    return code.inner_text()


def staff_find_the_reference(visitor: Visitor, staff: Console, reference: str, picture: Picture) -> None:
    staff.opens_queue()
    expect(staff.row(visitor.visit)).to_contain_text(reference)
    expect(staff.row(visitor.visit)).to_contain_text("Pre-screening sent")
    expect(staff.page.locator(f'#alerts [data-alert="{visitor.visit}"]')).to_have_count(0)
    picture(staff.page, "14-staff-queue-desktop")
    staff.opens_from_queue(visitor.visit)
    expect(staff.page.get_by_role("heading", name=reference)).to_be_visible()
    expect(staff.page.locator("#screening")).to_contain_text("sertraline 50 mg")
    staff.page.evaluate("scrollTo(0, 0)")
    picture(staff.page, "15-staff-answers-desktop")
