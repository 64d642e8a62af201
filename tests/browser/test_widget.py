"""The widget against the real front desk: embedding, privacy, delivery, keyboard, screen readers, small screens."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import NewPage
from tests.browser.stack import Stack
from tests.browser.visitor import RETRY_WITHIN, Visitor

QUESTION, ANSWER = "How fast does it work?", "hours to a day"
CRISIS = "I want to kill myself"
SMALL = {"width": 320, "height": 568}
NewVisitor = Callable[..., Visitor]


def said(visitor: Visitor, stack: Stack) -> list[str]:
    return [message.body["text"] for message in stack.log_of(visitor.visit) if message.role == "visitor"]


# --- embedding and privacy ---


def test_another_website_embeds_it_with_one_script_tag(new_page: NewPage, other_site: str, stack: Stack) -> None:
    page = new_page(f"{other_site}/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visitor = Visitor(page, other_site).visits("/").opens_chat()
    visitor.asks(QUESTION, ANSWER)
    visitor.says(CRISIS).sees_crisis_lines()
    assert [url for url in asked if not url.startswith((stack.url, "data:"))] == [f"{other_site}/"]
    assert page.context.cookies() == []
    visitor.reloads()
    visitor.sees(ANSWER)
    assert said(visitor, stack) == [QUESTION, CRISIS]


def test_a_website_that_is_not_allowed_still_shows_the_lines(new_page: NewPage, other_site: str) -> None:
    stranger = other_site.replace("127.0.0.1", "localhost")
    visitor = Visitor(new_page(f"{stranger}/"), stranger).visits("/")
    visitor.page.get_by_role("button", name="Chat with us").click()
    visitor.sees_own_lines("We cannot reach the front desk right now.")


def test_nothing_is_stored_before_the_first_message(new_visitor: NewVisitor) -> None:
    visitor = new_visitor()
    asked: list[str] = []
    visitor.page.on("request", lambda request: asked.append(request.url))
    visitor.visits()
    assert not [url for url in asked if "/api/" in url]  # a page view alone makes no visit
    visitor.opens_chat().types("a draft")
    assert visitor.device_memory == []
    visitor.asks(QUESTION, ANSWER)
    assert visitor.visit in str(visitor.device_memory)
    assert QUESTION not in str(visitor.device_memory)


def test_forgetting_leaves_nothing_in_any_tab(visitor: Visitor) -> None:
    visitor.asks(QUESTION, ANSWER)
    other = Visitor(visitor.page.context.new_page(), visitor.url).visits()
    other.page.get_by_role("button", name="Chat with us").click()
    other.sees(ANSWER)
    other.page.get_by_role("button", name="Chat options").click()
    other.page.get_by_role("button", name="Forget this conversation").click()
    other.page.get_by_role("button", name="Yes, go on").click()
    for tab in (visitor, other):
        expect(tab.page.locator(".message")).to_have_count(0)
        assert tab.device_memory == []


def test_words_are_never_markup(visitor: Visitor) -> None:
    visitor.says("<img src=x onerror=alert(1)> <b>hello</b>").sees_sent()
    expect(visitor.page.locator(".log img, .log b")).to_have_count(0)


# --- delivery ---


def test_offline_the_lines_are_there_and_the_words_arrive_later(visitor: Visitor, stack: Stack) -> None:
    visitor.asks(QUESTION, ANSWER)
    visitor.page.context.set_offline(True)
    visitor.says("I am not ok")
    visitor.sees_own_lines("Your message has not reached us yet.")
    visitor.says("are you there")
    visitor.page.context.set_offline(False)
    visitor.sees_sent()
    visitor.sees_own_lines("Your message has now reached us.")
    assert said(visitor, stack) == [QUESTION, "I am not ok", "are you there"]


def test_an_answer_lost_on_the_way_is_asked_for_again_under_the_same_key(visitor: Visitor, stack: Stack) -> None:
    def lose(route: Route) -> None:
        route.fetch()  # the front desk has it, the visitor does not learn of it
        route.abort()

    visitor.asks("start pre-screening", "Do you agree")
    visitor.page.route("**/messages", lose, times=1)
    visitor.says("yes")
    visitor.reads("yourself or for someone else", within=RETRY_WITHIN)
    visitor.sees_sent()
    visitor.sees_progress(2)
    assert said(visitor, stack) == ["start pre-screening", "yes"]
    assert visitor.shown.count("yes") == 1
    assert visitor.shown.count("Is this for yourself or for someone else?") == 1


def test_a_reload_goes_on_where_it_was(visitor: Visitor) -> None:
    visitor.asks("start pre-screening", "Do you agree")
    visitor.chooses("Yes, I agree", "yourself or for someone else")
    visitor.types("half a sen")
    before = visitor.shown[1:]  # the greeting belongs to no visit
    visitor.reloads()
    visitor.sees("Is this for yourself or for someone else?")
    assert visitor.shown == before
    expect(visitor.input).to_have_value("half a sen")
    visitor.chooses("For myself", "How old are you?")


def test_two_tabs_are_one_conversation(visitor: Visitor, stack: Stack) -> None:
    visitor.asks(QUESTION, ANSWER)
    other = Visitor(visitor.page.context.new_page(), visitor.url).visits()
    other.page.get_by_role("button", name="Chat with us").click()
    other.sees(ANSWER)
    other.asks("What are the side effects?", "detached, dizzy")
    visitor.sees("detached, dizzy")
    assert said(visitor, stack) == [QUESTION, "What are the side effects?"]


def test_a_message_that_is_too_long_comes_back_for_editing(visitor: Visitor) -> None:
    text = "x" * 2040
    visitor.types(text)
    expect(visitor.page.get_by_text("40 characters too many").first).to_be_visible()
    visitor.input.press("Enter")
    visitor.page.get_by_role("button", name="Edit message").click()
    expect(visitor.input).to_have_value(text)


# --- keyboard, screen reader, small screens ---


def test_everything_works_by_keyboard(new_visitor: NewVisitor, stack: Stack) -> None:
    visitor = new_visitor().visits()
    press = visitor.page.keyboard.press
    for _ in range(40):
        press("Tab")
        if visitor.focused == "BUTTON Chat with us":
            break
    press("Enter")
    expect(visitor.input).to_be_focused()
    visitor.page.keyboard.type("I want to")
    press("Shift+Enter")
    visitor.page.keyboard.type("kill myself")
    press("Enter")
    visitor.sees_crisis_lines()
    expect(visitor.input).to_be_focused()
    back = []
    for _ in range(3):
        press("Shift+Tab")
        back.append(visitor.focused)
    assert back == ["BUTTON All lines", "A Text 988", "A Call 988"]
    press("Escape")
    expect(visitor.dialog).to_have_count(0)
    assert visitor.focused == "BUTTON Chat with us"
    assert said(visitor, stack) == ["I want to\nkill myself"]


def test_a_screen_reader_hears_who_says_what(visitor: Visitor) -> None:
    expect(visitor.dialog).to_match_aria_snapshot("""
      - dialog "Calliope Health front desk":
        - heading "Calliope Health front desk" [level=2]
        - button "Chat options"
        - button "Close chat"
        - log "Conversation":
          - article:
            - paragraph: Assistant (automated)
            - group "Suggested answers":
              - button "Start pre-screening"
        - group "Crisis lines":
          - button "In crisis? Call or text 988"
        - textbox "Your message"
        - button "Send"
        - status
    """)
    visitor.asks("start pre-screening", "Do you agree")
    visitor.sees_progress(1)
    visitor.says(CRISIS).sees_crisis_lines()
    expect(visitor.page.get_by_role("alert").filter(has_text="Call 988")).to_have_count(1)
    expect(visitor.page.get_by_role("group", name="Crisis lines")).to_be_visible()
    spoken = visitor.dialog.locator('[aria-live="polite"].unseen')
    expect(spoken).to_have_text("Waiting for a person from the clinic")


def test_a_screen_of_320_pixels_needs_no_sideways_scrolling(new_visitor: NewVisitor) -> None:
    visitor = new_visitor(viewport=SMALL, has_touch=True).visits()
    assert fits(visitor.page, "document.documentElement")
    visitor.opens_chat().asks(QUESTION, ANSWER)
    visitor.asks("start pre-screening", "Do you agree")
    visitor.says(CRISIS).sees_crisis_lines()
    for part in (".panel", ".log", ".lifeline"):
        assert fits(visitor.page, f"document.getElementById('frontdesk-widget').shadowRoot.querySelector('{part}')"), part
    assert smaller_than(24, "button, a, textarea, summary", visitor.page) == []  # WCAG 2.2, 2.5.8 (AA)
    assert smaller_than(44, "button, a[href]", visitor.page) == []  # WCAG 2.2, 2.5.5 (AAA)


def fits(page: Page, element: str) -> bool:
    return bool(page.evaluate(f"{element}.scrollWidth <= {element}.clientWidth"))


def smaller_than(pixels: int, controls: str, page: Page) -> list[str]:
    """The visible controls of the widget below so many CSS pixels in height or width."""
    small: list[str] = page.locator("#frontdesk-widget").evaluate(
        """(host, [pixels, controls]) => [...host.shadowRoot.querySelectorAll(controls)]
          .filter(each => each.checkVisibility({visibilityProperty: true}))
          .map(each => [each, each.getBoundingClientRect()])
          .filter(([, box]) => box.width < pixels || box.height < pixels)
          .map(([each, box]) => `${each.innerText || each.ariaLabel} ${Math.round(box.width)}x${Math.round(box.height)}`)""",
        [pixels, controls],
    )
    return small
