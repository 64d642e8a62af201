"""`python -m assistant.understand`: how each message is understood, JSON lines in, JSON lines out, order kept.

{"id", "text", "after"?} -> {"id", "intent", "topic", "topics", "refusal", "confidence",
                            "alternatives": [{"intent", "topic", "refusal", "confidence"}, ...]}
`after` names the topic that was answered before, for messages that lean on it. The intent `unclear_question` offers
`topics` instead of answering, `several_questions` answers each of them, `out_of_scope` declines with the kind of `refusal`.
A line that cannot be read gives {"id", "error"}. Standard output carries nothing else.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import redirect_stdout
from typing import Any

from assistant import paths
from assistant.quiet import quiet_rasa
from assistant.understanding.decision import FAQ, OUT_OF_SCOPE


def understand(lines: Iterable[str]) -> Iterator[str]:
    """One JSON line for each line read."""
    agent = _agent()
    loop = asyncio.new_event_loop()
    for line in lines:
        if line.strip():
            yield json.dumps(_one(agent, loop, line), ensure_ascii=False)
    loop.close()


def _agent() -> Any:
    from rasa.core.agent import Agent

    return Agent.load(str(paths.rasa_model()))


def _one(agent: Any, loop: asyncio.AbstractEventLoop, line: str) -> dict[str, Any]:
    from rasa.core.channels.channel import UserMessage

    from assistant.dialogue import understood
    from assistant.safety_net import SCREENED

    item = _read(line)
    if not isinstance(item.get("text"), str):
        return {"id": item.get("id"), "error": "expected a JSON object with id and text"}
    # as the front desk sends it: what shows danger never gets here, so the second net has nothing to add
    message = UserMessage(item["text"], metadata={SCREENED: True, "last_topic": item.get("after")})
    parsed = loop.run_until_complete(agent.processor.parse_message(message))
    alternatives = [_label(entry) for entry in parsed.get("intent_ranking") or []]
    return {"id": item.get("id"), **understood(parsed), "alternatives": alternatives}


def _read(line: str) -> dict[str, Any]:
    try:
        item = json.loads(line)
    except ValueError:
        return {}
    return item if isinstance(item, dict) else {}


def _label(entry: dict[str, Any]) -> dict[str, Any]:
    intent, _, key = entry["name"].partition("/")
    found = {"topic": key if intent == FAQ else None, "refusal": key if intent == OUT_OF_SCOPE else None}
    return {"intent": intent, **found, "confidence": round(entry["confidence"], 4)}


def main() -> None:
    quiet_rasa()
    with redirect_stdout(sys.stderr):
        results = understand(sys.stdin)
        for result in results:
            print(result, file=sys.__stdout__, flush=True)


if __name__ == "__main__":
    main()
