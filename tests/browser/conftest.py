"""One product and one browser for all tests here; every page is watched for strangers, script errors and policy violations."""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from frontdesk.settings import ROOT
from tests.browser.console import Console
from tests.browser.stack import Stack, free_ports, running_stack
from tests.browser.visitor import Visitor

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ARGUMENTS = ["--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
SCREENSHOTS = ROOT / "docs" / "screenshots"
DESKTOP, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}
WAIT = 10_000  # ms for anything that happens within a page

NewPage = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.timeout(600))  # the first one also waits for Rasa
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def ports() -> list[int]:
    """Front desk, assistant, actions, and another website."""
    return free_ports(4)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory, ports: list[int]) -> Iterator[Stack]:
    settings = {"ALLOWED_ORIGINS": f"http://127.0.0.1:{ports[3]}", "VISITS_PER_MINUTE": "600"}
    with running_stack(tmp_path_factory.mktemp("stack"), (ports[0], ports[1], ports[2]), **settings) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    no_sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *no_sandbox])
        yield browser
        browser.close()


class Watch:
    """What no page may do; `allowed` are the origins it may load from."""

    def __init__(self, *allowed: str) -> None:
        self.allowed = (*allowed, "data:", "blob:")
        self.trouble: list[str] = []

    def over(self, context: BrowserContext) -> None:
        """From now on."""
        context.on("request", lambda request: self._note(not request.url.startswith(self.allowed), request.url))
        context.on("weberror", lambda error: self._note(True, str(error.error)))
        context.on("console", lambda said: self._note("Security Policy" in said.text, said.text))

    def _note(self, wrong: bool, what: str) -> None:
        if wrong:
            self.trouble.append(what)


@pytest.fixture
def new_page(chromium: Browser, stack: Stack) -> Iterator[NewPage]:
    """Pages of separate people, each in a browser context of its own."""
    contexts: list[BrowserContext] = []
    watch = Watch(f"{stack.url}/")

    def open_page(*also: str, **options: object) -> Page:
        context = chromium.new_context(**{"viewport": DESKTOP, "reduced_motion": "reduce", **options})
        watch.allowed += also
        watch.over(context)
        context.set_default_timeout(WAIT)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert watch.trouble == []


@pytest.fixture
def new_visitor(new_page: NewPage, stack: Stack) -> Callable[..., Visitor]:
    return lambda **options: Visitor(new_page(**options), stack.url)


@pytest.fixture
def visitor(new_visitor: Callable[..., Visitor]) -> Visitor:
    """On the demo page with the chat open."""
    return new_visitor().visits().opens_chat()


@pytest.fixture
def staff(new_page: NewPage, stack: Stack, request: pytest.FixtureRequest) -> Console:
    """Sam on a phone, signed in, with the queue open."""
    console = Console(new_page(viewport=PHONE), stack)
    username = f"sam-{os.urandom(4).hex()}"
    console.signs_in_first(username, stack.add_staff(username, "Sam Rivers"))
    return console


@pytest.fixture(scope="session")
def other_site(stack: Stack, ports: list[int]) -> Iterator[str]:
    """A clinic's own website with the widget in one script tag."""
    server = HTTPServer(("127.0.0.1", ports[3]), partial(OtherSite, stack.url))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{ports[3]}"
    server.shutdown()
    server.server_close()
    thread.join()


class OtherSite(BaseHTTPRequestHandler):
    def __init__(self, front_desk: str, *rest: object) -> None:
        self.front_desk = front_desk
        super().__init__(*rest)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        body = (
            '<!doctype html><html lang="en"><title>A clinic</title><link rel="icon" href="data:,"><h1>A clinic</h1>'
            f'<script src="{self.front_desk}/widget.js" defer></script></html>'
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing."""


@pytest.fixture
def picture() -> Callable[[Page, str], None]:
    """Keeps a picture for the documentation when SCREENSHOTS=1; an ordinary run leaves the folder alone."""

    def keep(page: Page, name: str) -> None:
        if os.environ.get("SCREENSHOTS") == "1":
            SCREENSHOTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=SCREENSHOTS / f"{name}.png", animations="disabled", caret="hide")
            assert (SCREENSHOTS / f"{name}.png").stat().st_size < 200_000

    return keep
