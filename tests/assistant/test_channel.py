"""The assistant's door: who may come in, and what is said when Rasa fails."""

from __future__ import annotations

import asyncio
import logging
import socket
import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import requests
from sanic import Sanic

from assistant.channel import FrontDeskInput
from assistant.quiet import quiet_rasa

TOKEN = {"Authorization": "Bearer secret"}
MARKER = "zebra-crossing-words"


async def _fail(_message: Any) -> None:
    raise ValueError(MARKER)


@pytest.fixture(scope="module")
def channel() -> Iterator[tuple[str, SimpleNamespace]]:
    """Address of a running channel whose Rasa always fails, and the context of its app."""
    app = Sanic("channel", configure_logging=False)
    app.ctx.agent = None
    app.blueprint(FrontDeskInput("secret").blueprint(_fail), url_prefix="/webhooks/frontdesk")
    loop, door = asyncio.new_event_loop(), socket.create_server(("127.0.0.1", 0))
    started = threading.Event()
    serving = threading.Thread(target=_serve, args=(app, loop, door, started), daemon=True)
    serving.start()
    assert started.wait(30)  # the door takes connections before there is anybody to answer them
    yield f"http://127.0.0.1:{door.getsockname()[1]}/webhooks/frontdesk", app.ctx
    loop.call_soon_threadsafe(loop.stop)
    serving.join()


def _serve(app: Sanic, loop: asyncio.AbstractEventLoop, door: socket.socket, started: threading.Event) -> None:
    asyncio.set_event_loop(loop)
    server = loop.run_until_complete(app.create_server(sock=door, return_asyncio_server=True, access_log=False))
    loop.run_until_complete(server.startup())
    loop.call_soon(started.set)
    loop.run_forever()


def post(url: str, body: Any, headers: dict[str, str]) -> tuple[int, str]:
    answer = requests.post(f"{url}/message", json=body, headers=headers, timeout=10)
    return answer.status_code, answer.text


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer wrong"}, {"Authorization": "secret2"}])
def test_nobody_without_the_token(channel: tuple[str, Any], headers: dict[str, str]) -> None:
    status, text = post(channel[0], {"sender": "a", "text": MARKER}, headers)
    assert status == 401
    assert MARKER not in text


@pytest.mark.parametrize("body", [[], "text", {"text": MARKER}, {"sender": "a"}, {"sender": 1, "text": MARKER}])
def test_a_body_of_another_shape_is_refused(channel: tuple[str, Any], body: Any) -> None:
    status, text = post(channel[0], body, TOKEN)
    assert status == 400
    assert MARKER not in text


def test_a_failure_is_503_and_nobodys_words_are_logged(
    channel: tuple[str, Any], caplog: pytest.LogCaptureFixture, capfd: Any
) -> None:
    with caplog.at_level(logging.DEBUG):
        status, text = post(channel[0], {"sender": "a", "text": MARKER}, TOKEN)
    assert status == 503
    seen = text + caplog.text + "".join(capfd.readouterr())
    assert "No answer" in caplog.text
    assert MARKER not in seen


def test_not_ready_before_the_model_is_loaded(channel: tuple[str, Any]) -> None:
    url, context = channel
    assert requests.get(f"{url}/", timeout=10).status_code == 503
    context.agent = SimpleNamespace(is_ready=lambda: True)
    assert requests.get(f"{url}/", timeout=10).status_code == 200


def test_a_token_is_needed_to_start() -> None:
    with pytest.raises(ValueError, match="ASSISTANT_TOKEN"):
        FrontDeskInput.from_credentials({})


def test_quiet_logs_name_what_happened_and_nothing_else(capfd: Any) -> None:
    quiet_rasa()
    import structlog

    structlog.get_logger().error("form.failed", slots={"words": MARKER})
    structlog.get_logger().debug("form.debug", words=MARKER)
    out = "".join(capfd.readouterr())
    assert "form.failed" in out
    assert MARKER not in out
