"""A part of the product dies: a person in danger gets the lines all the same, and nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from playwright.sync_api import expect

from tests.browser.console import Console
from tests.browser.stack import Part, Stack, wait_until
from tests.browser.visitor import LINES, RETRY_WITHIN, Visitor

CRISIS = "I want to kill myself tonight"
NO_ANSWER = "I cannot answer just now."
Fault = Callable[[Stack], AbstractContextManager[None]]


def says_crisis_and_gets_lines(visitor: Visitor) -> None:
    """The lines are in the response to this very message, and on the screen."""
    response = visitor.posts(CRISIS)
    assert response.status == 200
    [reply] = response.json()["replies"]
    assert {line["href"] for line in reply["card"]["lines"]} >= set(LINES)
    visitor.sees_crisis_lines()


def shows_what_is_stored(visitor: Visitor, stack: Stack) -> None:
    """The screen shows the greeting and then every stored message, each once, in order."""

    def begins_alike() -> bool:  # what a crisis reply says about staff is what was known at that moment
        stored = [_plain(message.body["text"])[:60] for message in stack.log_of(visitor.visit)]
        return [text[:60] for text in visitor.shown[1:]] == stored

    wait_until(begins_alike, 10, "the screen shows what is stored", lambda: str(visitor.shown))


def _plain(text: str) -> str:
    return " ".join(text.split())


def said(visitor: Visitor, stack: Stack) -> list[str]:
    """What is stored of the visitor's own words."""
    return [message.body["text"] for message in stack.log_of(visitor.visit) if message.role == "visitor"]


@pytest.mark.parametrize("part", ["assistant", "action server"])
def test_lines_and_alert_without_a_part(part: Part, stack: Stack, visitor: Visitor, staff: Console) -> None:
    visitor.asks("start pre-screening", "Do you agree")
    with stack.without(part):
        visitor.asks("yes", NO_ANSWER)
        expect(visitor.offered("Talk to a person")).to_be_visible()
        says_crisis_and_gets_lines(visitor)
        staff.sees_alert(visitor.visit)
        assert staff.has_not_reloaded()
    shows_what_is_stored(visitor, stack)


@pytest.mark.parametrize("part", ["assistant", "action server"])
def test_the_form_goes_on_at_the_same_question(part: Part, stack: Stack, visitor: Visitor) -> None:
    visitor.asks("start pre-screening", "Do you agree")
    visitor.asks("yes", "yourself or for someone else")
    visitor.asks("for myself", "How old are you?")
    with stack.without(part):
        visitor.asks("34", NO_ANSWER)
    visitor.asks("34", "What first name")
    visitor.sees_progress(4)
    assert said(visitor, stack) == ["start pre-screening", "yes", "for myself", "34", "34"]
    shows_what_is_stored(visitor, stack)


@pytest.mark.parametrize("fault", [Stack.locked_database, Stack.damaged_database])
def test_lines_without_the_database_and_the_alert_once_it_is_back(
    fault: Fault, stack: Stack, visitor: Visitor, staff: Console
) -> None:
    visitor.asks("What is ketamine?", "anesthetic")
    with fault(stack):
        says_crisis_and_gets_lines(visitor)
        wait_until(lambda: not stack.spool_is_empty, 15, "the message waits in the spool")
    wait_until(lambda: stack.spool_is_empty, 30, "the spool is empty")
    staff.sees_alert(visitor.visit)
    assert staff.has_not_reloaded()
    staff.opens_from_queue(visitor.visit)
    staff.reads(CRISIS)
    expect(visitor.page.locator(".message.crisis")).to_have_count(1)
    assert said(visitor, stack) == ["What is ketamine?", CRISIS]
    shows_what_is_stored(visitor, stack)


@pytest.mark.parametrize("fault", [Stack.locked_database, Stack.damaged_database])
def test_the_first_words_of_a_visitor_without_the_database(
    fault: Fault, stack: Stack, new_visitor: Callable[..., Visitor], staff: Console
) -> None:
    with fault(stack):
        visitor = new_visitor().visits().opens_chat()
        says_crisis_and_gets_lines(visitor)
    staff.sees_alert(visitor.visit)
    shows_what_is_stored(visitor, stack)


def test_staff_read_what_the_visitor_was_told(stack: Stack, visitor: Visitor, staff: Console) -> None:
    with stack.locked_database():
        told = visitor.posts(CRISIS).json()["replies"][0]["text"]
    staff.sees_alert(visitor.visit)
    staff.opens_from_queue(visitor.visit)
    expect(staff.messages("bot").first).to_have_text(told)


def test_an_ordinary_message_waits_for_the_database(stack: Stack, visitor: Visitor) -> None:
    visitor.asks("What is ketamine?", "anesthetic")
    with stack.locked_database():
        assert visitor.posts("How fast does it work?").status == 503
        visitor.sees_own_lines("Your message has not reached us yet.")
    visitor.sees_sent()
    visitor.reads("hours to a day")
    visitor.sees_own_lines("Your message has now reached us.")
    assert said(visitor, stack) == ["What is ketamine?", "How fast does it work?"]
    shows_what_is_stored(visitor, stack)


def test_the_front_desk_dies_in_the_middle_of_the_form(stack: Stack, visitor: Visitor) -> None:
    visitor.asks("start pre-screening", "Do you agree")
    visitor.asks("yes", "yourself or for someone else")
    with stack.without("front desk"):
        visitor.says("for myself")
        visitor.sees_own_lines("Your message has not reached us yet.")
    visitor.reads("How old are you?", within=RETRY_WITHIN)
    visitor.asks("34", "What first name")
    assert said(visitor, stack) == ["start pre-screening", "yes", "for myself", "34"]
    shows_what_is_stored(visitor, stack)


def test_a_conversation_with_a_person_outlives_the_front_desk(stack: Stack, visitor: Visitor, staff: Console) -> None:
    says_crisis_and_gets_lines(visitor)
    staff.opens_from_queue(visitor.visit)
    staff.takes_over()
    staff.writes("This is Sam. Are you safe?")
    visitor.reads("This is Sam. Are you safe?")
    with stack.without("front desk"):
        visitor.says("Yes, my sister is with me.")
        visitor.sees_own_lines("Your message has not reached us yet.")
    visitor.sees_sent()
    staff.reads("Yes, my sister is with me.")
    staff.writes("I am glad she is.")
    visitor.sees("I am glad she is.", within=RETRY_WITHIN)
    assert said(visitor, stack) == [CRISIS, "Yes, my sister is with me."]
    shows_what_is_stored(visitor, stack)
