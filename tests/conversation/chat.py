"""Whole conversations with the trained model and the real actions, in this process: tests that read like a chat."""

from __future__ import annotations

import asyncio
import json
import uuid
from typing import Any

from rasa.core.agent import Agent
from rasa_sdk.executor import ActionExecutor

from assistant import paths
from assistant.dialogue import MEMORY, take_turn

EMPTY: dict[str, Any] = {"form": None, "requested_slot": None, "slots": {}}


class InProcessActions:
    """What Rasa takes for the address of its action server."""

    url = "in-process"
    kwargs: dict[str, Any] = {}

    def __init__(self) -> None:
        self._executor = ActionExecutor()
        self._executor.register_package("actions")
        self.down = False

    async def request(self, json: dict[str, Any], **_: Any) -> Any:
        if self.down:
            raise ConnectionError("the action server is down")
        return _copied(await self._executor.run(_copied(json)))


def _copied(value: Any) -> Any:
    """As it would come over the wire."""
    return json.loads(json.dumps(value))


class Model:
    """The assistant, loaded once for all conversations."""

    def __init__(self) -> None:
        self.actions = InProcessActions()
        self.agent = Agent.load(str(paths.rasa_model()), action_endpoint=self.actions)
        self.loop = asyncio.new_event_loop()

    def chat(self, **state: Any) -> Chat:
        return Chat(self, {**EMPTY, **state})


class Chat:
    """One visitor. `state` is what the front desk would store."""

    def __init__(self, model: Model, state: dict[str, Any]) -> None:
        self._model = model
        self._sender = uuid.uuid4().hex
        self.state = state
        self.replies: list[dict[str, Any]] = []
        self.understood: dict[str, Any] = {}
        self.screened = True

    def say(self, text: str) -> str:
        """The texts of the replies, joined by line breaks."""
        request = {"sender": self._sender, "text": text, "state": _copied(self.state), "screened": self.screened}
        result = self._model.loop.run_until_complete(
            take_turn(self._model.agent, self._model.agent.handle_message, request)
        )
        self.replies, self.state, self.understood = result["replies"], result["state"], result["understood"]
        return self.text

    def restart_assistant(self) -> None:
        """The assistant forgets this conversation, as after a crash; the front desk's state remains."""
        self._sender = uuid.uuid4().hex

    @property
    def text(self) -> str:
        return "\n".join(reply["text"] for reply in self.replies if reply.get("text"))

    @property
    def buttons(self) -> list[str]:
        return [button["title"] for reply in self.replies for button in reply.get("buttons") or []]

    @property
    def topics(self) -> list[str]:
        """Topics that were answered."""
        return [reply["custom"]["topic"] for reply in self.replies if "topic" in (reply.get("custom") or {})]

    @property
    def events(self) -> list[str]:
        return [reply["custom"]["event"] for reply in self.replies if "event" in (reply.get("custom") or {})]

    @property
    def asked(self) -> str | None:
        return self.state["requested_slot"]

    @property
    def answers(self) -> dict[str, Any]:
        """Slots of the pre-screening."""
        return {name: value for name, value in self.state["slots"].items() if name not in MEMORY}

    @property
    def memory(self) -> dict[str, Any]:
        """Slots that the next message may refer to."""
        return {name: self.state["slots"].get(name) for name in MEMORY}
