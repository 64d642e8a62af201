"""The console in a real browser: live, quiet about focus, usable on a phone, loading nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from .desk import HASH, PASSWORD, Desk

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ARGUMENTS += ["--disable-sync", "--no-first-run"]
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed")


@pytest.fixture(scope="module")
def chromium() -> Iterator[object]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium, desk: Desk) -> Iterator[Page]:
    """Sam's browser on a phone of 320 px, at the queue; a script error or a blocked or foreign request fails."""
    desk.store.add_staff("sam", HASH, "Sam Rivers")
    context = chromium.new_context(viewport={"width": 320, "height": 640})
    page, trouble = context.new_page(), []
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: "Security Policy" in message.text and trouble.append(message.text))
    page.on(
        "request", lambda request: request.url.startswith((desk.url, "data:")) or trouble.append(request.url)
    )
    page.goto(f"{desk.url}/staff/login")
    page.fill("#username", "sam")
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff")
    yield page
    context.close()
    assert trouble == []


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_new_alert_appears_without_taking_the_focus(page: Page, desk: Desk) -> None:
    first = desk.conversation("hello")
    link = page.locator(f'[data-id="{first}"] .open')
    link.focus()
    page.evaluate("window.sameDocument = true")
    urgent = desk.conversation("hello", crisis=True)
    expect(page.locator("#alerts .urgent")).to_contain_text("Crisis")
    expect(page).to_have_title("(1 urgent) Queue · Front Desk")
    assert page.locator(".row").first.get_attribute("data-id") == urgent
    with desk.store.turn(first) as turn:
        turn.append("visitor", {"text": "again"})
        turn.raise_alert("request", "asked_for_a_person")
    expect(page.locator(f'#open-rows [data-id="{first}"]')).to_contain_text("Wants a person")
    assert page.evaluate("document.activeElement.closest('.row').dataset.id") == first
    assert page.evaluate("window.sameDocument")
    assert page.locator("#alerts").get_attribute("role") == "alert"
    assert fits(page)


def test_sound_needs_a_gesture(page: Page) -> None:
    button = page.locator("#sound")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_a_conversation_from_take_over_to_hand_back_by_keyboard(page: Page, desk: Desk) -> None:
    conversation_id = desk.conversation("hello", crisis=True)
    page.goto(f"{desk.url}/staff/conversations/{conversation_id}")
    page.locator("#take-over").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#text")).to_be_focused()
    page.keyboard.type("Good morning.")
    assert desk.app.ctx.typing.who(conversation_id) == "Sam"
    page.keyboard.press("Control+Enter")
    expect(page.locator(".message.staff .text")).to_have_text("Good morning.")
    expect(page.locator("#text")).to_have_value("")
    with desk.store.turn(conversation_id) as turn:
        turn.append("visitor", {"text": "<b>good</b> morning"})
    expect(page.locator(".message.visitor .text").last).to_have_text("<b>good</b> morning")
    page.locator("#finish-title").focus()
    page.keyboard.press("Enter")
    page.select_option("#outcome", "safe_contact_made")
    page.locator("#hand-back").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#header")).to_contain_text("With the assistant")
    expect(page.locator("#conversation-title")).to_be_focused()
    assert desk.store.conversation(conversation_id).safety is None
    assert fits(page)


def test_a_reply_that_was_not_sent_stays_in_the_box(page: Page, desk: Desk) -> None:
    conversation_id = desk.conversation("hello")
    page.goto(f"{desk.url}/staff/conversations/{conversation_id}")
    page.click("#take-over")
    page.fill("#text", "Are you there?")
    page.context.set_offline(True)
    page.click("#reply button")
    expect(page.locator("#act-error")).to_be_visible()
    expect(page.locator("#text")).to_have_value("Are you there?")
    page.context.set_offline(False)
    page.click("#reply button")
    expect(page.locator(".message.staff .text")).to_have_text("Are you there?")
    assert sum(message.role == "staff" for message in desk.store.messages(conversation_id)) == 1


def test_the_page_of_a_signed_out_browser_shows_nothing_of_patients(page: Page, desk: Desk) -> None:
    conversation_id = desk.conversation("private words")
    page.goto(f"{desk.url}/staff/conversations/{conversation_id}")
    expect(page.locator("#transcript")).to_contain_text("private words")
    desk.clock.forward(minutes=31)
    expect(page.locator("main")).to_contain_text("You are signed out")
    assert "private words" not in page.content()
    assert desk.store.conversation(conversation_id).reference not in page.locator("body").inner_text()
