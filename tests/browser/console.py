"""A member of staff at the console."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.browser.stack import Stack

LIVE_WITHIN = 15_000  # ms until what happened shows on a page that is open
OWN_PASSWORD = "quiet river copper lamp"


class Console:
    """One browser page with the staff console."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self.page, self.stack = page, stack

    def signs_in_first(self, username: str, password: str) -> None:
        """With the one-time password, then choosing one of their own."""
        self.page.goto(f"{self.stack.url}/staff")
        self.page.get_by_label("Username").fill(username)
        self.page.get_by_label("Password").fill(password)
        self.page.get_by_role("button", name="Sign in").click()
        expect(self.page.get_by_role("heading", name="Choose a password")).to_be_visible()
        self.page.get_by_label("One-time password").fill(password)
        self.page.get_by_label("New password", exact=True).fill(OWN_PASSWORD)
        self.page.get_by_label("New password again").fill(OWN_PASSWORD)
        self.page.get_by_role("button", name="Save password").click()
        expect(self.page.get_by_role("heading", name="Queue", exact=True)).to_be_visible()
        self.page.evaluate("window.openedOnce = true")

    def has_not_reloaded(self) -> bool:
        """Whether the page is still the one that signing in led to."""
        return bool(self.page.evaluate("window.openedOnce === true"))

    def row(self, visit: str) -> Locator:
        return self.page.locator(f'.row[data-id="{visit}"]')

    def sees_alert(self, visit: str, words: str = "Crisis") -> None:
        """In the banner of every page and in the queue, live."""
        expect(self.page.locator(f'#alerts [data-alert="{visit}"]')).to_contain_text(words, timeout=LIVE_WITHIN)
        expect(self.row(visit)).to_contain_text("nobody has acknowledged")

    def opens_queue(self) -> None:
        self.page.goto(f"{self.stack.url}/staff")

    def opens_from_queue(self, visit: str) -> None:
        self.row(visit).get_by_role("link").click()
        expect(self.page.get_by_role("heading", name="Conversation")).to_be_visible()

    def takes_over(self) -> None:
        self.page.get_by_role("button", name="Take over", exact=True).click()
        expect(self.page.get_by_label("Reply to the visitor")).to_be_focused()
        expect(self.page.locator("#header")).to_contain_text("You hold this conversation", timeout=LIVE_WITHIN)

    def writes(self, text: str) -> None:
        self.page.get_by_label("Reply to the visitor").fill(text)
        self.page.get_by_role("button", name="Send", exact=True).click()
        expect(self.messages("staff").filter(has_text=text)).to_be_visible(timeout=LIVE_WITHIN)

    def reads(self, text: str) -> None:
        """The visitor's words, once."""
        expect(self.messages("visitor").filter(has_text=text)).to_have_count(1, timeout=LIVE_WITHIN)

    def closes(self, outcome: str) -> None:
        self.page.get_by_text("Hand back or close…").click()
        self.page.get_by_label("Outcome").select_option(label=outcome)
        self.page.get_by_role("button", name="Close", exact=True).click()
        expect(self.page.locator("#header .state")).to_have_text("Closed", timeout=LIVE_WITHIN)

    def messages(self, role: str) -> Locator:
        return self.page.locator(f"#messages .message.{role} .text")
