"""A real page over apprise to a server on this machine."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from frontdesk.alerts import AlertWorker, notify
from frontdesk.alerts.notify import is_usable
from frontdesk.settings import Settings
from frontdesk.storage import Spool, Store
from tests.storage.clock import Clock

# apprise tries a module of the standard library that Python 3.13 no longer has
pytestmark = pytest.mark.filterwarnings("ignore:'imghdr' is deprecated:DeprecationWarning")


class Receiver(HTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[dict[str, Any]] = []
        self.status = 200

    @property
    def contact(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/pages"


class _Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        self.server.received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """The test's output stays readable."""


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_an_alert_is_delivered_by_a_real_channel(
    receiver: Receiver, store: Store, spool: Spool, settings: Settings, clock: Clock
) -> None:
    with store.turn("a") as turn:
        turn.append("visitor", {"text": "words"})
        reference = turn.raise_alert("emergency", "attempt").reference
    worker = AlertWorker(store, spool, replace(settings, alert_contacts=(receiver.contact,)), clock)

    async def run() -> None:
        await worker.beat()
        await worker.settled()

    asyncio.run(run())
    (page,) = receiver.received
    link = "https://desk.clinic.example/staff/conversations/a"
    assert page["message"] == f"Front Desk: emergency, reference {reference}, {link}"
    assert "words" not in json.dumps(page)
    alert = store.open_alert("a")
    assert alert is not None
    assert alert.delivered_at == clock.now


def test_a_refusal_a_silent_address_and_a_wrong_one_count_as_not_delivered(receiver: Receiver) -> None:
    receiver.status = 500
    assert notify(receiver.contact, "text") is False
    assert notify("json://127.0.0.1:1/", "text") is False
    assert notify("not an address", "text") is False


def test_a_contact_that_no_channel_knows_is_named_by_its_place_only(
    store: Store, spool: Spool, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    assert is_usable("json://127.0.0.1:1/")
    contacts = ("json://127.0.0.1:1/", "carrier-pigeon://secret")
    worker = AlertWorker(store, spool, replace(settings, alert_contacts=contacts))

    async def run() -> None:
        task = asyncio.create_task(worker.run())
        while "ALERT_CONTACTS" not in caplog.text:
            await asyncio.sleep(0.01)
        task.cancel()

    asyncio.run(asyncio.wait_for(run(), 20))
    assert "number 2" in caplog.text
    assert "secret" not in caplog.text
