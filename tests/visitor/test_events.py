"""The event stream: a tail of the log that loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from clinic.handoff import Move
from frontdesk.storage import StoreUnavailable
from frontdesk.visitor import events
from tests.frontdesk.front import CRISIS, Event, Front, Visitor, eventually, messages, running_front


def status(stream: Iterator[Event]) -> dict[str, object]:
    """The next status of the stream."""
    return next(event.data for event in stream if event.name == "status")


def test_a_stream_begins_with_the_whole_log(visitor: Visitor) -> None:
    answer = visitor.say("how fast does it work?")
    with visitor.stream() as stream:
        shown = messages(stream, 2)
    assert shown == [answer["message"], *answer["replies"]]


def test_the_id_of_an_event_is_the_number_of_its_message(visitor: Visitor) -> None:
    visitor.say("how fast does it work?")
    with visitor.stream() as stream:
        first, second, third = next(stream), next(stream), next(stream)
    assert [(event.name, event.id, event.data.get("seq")) for event in (first, second)] == [
        ("message", "1", 1),
        ("message", "2", 2),
    ]
    assert (third.name, third.id) == ("status", None)


def test_a_stream_of_an_unknown_log_tells_its_status(visitor: Visitor) -> None:
    with visitor.stream() as stream:
        assert status(stream) == {"state": "bot", "safety": False, "staff": None, "typing": False}


def test_messages_arrive_while_the_stream_is_open(visitor: Visitor) -> None:
    with visitor.stream() as stream:
        status(stream)
        for text in ("one", "two", "three"):
            answer = visitor.say(text)
            assert messages(stream, 2) == [answer["message"], *answer["replies"]]


@pytest.mark.parametrize(("last", "numbers"), [("0", [1, 2, 3, 4]), ("", [1, 2, 3, 4]), ("2", [3, 4]), ("3", [4])])
def test_a_stream_resumes_after_the_last_event(visitor: Visitor, last: str, numbers: list[int]) -> None:
    visitor.say("one")
    visitor.say("two")
    with visitor.stream(last) as stream:
        assert [message["seq"] for message in messages(stream, len(numbers))] == numbers


def test_a_reconnect_loses_nothing(visitor: Visitor) -> None:
    """The stream is cut after every message while another thread goes on writing."""
    writing = threading.Thread(target=lambda: [visitor.say(f"message {number}") for number in range(10)])
    writing.start()
    seen: list[int] = []
    while len(seen) < 20:
        with visitor.stream(str(seen[-1]) if seen else None) as stream:
            seen.append(messages(stream, 1)[0]["seq"])
    writing.join()
    assert seen == list(range(1, 21))


def test_two_streams_show_the_same(visitor: Visitor) -> None:
    with visitor.stream() as phone, visitor.stream() as laptop:
        visitor.say("one")
        visitor.say("two")
        assert messages(phone, 4) == messages(laptop, 4)


@pytest.mark.parametrize("last", ["abc", "-1", "1.5", "1 2", "9" * 13, "0x10", "¹"])
def test_a_number_that_is_none(front: Front, visitor: Visitor, last: str) -> None:
    headers = {**visitor.headers, "Last-Event-ID": last.encode()}
    answer = front.http.get(f"/api/visits/{visitor.id}/events", headers=headers)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "last_event_id_wrong")


def test_a_number_from_a_log_that_is_gone_shows_the_new_one(visitor: Visitor) -> None:
    visitor.say("one")
    with visitor.stream("999") as stream:
        assert [message["seq"] for message in messages(stream, 2)] == [1, 2]


def test_a_log_longer_than_one_read_comes_whole(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PAGE", 3)
    for number in range(4):
        visitor.say(f"message {number}")
    with visitor.stream() as stream:
        assert [message["seq"] for message in messages(stream, 8)] == list(range(1, 9))


def test_the_status_follows_the_conversation(visitor: Visitor) -> None:
    visitor.say("hello")
    with visitor.stream() as stream:
        assert status(stream)["state"] == "bot"
        visitor.say(CRISIS)
        assert status(stream) == {"state": "waiting", "safety": True, "staff": None, "typing": False}
        staff_id = visitor.taken_over("Sam Rivers")
        assert status(stream) == {"state": "staff", "safety": True, "staff": {"name": "Sam"}, "typing": False}
        with visitor.front.store.turn(visitor.id) as turn:
            turn.clear_safety(staff_id, "safe_contact_made")
            turn.move(Move.CLOSE, staff_id=staff_id)
        assert status(stream) == {"state": "closed", "safety": False, "staff": None, "typing": False}


def test_what_staff_write_comes_with_their_first_name(visitor: Visitor) -> None:
    visitor.say("hello")
    visitor.taken_over()
    with visitor.front.store.turn(visitor.id) as turn:
        turn.append("staff", {"text": "Hello, this is Sam."}, author="Sam")
    with visitor.stream("2") as stream:
        [message] = messages(stream, 1)
    assert (message["role"], message["author"], message["text"]) == ("staff", "Sam", "Hello, this is Sam.")


def test_writing_is_shown_and_ends_by_itself(visitor: Visitor) -> None:
    visitor.say("hello")
    visitor.taken_over()
    typing = visitor.front.app.ctx.typing
    with visitor.stream() as stream:
        assert status(stream)["typing"] is False
        typing.set(visitor.id, "Sam")
        with visitor.front.store.turn(visitor.id) as turn:
            turn.append("staff", {"text": "One moment."}, author="Sam")
        assert status(stream)["typing"] is True
        typing.clear(visitor.id)  # as time does; nobody is told
        assert status(stream)["typing"] is False


def test_a_stream_outlives_the_database(tmp_path: Path) -> None:
    with running_front(tmp_path / "var") as front:
        visitor = front.visitor()
        with visitor.stream() as stream:
            status(stream)
            front.switched.fault = StoreUnavailable("The database cannot be used (test).")
            assert visitor.send("lost?", "key-0001").status_code == 503
            front.switched.fault = None
            visitor.say("back", "key-0001")
            assert [message["text"] for message in messages(stream, 1)] == ["back"]


def test_streams_do_not_hold_up_the_others(front: Front, visitor: Visitor) -> None:
    others = [front.visitor() for _ in range(12)]
    streams = [other.stream() for other in others]
    opened = [stream.__enter__() for stream in streams]
    try:
        for stream in opened:
            status(stream)
        assert visitor.say("how fast does it work?")["replies"]
    finally:
        for manager in streams:
            manager.__exit__(None, None, None)
    assert eventually(lambda: front.http.get("/health").status_code == 200)


def test_a_conversation_is_not_open_in_endless_places(front: Front, visitor: Visitor) -> None:
    visitor.say("hello")
    with ExitStack() as held:
        for stream in [held.enter_context(visitor.stream()) for _ in range(events.STREAMS)]:
            held.callback(stream.close)  # a stream that nobody holds on to is closed
            next(stream)
        refused = front.http.get(f"/api/visits/{visitor.id}/events", headers=visitor.headers)
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "too_many")
    assert "retry-after" in refused.headers
