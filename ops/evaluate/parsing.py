"""Messages through a trained Rasa model, one after the other, with the time that each takes."""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.quiet import quiet_rasa
from assistant.understanding.decision import FAQ, OUT_OF_SCOPE, SEVERAL, UNCLEAR, UNKNOWN, kind


@dataclass(frozen=True)
class Understood:
    """One message: the labels from the most probable on, what is answered (empty: refused or asked back), the seconds."""

    ranking: list[str]
    answered: tuple[str, ...]
    intent: str
    seconds: float


class Model:
    """A Rasa model whose labels are intents, with or without a key ("faq/how_fast"; stock pipelines: "faq__how_fast")."""

    def __init__(self, path: Path) -> None:
        from rasa.core.agent import Agent

        self._agent, self._loop = Agent.load(str(path)), asyncio.new_event_loop()

    def understand(self, text: str, after: str | None = None) -> Understood:
        """As the front desk sends it: screened already; `after` names the topic that was answered before."""
        from rasa.core.channels.channel import UserMessage

        message = UserMessage(text, metadata={"screened": True, "last_topic": after})
        start = time.perf_counter()
        parsed = self._loop.run_until_complete(self._agent.processor.parse_message(message))
        seconds = time.perf_counter() - start
        intent = str((parsed.get("intent") or {}).get("name"))
        ranking = [entry["name"].replace("__", "/", 1) for entry in parsed.get("intent_ranking") or []]
        return Understood([name for name in ranking if name != UNKNOWN], _answered(intent, parsed), intent, seconds)


def _answered(intent: str, parsed: dict[str, Any]) -> tuple[str, ...]:
    if intent in {FAQ, SEVERAL}:
        return tuple(f"{FAQ}/{topic}" for topic in parsed["topics"])
    label = intent.replace("__", "/", 1)
    refused = label in {UNKNOWN, UNCLEAR, "None"} or kind(label) == OUT_OF_SCOPE
    return () if refused else (label,)


def median_ms(found: list[Understood]) -> float:
    return 1000 * statistics.median(one.seconds for one in found)


def resident_mb(model: Path) -> float:
    """Memory of a process of its own that has loaded the model and read a message, in MB (10^6 bytes)."""
    run = subprocess.run([sys.executable, "-W", "ignore", "-m", __name__, str(model)], capture_output=True, text=True, check=True)
    return float(json.loads(run.stdout.splitlines()[-1]))


def main() -> None:
    quiet_rasa()
    Model(Path(sys.argv[1])).understand("how long does it take")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    kilobytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    print(json.dumps(kilobytes * 1024 / 1e6))


if __name__ == "__main__":
    main()
