"""Asks the assistant what to say, with a deadline. No answer of any kind becomes Unavailable."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx

from frontdesk.storage import Dialogue


class Unavailable(Exception):
    """The assistant did not answer; the message says how, never what was asked."""


@dataclass(frozen=True)
class Proposal:
    """What the assistant would say, and the dialogue state after it."""

    replies: list[dict[str, Any]]
    dialogue: Dialogue
    understood: dict[str, Any] = field(default_factory=dict)


class Assistant(Protocol):
    async def ask(self, sender: str, text: str, dialogue: Dialogue) -> Proposal: ...

    async def is_ready(self) -> bool: ...

    async def close(self) -> None: ...


class RasaAssistant:
    """The Rasa process on the loopback interface (assistant/channel.py)."""

    def __init__(self, url: str, token: str, deadline: float) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        self._http = httpx.AsyncClient(base_url=url, headers=headers, timeout=deadline, trust_env=False)

    async def ask(self, sender: str, text: str, dialogue: Dialogue) -> Proposal:
        """Replies to `text` in the given dialogue state. Raises Unavailable."""
        state = {"form": dialogue.form, "requested_slot": dialogue.requested_slot, "slots": dialogue.slots}
        try:
            answer = await self._http.post(
                "/webhooks/frontdesk/message", json={"sender": sender, "text": text, "state": state, "screened": True}
            )
        except httpx.HTTPError as error:
            raise Unavailable(type(error).__name__) from None
        if answer.status_code != 200:
            raise Unavailable(f"HTTP {answer.status_code}")
        return _proposal(answer)

    async def is_ready(self) -> bool:
        """Whether the model is loaded."""
        try:
            return (await self._http.get("/webhooks/frontdesk/", timeout=1.0)).status_code == 200
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        await self._http.aclose()


def _proposal(answer: httpx.Response) -> Proposal:
    try:
        body = answer.json()
        replies, state = body["replies"], body["state"]
        dialogue = Dialogue(state["form"], state["requested_slot"], dict(state["slots"]))
        if not isinstance(replies, list) or not replies:
            raise ValueError
    except (ValueError, KeyError, TypeError):
        raise Unavailable("an answer of another shape") from None
    return Proposal(replies, dialogue, body.get("understood") or {})
