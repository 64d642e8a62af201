"""Whatever is broken, a message in danger gets the words and the lines in its own response, and staff learn of it once."""

from __future__ import annotations

import socket
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest

from frontdesk.storage import StoreUnavailable, Turn
from tests.frontdesk.fakes import BrokenScreen
from tests.frontdesk.front import CRISIS, Front, Visitor, eventually, messages, running_front

Fault = Callable[[Front], AbstractContextManager[None]]


@contextmanager
def assistant_down(front: Front) -> Iterator[None]:
    front.assistant.down = True
    yield
    front.assistant.down = False


@contextmanager
def assistant_hanging(front: Front) -> Iterator[None]:
    front.assistant.hanging = True
    yield
    front.assistant.hanging = False


@contextmanager
def database_gone(front: Front) -> Iterator[None]:
    front.switched.fault = StoreUnavailable("The database cannot be used (test).")
    yield
    front.switched.fault = None


@contextmanager
def database_gone_and_disk_full(front: Front) -> Iterator[None]:
    (front.settings.data_dir / "spool").write_text("a file where the folder should be")
    with database_gone(front):
        yield


def database_locked(front: Front) -> AbstractContextManager[None]:
    return front.locked_database()


FAULTS: list[Fault] = [
    lambda _front: nullcontext(), assistant_down, assistant_hanging, database_gone, database_locked, database_gone_and_disk_full
]  # fmt: skip
NAMES = ["nothing", "assistant down", "assistant hanging", "database gone", "database locked", "disk full as well"]


def lines_of(answer: dict[str, Any]) -> list[str]:
    """Where the buttons of the crisis card lead."""
    [reply] = answer["replies"]
    assert reply["card"]["kind"] == "crisis"
    assert answer["safety"] is True
    return [line["href"] for line in reply["card"]["lines"]]


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_the_lines_come_and_staff_learn_of_it_once(tmp_path: Path, fault: Fault) -> None:
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        with fault(front):
            before = time.perf_counter()
            assert "tel:988" in lines_of(visitor.say(CRISIS, "key-0001"))
            assert time.perf_counter() - before < 0.5
            assert "tel:988" in lines_of(visitor.say(CRISIS, "key-0001"))
        assert eventually(lambda: front.store.open_alert(visitor.id)).severity == "crisis"
        assert visitor.conversation.state.value == "waiting"
        eventually(front.app.ctx.spool.is_empty)
        assert [message.role for message in visitor.stored] == ["visitor", "bot"]


@pytest.mark.parametrize("fault", FAULTS, ids=NAMES)
def test_the_stream_shows_it_once_under_the_ids_of_the_response(tmp_path: Path, fault: Fault) -> None:
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        with visitor.stream() as stream:
            with fault(front):
                answer = visitor.say(CRISIS, "key-0001")
            said, reply = messages(stream, 2)
            assert (said["id"], said["text"]) == ("key-0001", CRISIS)
            assert (reply["id"], reply["card"]) == (answer["replies"][0]["id"], answer["replies"][0]["card"])
            visitor.say("are you there?")
            assert messages(stream, 1)[0]["text"] == "are you there?"


def test_a_screen_that_fails_counts_as_a_crisis(tmp_path: Path) -> None:
    with running_front(tmp_path / "var", screen=BrokenScreen()) as front:
        visitor = front.visitor()
        assert "tel:988" in lines_of(visitor.say("how fast does it work?"))
        alert = eventually(lambda: front.store.open_alert(visitor.id))
        assert (alert.severity, visitor.conversation.safety.rules) == ("crisis", ("screen_failed",))  # type: ignore[union-attr]
        assert front.assistant.asked == []


def test_a_fault_of_our_own_in_the_store_loses_no_alert(tmp_path: Path) -> None:
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        front.switched.fault = RuntimeError("a bug")
        assert "tel:988" in lines_of(visitor.say(CRISIS))
        front.switched.fault = None
        assert eventually(lambda: front.store.open_alert(visitor.id)).severity == "crisis"


def test_what_is_said_of_staff_is_true(tmp_path: Path) -> None:
    with running_front(tmp_path / "var") as front:
        with database_gone(front):
            assert "I am alerting our staff now." in front.visitor().say(CRISIS)["replies"][0]["text"]
        with database_locked(front):
            assert "I could not reach our staff from here" in front.visitor().say(CRISIS)["replies"][0]["text"]
    with running_front(tmp_path / "full") as front, database_gone_and_disk_full(front):
        assert "I could not reach our staff from here" in front.visitor().say(CRISIS)["replies"][0]["text"]


def test_message_mark_state_and_alert_are_one_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last of its writes fails: none of them is there, and the whole turn is in the spool."""

    def fails(*_: object, **__: object) -> None:
        raise StoreUnavailable("The database cannot be used (test).")

    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        with monkeypatch.context() as broken:
            broken.setattr(Turn, "flush", fails)
            assert "tel:988" in lines_of(visitor.say(CRISIS))
            [kept] = eventually(front.spooled)
            assert (kept["body"], kept["severity"]) == ({"text": CRISIS}, "crisis")
            with sqlite3.connect(front.settings.data_dir / "frontdesk.db") as database:
                for table in ("conversations", "messages", "alerts"):
                    assert database.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
            database.close()
        assert eventually(lambda: front.store.open_alert(visitor.id))
        assert visitor.said == [CRISIS]


def test_what_is_in_the_spool_outlives_the_process(tmp_path: Path) -> None:
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        front.switched.fault = StoreUnavailable("The database cannot be used (test).")
        visitor.say(CRISIS, "key-0001")
        assert eventually(front.spooled)
    with running_front(tmp_path / "var") as again:
        assert eventually(lambda: again.store.open_alert(visitor.id)).severity == "crisis"
        assert [message.key for message in again.store.messages(visitor.id)] == ["key-0001", None]


def test_a_visitor_who_leaves_at_once_is_not_missed(tmp_path: Path) -> None:
    """The connection is gone before the front desk has looked at the message."""
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        body = f'{{"text": "{CRISIS}", "key": "key-0001"}}'
        head = f"POST {visitor.path} HTTP/1.1\r\nHost: desk\r\nAuthorization: Bearer {visitor.token}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        with socket.create_connection(("127.0.0.1", int(front.url.rpartition(":")[2]))) as connection:
            connection.sendall((head + body).encode())
        assert eventually(lambda: front.store.open_alert(visitor.id)).severity == "crisis"


def test_danger_does_not_wait_for_an_answer_that_hangs(tmp_path: Path) -> None:
    """Its late answer is not shown any more: nothing is said beside the crisis."""
    with running_front(tmp_path / "var") as front, ThreadPoolExecutor(1) as other_tab:
        visitor = front.visitor()
        front.assistant.hanging = True
        waiting = other_tab.submit(visitor.say, "how fast does it work?")
        eventually(lambda: front.assistant.asked)
        assert "tel:988" in lines_of(visitor.say(CRISIS))
        eventually(lambda: visitor.said == ["how fast does it work?", CRISIS])
        front.assistant.hanging = False
        late = waiting.result()
        assert (late["replies"], late["state"], late["safety"]) == ([], "waiting", True)
        assert [message.role for message in visitor.stored] == ["visitor", "visitor", "bot"]


def test_the_lines_are_not_held_up_by_a_locked_database(tmp_path: Path) -> None:
    with running_front(tmp_path / "var") as front:
        visitors: list[Visitor] = [front.visitor() for _ in range(20)]
        for visitor in visitors:
            visitor.say("hello")
        with front.locked_database():
            seconds = sorted(_time(visitor) for visitor in visitors)
        print(f"p50 {statistics.median(seconds) * 1000:.0f} ms, slowest {seconds[-1] * 1000:.0f} ms")
        assert statistics.median(seconds) < 0.1
        assert seconds[-1] < 0.5  # other work on the machine


def _time(visitor: Visitor) -> float:
    before = time.perf_counter()
    assert lines_of(visitor.say(CRISIS))
    return time.perf_counter() - before
