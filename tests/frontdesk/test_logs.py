"""No word of a visitor reaches a log, the console of the process, or a disk unsealed, whatever goes wrong."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from frontdesk.storage import StoreUnavailable
from tests.frontdesk.fakes import BrokenScreen
from tests.frontdesk.front import CRISIS, Front, eventually, messages, running_front

MARKER = "zanzibarquartz"


def says(front: Front, *texts: str) -> None:
    visitor = front.visitor()
    for text in texts:
        visitor.send(f"{text} {MARKER}")


def ordinary(front: Front) -> None:
    says(front, "how fast does it work?", "Start pre-screening", "talk to a person", "My mother died last year")
    with (visitor := front.visitor()).stream() as stream:
        visitor.say(MARKER)
        assert messages(stream, 1)[0]["text"] == MARKER


def crisis(front: Front) -> None:
    says(front, CRISIS, "just kidding", "I took all my pills")
    eventually(front.app.ctx.spool.is_empty)


def database_away(front: Front) -> None:
    front.switched.fault = StoreUnavailable("The database cannot be used (test).")
    says(front, "hello", CRISIS)
    eventually(front.spooled)
    assert MARKER not in _on_disk(front)
    front.switched.fault = None
    eventually(front.app.ctx.spool.is_empty)


def database_broken(front: Front) -> None:
    front.switched.fault = ValueError(f"near {MARKER}")
    says(front, "hello", CRISIS)
    front.switched.fault = None


def database_locked(front: Front) -> None:
    with front.locked_database():
        says(front, "hello", CRISIS)
        eventually(front.spooled)


def assistant_away(front: Front) -> None:
    front.assistant.down = True
    says(front, "hello", "talk to a person")
    front.assistant.down = False


def assistant_broken(front: Front) -> None:
    async def ask(*_: object) -> None:
        raise KeyError(MARKER)

    front.assistant.ask = ask  # type: ignore[assignment, method-assign]
    says(front, "hello")
    del front.assistant.ask


def refused(front: Front) -> None:
    visitor = front.visitor()
    for body in (f'{{"text": "{MARKER}"', f'{{"text": 7, "key": "{MARKER}"}}', f'["{MARKER}"]', MARKER * 10_000):
        visitor.post(content=body.encode(), headers={"Content-Type": "application/json"})
    visitor.send(MARKER * 500)
    for path in (f"/api/visits/{MARKER}/messages", f"/{MARKER}", f"/static/{MARKER}", f"/staff/{MARKER}", f"/demo?{MARKER}"):
        front.http.get(path, headers={"Authorization": f"Bearer {MARKER}", "Last-Event-ID": MARKER})


def held_by_staff(front: Front) -> None:
    visitor = front.visitor()
    visitor.say("hello")
    visitor.taken_over()
    visitor.say(MARKER)


PATHS = [
    ordinary,
    crisis,
    database_away,
    database_broken,
    database_locked,
    assistant_away,
    assistant_broken,
    refused,
    held_by_staff,
]


@pytest.mark.parametrize("screen", [None, BrokenScreen()], ids=["screen works", "screen broken"])
def test_no_word_of_a_visitor_is_logged_printed_or_stored_unsealed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], screen: BrokenScreen | None
) -> None:
    for name in ("frontdesk", "clinic", "sanic", "asyncio"):
        caplog.set_level(logging.DEBUG, name)
    with running_front(tmp_path / "var", screen=screen) as front:
        for path in PATHS:
            path(front)
        assert front.http.get("/health").status_code == 200
        assert MARKER not in _on_disk(front)
    printed = capfd.readouterr()
    logged = [
        record for record in caplog.records if MARKER in record.getMessage() + (record.exc_text or "") + str(record.exc_info)
    ]
    assert logged == []
    assert MARKER not in caplog.text + printed.out + printed.err
    assert any(record.name.startswith("frontdesk") for record in caplog.records)  # the errors themselves are told


def _on_disk(front: Front) -> str:
    """Every byte of the data folder."""
    files = [path for path in front.settings.data_dir.rglob("*") if path.is_file()]
    assert any(path.name == "frontdesk.db" for path in files)
    return "".join(path.read_bytes().decode("latin-1") for path in files)
