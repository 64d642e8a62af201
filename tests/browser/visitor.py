"""A visitor at the chat widget: what they do and what they see."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Locator, Page, Response, expect

ANSWER_WITHIN = 15_000  # ms; the assistant has 4 s, a slow machine has the rest
RETRY_WITHIN = 60_000  # ms; the widget's pauses between two attempts grow up to 30 s
LATEST = ".message.from-visitor:not(:has(~ .message.from-visitor))"
LINES = ("tel:988", "sms:988", "tel:911")  # what a crisis reply must offer in the United States
LAUNCHER, INPUT = "Chat with us", "Your message"


class Visitor:
    """One browser page with the widget."""

    def __init__(self, page: Page, url: str) -> None:
        self.page, self.url = page, url

    # --- doing ---

    def visits(self, path: str = "/demo") -> Visitor:
        self.page.goto(self.url + path)
        return self

    def opens_chat(self) -> Visitor:
        self.page.get_by_role("button", name=LAUNCHER).click()
        self.sees("I am the automated assistant")
        return self

    def types(self, text: str) -> None:
        self.input.fill(text)

    def says(self, text: str) -> Visitor:
        """Type and send; what comes back is not waited for."""
        self.types(text)
        self.input.press("Enter")
        expect(self.latest).to_contain_text(text)
        return self

    def posts(self, text: str) -> Response:
        """Type and send; the front desk's own answer to exactly this message."""
        with self.page.expect_response(lambda response: response.url.endswith("/messages")) as answered:
            self.says(text)
        return answered.value

    def asks(self, text: str, answer: str) -> Visitor:
        """Send, and read `answer` in what comes back."""
        self.says(text)
        self.reads(answer)
        return self

    def chooses(self, title: str, answer: str) -> Visitor:
        """Press one of the suggested answers that are on offer now, and read `answer` in what comes back."""
        self.offered(title).click()
        expect(self.latest).to_contain_text(title)
        self.reads(answer)
        return self

    def reloads(self) -> Visitor:
        self.page.reload()
        return self

    # --- seeing ---

    def reads(self, words: str, within: float = ANSWER_WITHIN) -> None:
        """`words` stand in an answer to the visitor's latest message. within: ms"""
        expect(self.answers.filter(has_text=words).first).to_be_visible(timeout=within)

    def sees(self, words: str, within: float = ANSWER_WITHIN) -> None:
        """`words` stand somewhere in the log. within: ms"""
        expect(self.log.get_by_text(words).first).to_be_visible(timeout=within)

    def sees_sent(self, within: float = RETRY_WITHIN) -> None:
        """Everything the visitor wrote has arrived. within: ms"""
        expect(self.page.locator('.message.from-visitor:not([data-delivery="sent"])')).to_have_count(0, timeout=within)

    def sees_status(self, words: str) -> None:
        """Who is at the other end, in the header."""
        expect(self.dialog.locator(".status")).to_have_text(words, timeout=ANSWER_WITHIN)

    def sees_progress(self, step: int, of: int = 12) -> None:
        expect(self.dialog.get_by_role("progressbar", name=f"Question {step} of {of}")).to_be_visible()

    def sees_crisis_lines(self) -> None:
        """In an answer to the latest message, as links that dial, and pinned above the input."""
        card = self.page.locator(f"{LATEST} ~ .message.crisis")
        expect(card).to_be_visible(timeout=ANSWER_WITHIN)
        for href in LINES:
            expect(card.locator(f'a[href="{href}"]')).to_be_visible()
        expect(self.dialog.locator('.lifeline.pinned a[href="tel:988"]')).to_be_visible()

    def sees_own_lines(self, heading: str) -> None:
        """The notice with the lines that the widget carries itself, shown while nothing gets through."""
        notice = self.log.locator(".notice").last
        expect(notice).to_contain_text(heading, timeout=ANSWER_WITHIN)
        expect(notice.locator('a[href="tel:988"]')).to_be_visible()

    def offered(self, title: str) -> Locator:
        """A suggested answer that can still be chosen."""
        return self.log.locator('.reply[aria-disabled="false"]').get_by_text(title, exact=True)

    @property
    def dialog(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def log(self) -> Locator:
        return self.page.get_by_role("log")

    @property
    def input(self) -> Locator:
        return self.page.get_by_label(INPUT, exact=True)

    @property
    def latest(self) -> Locator:
        """The visitor's own latest message."""
        return self.page.locator(LATEST)

    @property
    def answers(self) -> Locator:
        """What follows the visitor's own latest message."""
        return self.page.locator(f"{LATEST} ~ .message:not(.from-visitor)")

    @property
    def shown(self) -> list[str]:
        """The words of every message on the screen, without sender, time and buttons."""
        texts = self.page.locator(".message .bubble").evaluate_all(
            "all => all.map(bubble => [...bubble.querySelectorAll(':scope > p')].map(p => p.innerText).join(' '))"
        )
        return [" ".join(text.split()) for text in texts]

    @property
    def record(self) -> dict[str, Any]:
        """What the device remembers of the conversation."""
        record: dict[str, Any] = json.loads(self.page.evaluate("Object.values(localStorage)[0]"))
        return record

    @property
    def visit(self) -> str:
        """The id of the conversation."""
        return str(self.record["visit"]["visit"])

    @property
    def device_memory(self) -> list[object]:
        """Everything that the page has left on the device."""
        kept: list[object] = self.page.evaluate(
            "[...Object.entries(localStorage), ...Object.entries(sessionStorage), ...document.cookie.split(';').filter(Boolean)]"
        )
        return kept

    @property
    def focused(self) -> str:
        """Role-like description of the element that has the keyboard, inside the widget too: "TEXTAREA Your message"."""
        return str(
            self.page.evaluate(
                """() => {
                  let at = document.activeElement;
                  while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                  const words = at.getAttribute("aria-label") || at.labels?.[0]?.innerText || at.innerText || "";
                  return `${at.tagName} ${words.split("\\n")[0].trim()}`;
                }"""
            )
        )
