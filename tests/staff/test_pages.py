"""The queue, a conversation and their event streams, as staff see them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from frontdesk.staff.pages import DATABASE_DOWN

from .desk import BrokenStore, Browser, Desk

HOLD = {
    "level": "hold",
    "rule": "uncontrolled_pressure",
    "why": "The pressure is high.",
    "source": "Label, section 5",
}


class Stream:
    """The events of a stream, one at a time."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def next(self, name: str) -> Any:
        """Data of the next event of that name."""
        wanted = False
        for line in self._lines:
            if line.startswith("event: "):
                wanted = line == f"event: {name}"
            elif wanted and line.startswith("data: "):
                return json.loads(line.removeprefix("data: "))
        raise EOFError(f"the stream ended before {name}")


@contextmanager
def following(browser: Browser, path: str, **headers: str) -> Iterator[Stream]:
    with browser.http.stream("GET", path, headers={"accept": "text/event-stream", **headers}) as response:
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response.iter_lines())


def page_of(conversation_id: str) -> str:
    return f"/staff/conversations/{conversation_id}"


def test_the_queue_says_in_words_what_matters(desk: Desk) -> None:
    calm, urgent = desk.conversation("hello"), desk.conversation("hello", crisis=True)
    with desk.store.turn(calm) as turn:
        turn.submit_screening({"age": 41}, [HOLD, HOLD], "1")
    text = desk.signed_in().get("/staff").text
    assert text.index(urgent) < text.index(calm)
    for words in (
        "Crisis",
        "Waiting for a person",
        "nobody has acknowledged",
        "Pre-screening sent",
        "2 hold",
    ):
        assert words in text
    assert "hello" not in text, "the queue shows no words of visitors"


def test_the_queue_says_what_is_degraded(desk: Desk) -> None:
    desk.degraded.append("The assistant is not answering.")
    assert "The assistant is not answering." in desk.signed_in().get("/staff").text


def test_the_queue_stream_sends_a_new_alert(desk: Desk) -> None:
    browser = desk.signed_in()
    with following(browser, "/staff/events") as stream:
        assert stream.next("queue")["rows"] == []
        conversation_id = desk.conversation("hello", crisis=True)
        data = stream.next("queue")
        assert [row["id"] for row in data["rows"]] == [conversation_id]
        assert data["urgent"][0]["href"] == page_of(conversation_id)
        assert "hello" not in json.dumps(data)
        desk.degraded.append("Alerts are not being sent.")
        assert "Alerts are not being sent." in stream.next("queue")["notice"]


def test_a_stream_ends_with_the_session(desk: Desk) -> None:
    browser = desk.signed_in()
    with following(browser, "/staff/events") as stream:
        stream.next("queue")
        browser.post("/staff/logout")
        assert stream.next("signed_out") == {}
        with pytest.raises(EOFError):
            stream.next("queue")


def test_a_stream_outlives_an_outage_of_the_database(desk: Desk) -> None:
    browser = desk.signed_in()
    with following(browser, "/staff/events") as stream:
        assert stream.next("status") == {"problem": ""}
        desk.app.ctx.store = BrokenStore()
        assert stream.next("status") == {"problem": DATABASE_DOWN}
        desk.app.ctx.store = desk.store
        assert stream.next("status") == {"problem": ""}
        desk.conversation("hello")
        assert len(stream.next("queue")["rows"]) == 1


def test_a_conversation_shows_transcript_mark_and_answers(desk: Desk) -> None:
    conversation_id = desk.conversation(
        "first words", crisis=True, form="screening_form", age=41, for_whom="self"
    )
    text = desk.signed_in().get(page_of(conversation_id)).text
    for words in (
        desk.store.conversation(conversation_id).reference, "first words", "Crisis: possible danger",
        "Active ideation", "Wants to die", "Answers so far", "<dd>41</dd>", "<dd>Myself</dd>", "Take over",
    ):  # fmt: skip
        assert words in text
    assert 'id="reply"' in text and "hidden" in text.split('id="reply"')[1].split(">")[0]


def test_flags_come_most_serious_first_with_rule_why_and_source(desk: Desk) -> None:
    conversation_id = desk.conversation("hello")
    info = {"level": "info", "rule": "no_escort", "why": "Nobody to drive.", "source": "Brief"}
    with desk.store.turn(conversation_id) as turn:
        turn.submit_screening({"age": 41, "later_question": {"odd": [1]}}, [info, HOLD], "2026-11-20")
    text = desk.signed_in().get(page_of(conversation_id)).text
    assert text.index("Uncontrolled pressure") < text.index("No escort")
    assert "The pressure is high." in text and "Label, section 5" in text
    assert "Later question" in text and "odd" in text, "an answer without a reader is shown as it is"


def test_an_answer_of_an_unforeseen_shape_does_not_hide_the_page(desk: Desk) -> None:
    conversation_id = desk.conversation("hello", form="screening_form", medicines="lots", blood_pressure=7)
    answer = desk.signed_in().get(page_of(conversation_id))
    assert answer.status_code == 200
    assert "<dd>lots</dd>" in answer.text and "<dd>7</dd>" in answer.text


def test_what_a_visitor_writes_is_never_markup(desk: Desk) -> None:
    attack = '<img src=x onerror=alert(1)>"><script>alert(2)</script>'
    conversation_id = desk.conversation(attack, form="screening_form", first_name=attack)
    browser = desk.signed_in()
    assert "<img" not in browser.get(page_of(conversation_id)).text
    with following(browser, page_of(conversation_id) + "/events") as stream:
        assert "<img" not in stream.next("message")["html"]
        assert "<img" not in stream.next("panels")["screening"]


def test_the_stream_of_a_conversation_resumes_where_it_stopped(desk: Desk) -> None:
    conversation_id = desk.conversation("one", "two", "three")
    browser = desk.signed_in()
    with following(browser, page_of(conversation_id) + "/events?after=1", **{"last-event-id": "2"}) as stream:
        assert stream.next("message")["seq"] == 3
        with desk.store.turn(conversation_id) as turn:
            turn.append("visitor", {"text": "four"})
        assert stream.next("message")["seq"] == 4


def test_the_stream_tells_of_alerts_elsewhere_and_of_who_holds_it(desk: Desk) -> None:
    conversation_id, browser = desk.conversation("one"), desk.signed_in()
    with following(browser, page_of(conversation_id) + "/events") as stream:
        assert stream.next("panels")["mine"] is False
        browser.act(conversation_id, "take-over")
        assert stream.next("panels")["mine"] is True
        elsewhere = desk.conversation("hello", crisis=True)
        assert [alert["id"] for alert in stream.next("urgent")] == [elsewhere]


def test_a_long_conversation_begins_with_its_latest_part(desk: Desk) -> None:
    conversation_id = desk.conversation(*(f"line {number:04}" for number in range(1, 702)))
    browser = desk.signed_in()
    latest = browser.get(page_of(conversation_id)).text
    assert "line 0701" in latest and "line 0502" in latest and "line 0501" not in latest
    whole = browser.get(page_of(conversation_id) + "?all=1").text
    assert "line 0001" in whole and "line 0701" in whole


def test_every_view_is_audited(desk: Desk) -> None:
    conversation_id, browser = desk.conversation("hello"), desk.signed_in()
    browser.get("/staff")
    browser.get(page_of(conversation_id))
    with following(browser, page_of(conversation_id) + "/events") as stream:
        stream.next("panels")
    staff_id = desk.store.staff("sam").id
    assert desk.audit_trail()[-3:] == [
        (staff_id, "view_queue", None, ""),
        (staff_id, "view_conversation", conversation_id, ""),
        (staff_id, "follow_conversation", conversation_id, ""),
    ]


def test_an_unknown_conversation_is_404(desk: Desk) -> None:
    assert desk.signed_in().get(page_of("none")).status_code == 404


def test_a_forgotten_conversation_leaves_the_open_page(desk: Desk) -> None:
    conversation_id, browser = desk.conversation("hello"), desk.signed_in()
    with following(browser, page_of(conversation_id) + "/events") as stream:
        stream.next("panels")
        desk.store.forget(conversation_id)
        assert stream.next("gone") == {}


def test_without_the_database_every_page_says_so_plainly(desk: Desk) -> None:
    browser = desk.signed_in()
    csrf = browser.csrf()
    desk.app.ctx.store = BrokenStore()
    answers: list[httpx.Response] = [browser.get("/staff"), browser.get(page_of("any"))]
    answers.append(browser.http.post(page_of("any") + "/take-over", data={"csrf": csrf}))
    answers.append(browser.sign_in("sam", "password"))
    for answer in answers:
        assert answer.status_code == 503
        assert DATABASE_DOWN in answer.text
        assert "Traceback" not in answer.text
        assert "content-security-policy" in answer.headers
    answer = browser.get("/staff", headers={"accept": "application/json"})
    assert answer.json() == {"error": {"message": DATABASE_DOWN}}


def test_no_words_of_visitors_or_staff_in_the_logs(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    browser, conversation_id = desk.signed_in(), desk.conversation("visitors words")
    with caplog.at_level("DEBUG"):
        browser.act(conversation_id, "take-over")
        browser.get(page_of(conversation_id))
        browser.act(conversation_id, "reply", text="staff words", key="0123456789abcdef")
        browser.act(conversation_id, "reply", text="staff words", key="?")
    for words in ("visitors words", "staff words", "Sam"):
        assert words not in caplog.text


def test_a_closed_page_leaves_no_stream_behind(desk: Desk) -> None:
    browser, looks = desk.signed_in(), []
    wait = desk.app.ctx.changes.wait
    desk.app.ctx.changes.wait = lambda timeout: (looks.append(timeout), wait(timeout))[1]
    with following(browser, "/staff/events") as stream:
        stream.next("queue")
    browser.http.close()
    time.sleep(0.5)
    seen = len(looks)
    for _ in range(3):
        desk.conversation("hello")
        time.sleep(0.1)
    assert seen >= 1
    assert len(looks) == seen
