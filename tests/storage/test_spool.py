"""What visitors said while the database was down."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from clinic.handoff import Move, State
from frontdesk.settings import ROOT, Settings
from frontdesk.storage import Spool, Store, StoreUnavailable, lines, open_store
from tests.storage.clock import Clock

SECRET = "xylophone-of-sorrow"


def record(key: str = "k", **changes: Any) -> dict[str, Any]:
    made = {
        "conversation_id": "a",
        "key": key,
        "body": {"text": SECRET},
        "replies": [{"text": "lines"}],
        "safety": {"tier": "crisis", "category": "plan", "subject": "self", "rules": ["rule"], "score": None},
        "severity": "crisis",
        "reason": "plan",
    }
    return {**made, **changes}


@pytest.fixture
def spool(store: Store, clock: Clock, tmp_path: Path) -> Spool:
    return Spool(tmp_path / "spool", store.vault, clock)


def test_a_crisis_is_replayed_as_it_happened(spool: Spool, store: Store, clock: Clock) -> None:
    said_at = clock.now
    assert spool.add(record())
    assert not spool.is_empty()
    clock.forward(120)
    assert spool.drain(store) == 1
    assert spool.is_empty()
    said, answer = store.messages("a")
    assert (said.body, said.key, said.at) == ({"text": SECRET}, "k", said_at)
    assert (answer.role, answer.body, answer.in_reply_to) == ("bot", {"text": "lines"}, 1)
    kept = store.conversation("a")
    assert kept is not None
    assert kept.safety is not None
    assert (kept.state, kept.safety.tier, kept.safety.rules) == (State.WAITING, "crisis", ("rule",))
    (alert,) = store.due_alerts(clock.now)
    assert (alert.severity, alert.created_at, alert.reason) == ("crisis", said_at, "plan")
    assert spool.drain(store) == 0


def test_a_turn_that_was_committed_after_all_is_not_stored_twice(spool: Spool, store: Store) -> None:
    with store.turn("a") as turn:
        turn.append("visitor", {"text": SECRET}, key="k")
        turn.append("bot", {"text": "lines"}, in_reply_to=1)
    spool.add(record())
    spool.drain(store)
    assert len(store.messages("a")) == 2


def test_a_message_that_was_stored_but_never_answered_still_raises_its_alert(spool: Spool, store: Store) -> None:
    with store.turn("a") as turn:
        turn.append("visitor", {"text": SECRET}, key="k")
    spool.add(record())
    spool.drain(store)
    assert [message.role for message in store.messages("a")] == ["visitor", "bot"]
    assert [entry.severity for entry in store.queue()] == ["crisis"]


def test_ordinary_messages_and_requests_are_replayed_too(spool: Spool, store: Store) -> None:
    nurse = store.add_staff("nurse", "hash", "Nora Reed")
    with store.turn("closed") as turn:
        turn.move(Move.TAKE_OVER, staff_id=nurse.id)
        turn.move(Move.CLOSE, staff_id=nurse.id)
    spool.add(record("1", conversation_id="closed", safety=None, severity=None, replies=[]))
    spool.add(record("2", conversation_id="asked", safety=None, severity="request"))
    assert spool.drain(store) == 2
    states = {entry.conversation_id: entry.state for entry in store.queue()}
    assert states == {"closed": State.BOT, "asked": State.WAITING}


def test_the_spool_is_encrypted(spool: Spool, tmp_path: Path) -> None:
    spool.add(record())
    (file,) = (path for path in (tmp_path / "spool").iterdir() if path.stat().st_size)
    assert SECRET.encode() not in file.read_bytes()
    assert b"plan" not in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600


def test_while_the_store_is_down_everything_stays_and_can_be_read(spool: Spool, tmp_path: Path, clock: Clock) -> None:
    unmigrated = open_store(Settings(data_dir=tmp_path / "other"), clock)
    for key in ("1", "2"):
        spool.add(record(key))
        clock.forward(1)
        with pytest.raises(StoreUnavailable):
            spool.drain(unmigrated)
    assert [waiting["key"] for waiting in spool.waiting()] == ["1", "2"]
    unmigrated.close()


def test_torn_and_unusable_lines_are_set_aside_and_hold_nothing_up(spool: Spool, store: Store, tmp_path: Path) -> None:
    spool.add(record("1"))
    pending = tmp_path / "spool" / "pending"
    pending.write_bytes(pending.read_bytes() + store.vault.seal(record("torn"))[:50])
    spool.add(record("2"))
    spool.add(record("3", severity="unheard of"))
    spool.add({"key": "4"})
    assert spool.drain(store) == 2
    assert [message.key for message in store.messages("a") if message.role == "visitor"] == ["1", "2"]
    assert spool.set_aside() == 3
    assert spool.is_empty()


def test_what_the_disk_refuses_is_kept_in_memory(spool: Spool, store: Store, tmp_path: Path) -> None:
    (tmp_path / "spool").write_text("a file where the folder should be")
    assert spool.add(record()) is False
    assert [waiting["key"] for waiting in spool.waiting()] == ["k"]
    assert spool.drain(store) == 1
    assert spool.is_empty()
    assert len(store.messages("a")) == 2


KILLED = """
import os, signal, sys
from pathlib import Path
from frontdesk.settings import Settings
from frontdesk.storage import lines, open_spool, open_store, spool as module
from frontdesk.storage.spool import Spool

settings = Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2])
store = open_store(settings)
spool = open_spool(settings, store.vault)
steps = 0

def step(call):
    def counted(*arguments, **named):
        global steps
        for moment in ("before", "after"):
            if moment == "after":
                result = call(*arguments, **named)
            if steps == int(sys.argv[3]):
                os.kill(os.getpid(), signal.SIGKILL)
            steps += 1
        return result
    return counted

lines.append, lines.sync_folder = step(lines.append), step(lines.sync_folder)
Path.rename, Path.unlink, module.replay = step(Path.rename), step(Path.unlink), step(module.replay)
spool.drain(store)
"""


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_killed_between_any_two_steps_nothing_is_lost_or_doubled(store: Store, settings: Settings) -> None:
    finished = False
    for number in range(60):
        spool = Spool(settings.data_dir / "spool", store.vault)
        for key in ("x", "y"):
            spool.add(record(f"{number}{key}", conversation_id=f"{number}"))
        lines.append(settings.data_dir / "spool" / "pending", [b"damaged"])
        arguments = [str(settings.data_dir), settings.database_url, str(number)]
        done = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=ROOT, timeout=60)
        finished = done.returncode == 0
        assert finished or done.returncode == -signal.SIGKILL
        spool.drain(store)
        keys = [message.key for message in store.messages(f"{number}") if message.role == "visitor"]
        assert keys == [f"{number}x", f"{number}y"], f"killed at step {number}"
        assert spool.is_empty()
        assert spool.set_aside() >= number + 1  # a line set aside twice is better than one lost
        if finished:
            break
    assert finished
    assert number > 10


@examples(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.binary(max_size=200), cut=st.integers(0, 400))
def test_whatever_a_crash_left_behind_the_next_record_is_readable(tmp_path: Path, damage: bytes, cut: int) -> None:
    from cryptography.fernet import Fernet

    from frontdesk.storage.vault import Vault

    folder = tmp_path / "spool"
    folder.mkdir(exist_ok=True)
    spool = Spool(folder, Vault((Fernet.generate_key().decode(),)))
    (folder / "pending").write_bytes(b"")
    spool.add(record("1"))
    (folder / "pending").write_bytes((folder / "pending").read_bytes()[:cut] + damage)
    spool.add(record("2"))
    assert spool.waiting()[-1]["key"] == "2"


def test_several_spools_of_one_folder_do_not_tear_each_others_lines(spool: Spool, store: Store, clock: Clock) -> None:
    from concurrent.futures import ThreadPoolExecutor

    others = [Spool(spool._folder, store.vault, clock) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda n: others[n % 3].add(record(str(n), safety=None, severity=None)), range(30)))
        drained = list(pool.map(lambda other: other.drain(store), others))
    assert sum(drained) == 30
    assert len(store.messages("a")) == 60
    assert clock.now - store.messages("a")[0].at == timedelta(0)
