"""Questions without an answer, as tests make them and act on them."""

from __future__ import annotations

from pathlib import Path

import httpx

from .desk import Browser, Desk

PAGE = "/staff/questions"
ASKED = "is there wifi"


def keep(desk: Desk, text: str = ASKED, *topics: str) -> int:
    """The number of a new question."""
    with desk.store.turn(f"visit-{text[:20]}") as turn:
        turn.keep_question(text, topics)
    return max(question.id for question in desk.store.unanswered())


def act(browser: Browser, question: int | str, what: str, **fields: str) -> httpx.Response:
    return browser.post(f"{PAGE}/{question}/{what}", **fields)


def dismiss_several(browser: Browser, *questions: int | str) -> httpx.Response:
    fields = {"csrf": browser.csrf(), "question": [str(question) for question in questions]}
    return browser.http.post(f"{PAGE}/dismiss", data=fields)


def entry(page: str, question: int) -> str:
    """The HTML of one entry."""
    return page.split(f'id="question-{question}"')[1].split("</li>")[0]


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
