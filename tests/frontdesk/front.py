"""A whole front desk on a loopback port, with a real store and the real crisis screen; only the assistant is a fake."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import httpx
from sanic import Sanic
from sanic.application.state import ApplicationServerInfo, ServerStage

from clinic.handoff import Move
from clinic.safety import Screen, load_screen
from frontdesk.alerts import AlertWorker
from frontdesk.app import create_app
from frontdesk.settings import ROOT, Settings
from frontdesk.storage import Conversation, Message, Store, open_spool, open_store
from tests.frontdesk.described import check_response, check_schema
from tests.frontdesk.fakes import Clock, FakeAssistant, SwitchedStore
from tests.staff.desk import HASH, PASSWORD, Browser

CRISIS = "I want to kill myself"
CHECK_IN = "I feel like I can't go on"
T = TypeVar("T")
WITHIN = 10.0  # seconds a test waits for anything


@cache
def real_screen() -> Screen:
    """Loaded once, and warm: its patterns are compiled when they are first needed."""
    screen = load_screen(ROOT / "data", ROOT / "models")
    for text in (CRISIS, CHECK_IN, "I took all my pills", "quiero morir", "how fast does it work?"):
        screen.screen(text)
    return screen


def eventually(condition: Callable[[], T]) -> T:
    """The condition's value as soon as it is true."""
    deadline = time.monotonic() + WITHIN
    while not (value := condition()):
        assert time.monotonic() < deadline, "it did not come true"
        time.sleep(0.01)
    return value


@dataclass
class Front:
    """What a test needs of the running front desk. store: the real one; switched: the one that the app uses."""

    app: Sanic
    url: str
    settings: Settings
    store: Store
    switched: SwitchedStore
    assistant: FakeAssistant
    clock: Clock
    clients: list[httpx.Client]

    @property
    def http(self) -> httpx.Client:
        """A client that holds every response of the API against its description."""
        return self.clients[0]

    def visitor(self) -> Visitor:
        opened = self.http.post("/api/visits")
        assert opened.status_code == 201, opened.text
        return Visitor(self, opened.json()["visit"], opened.json()["token"])

    def staff(self) -> Browser:
        """The console, signed in."""
        if self.store.staff("robin") is None:
            self.store.add_staff("robin", HASH, "Robin Lake")
        self.clients.append(httpx.Client(base_url=self.url, timeout=WITHIN, trust_env=False))
        browser = Browser(self.clients[-1])
        assert browser.sign_in("robin", PASSWORD).status_code == 303
        return browser

    def spooled(self) -> list[dict[str, Any]]:
        return list(self.app.ctx.spool.waiting())

    @contextmanager
    def locked_database(self) -> Iterator[None]:
        """Another process holds the write lock of the database until the end of the block."""
        other = sqlite3.connect(self.settings.data_dir / "frontdesk.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.execute("ROLLBACK")
            other.close()


@dataclass
class Visitor:
    """Somebody with the widget open."""

    front: Front
    id: str
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    @property
    def path(self) -> str:
        return f"/api/visits/{self.id}/messages"

    def post(self, **request: Any) -> httpx.Response:
        """A request of any shape to the messages of this visit."""
        headers = {**self.headers, **request.pop("headers", {})}
        return self.front.http.post(self.path, headers=headers, **request)

    def send(self, text: Any, key: Any = None) -> httpx.Response:
        return self.post(json={"text": text, "key": uuid.uuid4().hex if key is None else key})

    def say(self, text: str, key: str | None = None) -> dict[str, Any]:
        answer = self.send(text, key)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    @property
    def stored(self) -> list[Message]:
        return self.front.store.messages(self.id)

    @property
    def said(self) -> list[str]:
        return [message.body["text"] for message in self.stored if message.role == "visitor"]

    @property
    def conversation(self) -> Conversation:
        found = self.front.store.conversation(self.id)
        assert found is not None
        return found

    def taken_over(self, name: str = "Sam Rivers") -> int:
        """A member of staff takes the conversation; their id."""
        store, username = self.front.store, name.split()[0].lower()
        staff = store.staff(username) or store.add_staff(username, "no password", name)
        with store.turn(self.id) as turn:
            turn.move(Move.TAKE_OVER, staff_id=staff.id)
        return staff.id

    @contextmanager
    def stream(self, last: str | None = None) -> Iterator[Iterator[Event]]:
        """The event stream as the widget reads it."""
        headers = {**self.headers, **({} if last is None else {"Last-Event-ID": last})}
        with (
            httpx.Client(base_url=self.front.url, timeout=WITHIN, trust_env=False) as http,
            http.stream("GET", f"/api/visits/{self.id}/events", headers=headers) as response,
        ):
            assert response.status_code == 200, response.read()
            yield _events(response.iter_lines())


def _as_described(response: httpx.Response) -> None:
    response.read()
    path, method = response.request.url.path, response.request.method
    if path in {"/health", "/ready"} or (path.startswith("/api/visits") and method in {"GET", "POST"}):
        check_response(response)


@dataclass(frozen=True)
class Event:
    name: str
    data: dict[str, Any]
    id: str | None


def _events(lines: Iterator[str]) -> Iterator[Event]:
    found: dict[str, str] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            found[name] = value
            continue
        if "event" in found:
            event = Event(found["event"], json.loads(found["data"]), found.get("id"))
            check_schema(event.name.capitalize(), event.data)
            yield event
        found = {}


def messages(events: Iterator[Event], count: int) -> list[dict[str, Any]]:
    """The next so many messages of a stream."""
    shown = (event.data for event in events if event.name == "message")
    return [next(shown) for _ in range(count)]


@contextmanager
def running_front(folder: Path, *, screen: Any = None, assistant: FakeAssistant | None = None, **chosen: Any) -> Iterator[Front]:
    """Serve until the end of the block. The same folder again is the same clinic after a restart."""
    settings = Settings(data_dir=folder, **{"visits_per_minute": 10_000, "messages_per_minute": 1_000, **chosen})
    clock, assistant = Clock(), assistant or FakeAssistant()
    store = open_store(settings, clock)
    store.migrate()
    spool, switched = open_spool(settings, store.vault, clock), SwitchedStore(store)
    alerts = AlertWorker(switched, spool, settings, clock)  # type: ignore[arg-type]
    app = create_app(settings, switched, spool, assistant, alerts, screen or real_screen(), clock)  # type: ignore[arg-type]
    app.config.ACCESS_LOG = False
    app.config.TOUCHUP = False  # rewrites Sanic's classes, which works once in a process
    with _served(app) as url:
        hooks: dict[str, list[Any]] = {"response": [_as_described]}
        http = httpx.Client(base_url=url, timeout=WITHIN, trust_env=False, event_hooks=hooks)
        front = Front(app, url, settings, store, switched, assistant, clock, [http])
        try:
            yield front
        finally:
            assistant.hanging = False
            for client in front.clients:
                client.close()


@contextmanager
def _served(app: Sanic) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    ready, stop, loop = threading.Event(), asyncio.Event(), asyncio.new_event_loop()

    async def serve() -> None:
        server = await app.create_server(sock=listening, return_asyncio_server=True)
        assert server is not None
        await server.startup()
        app.state.server_info.append(ApplicationServerInfo({}, ServerStage.SERVING))  # or add_task would wait for ever
        await server.before_start()
        await server.after_start()
        ready.set()
        await stop.wait()
        app.state.is_stopping = True
        await server.before_stop()
        await _end(server)
        await server.after_stop()
        await loop.shutdown_default_executor()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert ready.wait(WITHIN)
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(WITHIN)
        loop.close()


async def _end(server: Any) -> None:
    """Close the connections and what still runs, as the end of the process would."""
    server.server.close()
    for connection in list(server.connections):
        connection.abort()
    await server.wait_closed()
    await asyncio.sleep(0.05)  # the streams learn that their connections are gone
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
