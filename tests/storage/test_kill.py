"""kill -9 in the middle: message, state, mark and alert are all there or none is. On both databases."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from clinic.handoff import State
from frontdesk.settings import ROOT, Settings
from frontdesk.storage import Store

CRISIS = """
import os, signal, sys
from pathlib import Path
from clinic.handoff import Move
from frontdesk.settings import Settings
from frontdesk.storage import open_store

def reached(step):
    if step == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

store = open_store(Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2]))
with store.turn("a") as turn:
    reached("locked")
    turn.append("visitor", {"text": "words"}, key="k")
    reached("message")
    turn.mark_safety("crisis", "plan", "self", ("rule",), None)
    turn.raise_alert("crisis", "plan")
    reached("alert")
    turn.move(Move.CRISIS)
    turn.flush()
    reached("flushed")
reached("committed")
"""


@pytest.mark.parametrize("step", ["locked", "message", "alert", "flushed", "committed"])
def test_a_killed_turn_is_whole_or_absent(store: Store, settings: Settings, step: str) -> None:
    arguments = [str(settings.data_dir), settings.database_url, step]
    done = subprocess.run([sys.executable, "-c", CRISIS, *arguments], cwd=ROOT, timeout=60)
    assert done.returncode == -signal.SIGKILL
    kept = store.conversation("a")
    if step == "committed":
        assert kept is not None
        assert kept.safety is not None
        assert (kept.state, kept.last_seq) == (State.WAITING, 1)
        assert [entry.severity for entry in store.queue()] == ["crisis"]
        assert len(store.messages("a")) == 1
    else:
        assert kept is None
        assert (store.queue(), store.messages("a")) == ([], [])
    with store.turn("a") as turn:  # and the lock is gone
        assert turn.append("visitor", {"text": "words"}, key="k").seq == 1


def test_a_store_does_not_need_a_clean_end(store: Store, settings: Settings, tmp_path: Path) -> None:
    """The last turn committed before the kill is read by the next process."""
    arguments = [str(settings.data_dir), settings.database_url, "committed"]
    subprocess.run([sys.executable, "-c", CRISIS, *arguments], cwd=ROOT, timeout=60)
    program = (
        "import sys; from pathlib import Path; from frontdesk.settings import Settings\n"
        "from frontdesk.storage import open_store\n"
        "store = open_store(Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2]))\n"
        "print(store.messages('a')[0].body['text'], store.open_alert('a').severity)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, timeout=60, capture_output=True, text=True
    )
    assert done.stdout == "words crisis\n"
