"""Questions that the assistant could not answer: staff add them to a topic, draft a new topic, or dismiss them."""

from __future__ import annotations

import asyncio
import shutil
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sanic import Blueprint, Request
from sanic.response import HTTPResponse, redirect

from clinic.authoring import NAME, NAME_LONGEST, add_question, draft_topic
from clinic.content import ContentError, load_topic
from clinic.content_rules import TITLE, load_intents, new_question_faults, read_topics, title_faults
from clinic.privacy import LONGEST
from frontdesk.settings import ROOT
from frontdesk.staff.pages import audit, form_field, page
from frontdesk.staff.queue import read_rows, urgent
from frontdesk.storage import UnansweredQuestion

PATH = "/staff/questions"
SHOWN = 25  # each comes with a list of every topic; the next come up as these are dealt with
REVIEW_WITHIN = timedelta(days=180)  # of a drafted topic
NONE_CHOSEN = "Tick the questions to dismiss first."
GONE = "This question has been dealt with meanwhile, so nothing was changed."
READ_ONLY = (
    "The folder data/faq cannot be written here, so the question stays in this list. Hand the text below to whoever looks "
    "after this computer, as data/faq/{topic}.yml, and dismiss the question after that."
)
NOTHING_WRITTEN = "The folder data/faq cannot be read or written here. Nothing was changed and the question stays in this list."
Write = Callable[[Path], object]


@dataclass(frozen=True)
class Entry:
    """One question of the page. closest: (name, title) of topics, closest first."""

    id: int
    text: str
    at: datetime
    closest: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Trouble:
    """Why an act was not done, and what was typed for it. file: (name, text) of what could not be written."""

    sentence: str
    status: int
    question: int = 0
    act: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    file: tuple[str, str] | None = None


class Gone(Exception):
    """Somebody else has dealt with the question."""


def add_routes(blueprint: Blueprint) -> None:
    blueprint.ctx.writing = threading.Lock()  # two people never write the same file at once
    blueprint.add_route(questions, "/questions", methods=["GET"], name="questions")
    blueprint.add_route(dismiss_several, "/questions/dismiss", methods=["POST"], name="dismiss_questions")
    for act in (add, draft, dismiss):
        path = f"/questions/<question:str>/{act.__name__}"
        blueprint.add_route(act, path, methods=["POST"], name=f"{act.__name__}_question")


async def questions(request: Request) -> HTTPResponse:
    return await _page(request)


async def add(request: Request, question: str) -> HTTPResponse:
    """One more sample question of a topic."""
    topic, text = form_field(request, "topic"), form_field(request, "text")

    def write(folder: Path) -> None:
        if not topic:
            raise ContentError("Choose a topic first.")
        add_question(folder, topic, _checked(folder, topic, text))

    return await _act(request, question, "add", topic, write)


async def draft(request: Request, question: str) -> HTTPResponse:
    """A new topic that has no answer yet."""
    name, title, text = (form_field(request, part).strip() for part in ("name", "title", "text"))
    due = request.app.ctx.clock().date() + REVIEW_WITHIN

    def write(folder: Path) -> None:
        if title and (faults := list(title_faults(title))):
            raise ContentError(" ".join(fault[0].upper() + fault[1:] for fault in faults))
        draft_topic(folder, name, title, _checked(folder, name, text), due)

    return await _act(request, question, "draft", name, write)


async def dismiss(request: Request, question: str) -> HTTPResponse:
    return await _act(request, question, "dismiss", "", lambda _folder: None)


async def dismiss_several(request: Request) -> HTTPResponse:
    """Those that are ticked; what a colleague has dealt with meanwhile is passed over."""
    ticked = request.form.getlist("question", []) if request.form else []
    numbers = list(dict.fromkeys(number for question in ticked if (number := _number(question))))[:SHOWN]
    if not numbers:
        return await _page(request, Trouble(NONE_CHOSEN, 422))
    dismissed = await asyncio.to_thread(_dismiss, request, numbers)
    return redirect(f"{PATH}?dismissed={dismissed}", status=303) if dismissed else await _page(request, Trouble(GONE, 409))


def _dismiss(request: Request, numbers: list[int]) -> int:
    store, staff_id = request.app.ctx.store, request.ctx.session.staff.id
    with request.app.blueprints["staff"].ctx.writing:
        return sum(store.remove_unanswered(number, staff_id, "dismiss_question", str(number)) for number in numbers)


def _number(question: str) -> int:
    """0, which no question has, for what is no number."""
    return int(question) if question.isdecimal() and len(question) <= 12 else 0


async def _act(request: Request, question: str, act: str, topic: str, write: Write) -> HTTPResponse:
    number = _number(question)
    typed = {name: form_field(request, name) for name in ("text", "topic", "title", "name")}
    try:
        await asyncio.to_thread(_deal_with, request, number, act, topic, write)
    except Gone:
        return await _page(request, Trouble(GONE, 409))
    except ContentError as error:
        return await _page(request, Trouble(str(error), 422, number, act, typed))
    except OSError:
        text = await asyncio.to_thread(_as_it_would_be, request.app.ctx.topics_folder, topic, write)
        file = None if text is None else (f"{topic}.yml", text)
        sentence = READ_ONLY.format(topic=topic) if file else NOTHING_WRITTEN
        return await _page(request, Trouble(sentence, 503, number, act, typed, file))
    return redirect(f"{PATH}?saved={topic}" if topic else f"{PATH}?dismissed=1", status=303)


def _deal_with(request: Request, number: int, act: str, topic: str, write: Write) -> None:
    """In one thread, so that a browser that leaves cannot part the file from the list. Raises Gone, ContentError, OSError."""
    context, staff_id = request.app.ctx, request.ctx.session.staff.id
    with request.app.blueprints["staff"].ctx.writing:
        if context.store.unanswered_question(number) is None:
            raise Gone
        write(context.topics_folder)
        if not context.store.remove_unanswered(number, staff_id, f"{act}_question", f"{number} {topic}".strip()):
            raise Gone


def _as_it_would_be(folder: Path, topic: str, write: Write) -> str | None:
    """The text of the topic's file had it been written; None when that cannot be told."""
    try:
        with TemporaryDirectory() as scratch:
            path = Path(scratch) / f"{topic}.yml"
            if (folder / path.name).is_file():
                shutil.copyfile(folder / path.name, path)
            write(Path(scratch))
            return path.read_text("utf-8")
    except (OSError, ContentError):
        return None


def _checked(folder: Path, topic: str, text: str) -> str:
    """The text, if it may become a question of the topic. Raises ContentError, OSError."""
    if not text.strip():
        raise ContentError("The question is empty. Write it as visitors may ask it.")
    if len(text) > LONGEST:
        raise ContentError(f"The question has {len(text)} characters; {LONGEST} are possible.")
    topics, _ = read_topics(folder)
    if faults := new_question_faults(topic, " ".join(text.split()), topics, _intents()):
        raise ContentError(" ".join(faults))
    return text


@lru_cache(maxsize=1)
def _intents() -> Mapping[str, str]:
    """As of the start, like everything that the assistant has learnt."""
    return load_intents(ROOT / "data")


async def _page(request: Request, trouble: Trouble | None = None) -> HTTPResponse:
    context = request.app.ctx
    oldest, count = await asyncio.to_thread(lambda: (context.store.unanswered(), context.store.unanswered_count()))
    titles, rows = await asyncio.to_thread(lambda: (_titles(context), read_rows(context.store)))
    entries = [_entry(question, titles) for question in oldest[:SHOWN]]
    await audit(request, "view_questions", detail=" ".join(str(entry.id) for entry in entries))
    saved = request.args.get("saved")
    return page(
        request,
        "questions.html",
        trouble.status if trouble else 200,
        entries=entries,
        waiting=count,
        topics=list(titles.items()),
        saved=saved if saved in titles else None,
        dismissed=_number(request.args.get("dismissed", "")),
        trouble=trouble,
        longest=LONGEST,
        title_longest=TITLE,
        name_pattern=NAME.pattern,
        name_longest=NAME_LONGEST,
        urgent=urgent(rows),
    )


def _titles(context: Any) -> dict[str, str]:
    """Title by name of every topic, by title; also of those drafted since the start, if their files can be read."""
    titles = {name: topic.title for name, topic in context.topics.items()}
    for path in context.topics_folder.glob("*.yml"):
        if path.stem not in titles:
            with suppress(ValueError, OSError):
                titles[path.stem] = load_topic(path).title
    return dict(sorted(titles.items(), key=lambda topic: topic[1].casefold()))


def _entry(question: UnansweredQuestion, titles: Mapping[str, str]) -> Entry:
    closest = tuple((name, titles[name]) for name in question.topics if name in titles)
    return Entry(question.id, question.text, question.at, closest)
