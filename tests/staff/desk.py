"""A small front desk with only the staff console, served on a loopback port from a thread."""

from __future__ import annotations

import asyncio
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import httpx
from jinja2 import Environment, FileSystemLoader
from sanic import Sanic

import frontdesk
from clinic.facts import load_facts
from clinic.handoff import Move
from frontdesk.changes import Changes
from frontdesk.context import Contexts
from frontdesk.settings import ROOT, Settings
from frontdesk.staff import staff_blueprint
from frontdesk.staff.passwords import hash_password
from frontdesk.storage import Dialogue, Store, StoreUnavailable, open_store
from frontdesk.typing_state import Typing
from frontdesk.words import load_words

PACKAGE = Path(frontdesk.__file__).parent
PASSWORD = "quiet river copper lamp"
HASH = hash_password(PASSWORD)


@dataclass
class Clock:
    """The wall clock, moved by hand."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, **duration: float) -> None:
        self.ahead += timedelta(**duration)


class BrokenStore:
    """A store whose database is gone."""

    def __getattr__(self, name: str) -> Any:
        def fail(*_: object, **__: object) -> None:
            raise StoreUnavailable("The database cannot be used (test).")

        return fail


@dataclass
class Desk:
    """What a test needs of the running console."""

    app: Sanic
    url: str
    store: Store
    clock: Clock
    degraded: list[str] = field(default_factory=list)
    clients: list[httpx.Client] = field(default_factory=list)

    def browser(self, **options: Any) -> Browser:
        self.clients.append(httpx.Client(base_url=self.url, timeout=10, **options))
        return Browser(self.clients[-1])

    def signed_in(self, username: str = "sam", name: str = "Sam Rivers") -> Browser:
        if self.store.staff(username) is None:
            self.store.add_staff(username, HASH, name)
        browser = self.browser()
        assert browser.sign_in(username, PASSWORD).status_code == 303
        return browser

    def conversation(self, *said: str, crisis: bool = False, form: str | None = None, **slots: Any) -> str:
        conversation_id = uuid4().hex
        with self.store.turn(conversation_id) as turn:
            for text in said:
                turn.append("visitor", {"text": text})
            if form:
                turn.save_dialogue(Dialogue(form, "age", slots))
            if crisis:
                turn.move(Move.CRISIS)
                turn.mark_safety("crisis", "active_ideation", "self", ("wants_to_die",), 0.9)
                turn.raise_alert("crisis", "active_ideation")
        return conversation_id

    def audit_trail(self) -> list[tuple[int | None, str, str | None, str]]:
        from frontdesk.storage.schema import audit

        with self.store._database.read() as connection:  # the console writes the trail, only auditors read it
            rows = connection.execute(audit.select().order_by(audit.c.id)).mappings()
            return [(row["staff_id"], row["action"], row["conversation_id"], row["detail"]) for row in rows]


@dataclass
class Browser:
    """A person's browser: cookies, forms, no scripts."""

    http: httpx.Client

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.http.get(path, **options)

    def csrf(self, path: str = "/staff/password") -> str:
        found = re.search(r'name="csrf" value="([^"]*)"', self.get(path).text)
        assert found, f"no form on {path}"
        return found[1]

    def post(self, path: str, *, headers: dict[str, str] | None = None, **fields: str) -> httpx.Response:
        fields.setdefault("csrf", self.csrf())
        return self.http.post(path, data=fields, headers=headers)

    def sign_in(self, username: str, password: str) -> httpx.Response:
        fields = {"csrf": self.csrf("/staff/login"), "username": username, "password": password}
        return self.http.post("/staff/login", data=fields)

    def act(self, conversation_id: str, act: str, **fields: str) -> httpx.Response:
        return self.post(f"/staff/conversations/{conversation_id}/{act}", **fields)


@contextmanager
def running_desk(folder: Path, **settings: Any) -> Iterator[Desk]:
    """Serve the console until the end of the block."""
    chosen = Settings(data_dir=folder, **settings)
    clock = Clock()
    store = open_store(chosen, clock)
    store.migrate()
    app = Sanic(f"staff-{uuid4().hex}", configure_logging=False)
    app.config.ACCESS_LOG = False
    app.config.TOUCHUP = False  # rewrites Sanic's classes, which works once in a process
    degraded: list[str] = []
    context = SimpleNamespace(
        settings=chosen, store=store, clock=clock, changes=Changes(lambda: app.ctx.store.revision()), contexts=Contexts(),
        templates=Environment(loader=FileSystemLoader(PACKAGE / "templates"), autoescape=True),
        alerts=SimpleNamespace(last_beat=clock()), degraded=lambda: degraded, typing=Typing(),
        words=load_words(ROOT / "data/handoff/words.yml", load_facts(ROOT / "clinic.yml")),
    )  # fmt: skip
    vars(app.ctx).update(vars(context))
    app.blueprint(staff_blueprint())
    app.static("/static", PACKAGE / "static")
    with _served(app) as url:
        desk = Desk(app, url, store, clock, degraded)
        yield desk
        for client in desk.clients:
            client.close()
    store.close()


@contextmanager
def _served(app: Sanic) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    ready, loop = threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()

    async def serve() -> None:
        server = await app.create_server(sock=listening, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        watch = asyncio.create_task(app.ctx.changes.watch())
        ready.set()
        await stop.wait()
        app.state.is_stopping = True
        watch.cancel()
        server.close()
        for connection in list(server.connections):
            connection.abort()
        await server.wait_closed()
        await asyncio.sleep(0.05)  # the streams learn that their connections are gone
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)
        await loop.shutdown_default_executor()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(10)
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()
