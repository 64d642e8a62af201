"""`make bench`: start-up, crisis screen and memory, measured on this machine with a data folder of its own."""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from clinic.safety import load_screen
from frontdesk.settings import ROOT, read_settings

PORT = 18730  # with the two after it; away from the default, so a running front desk is not disturbed
ROUNDS = 200
MESSAGES = (
    "What does a session cost?",
    "I'm 34 and I take sertraline 50 mg every morning.",
    "How fast does it work for depression?",
    "I don't want to be here any more and I have the pills next to me.",
    "My sister said she wants to end it, what can I do?",
    "this traffic is killing me, can I come later today",
    "No, I never had psychosis, but my father did.",
    "Can I drive home afterwards? " * 20,
)


def main() -> None:
    print(f"{os.cpu_count()} cores, Python {sys.version.partition(' ')[0]}")
    _screen()
    with tempfile.TemporaryDirectory() as folder:
        for title in ("first start (new data folder)", "second start"):
            print(title)
            _start(Path(folder))


def _screen() -> None:
    started = time.perf_counter()
    screen = load_screen(ROOT / "data", read_settings().models_dir)
    loaded = time.perf_counter() - started
    times = []
    for _ in range(ROUNDS):
        for message in MESSAGES:
            begun = time.perf_counter()
            screen.screen(message)
            times.append((time.perf_counter() - begun) * 1000)
    median, p99 = statistics.median(times), statistics.quantiles(times, n=100)[98]
    print(f"crisis screen: loaded in {loaded:.2f} s; {len(times)} messages: median {median:.2f} ms, p99 {p99:.2f} ms")
    print(f"  this process: {_megabytes(os.getpid()):.0f} MB")


def _start(folder: Path) -> None:
    """One start of everything with `frontdesk run`: time to the front desk, time to the first answer, memory."""
    environment = {**os.environ, "PORT": str(PORT), "DATA_DIR": str(folder), "HOST": "127.0.0.1"}
    started = time.perf_counter()
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "frontdesk", "run"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait(supervisor, lambda: _request("/health"), 30)
        print(f"  front desk ready after {time.perf_counter() - started:.2f} s")
        _wait(supervisor, _bot_answers, 180)
        print(f"  first answer of the assistant after {time.perf_counter() - started:.1f} s")
        for name, pid in _processes(supervisor.pid):
            print(f"  memory of {name}: {_megabytes(pid):.0f} MB")
    finally:
        supervisor.send_signal(signal.SIGINT)
        supervisor.wait()


def _bot_answers() -> bool:
    """Ask a question in a new visit; true once a reply with sources comes back, which only the assistant can give."""
    if _request("/ready")["checks"]["assistant"] != "ok":
        return False
    visit = _request("/api/visits", {})
    message = {"text": "How fast does ketamine work?", "key": "bench-question"}
    answer = _request(f"/api/visits/{visit['visit']}/messages", message, visit["token"])
    return any((reply.get("card") or {}).get("kind") == "answer" for reply in answer["replies"])


def _request(path: str, body: dict[str, str] | None = None, token: str = "") -> Any:
    request = urllib.request.Request(f"http://127.0.0.1:{PORT}{path}", method="GET" if body is None else "POST")
    request.add_header("Content-Type", "application/json")
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(request, data, timeout=10) as response:
        return json.load(response)


def _wait(supervisor: subprocess.Popen[bytes], condition: Callable[[], Any], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if supervisor.poll() is not None:
            sys.exit("The front desk did not start; the line above says why.")
        try:
            if condition():
                return
        except OSError:  # nobody listens yet, or an error status
            pass
        time.sleep(0.05)
    sys.exit(f"Not ready after {seconds:g} s.")


def _processes(supervisor: int) -> list[tuple[str, int]]:
    """The supervisor and its direct children, by the last words of their commands."""
    children = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text().split()
    pids = [supervisor, *map(int, children)]
    return [
        (Path(f"/proc/{pid}/cmdline").read_text().strip("\0").replace("\0", " ").split(" -m ")[-1], pid) for pid in pids
    ]


def _megabytes(pid: int) -> float:
    """Resident memory."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main()
