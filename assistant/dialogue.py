"""Rasa's tracker is a cache of the dialogue state that the front desk stores: bring it in line, read it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.shared.core.constants import ACTION_LISTEN_NAME, REQUESTED_SLOT
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.safety_net import SCREENED

CHANNEL = "frontdesk"
State = dict[str, Any]


async def take_turn(
    agent: Agent, handle: Callable[[UserMessage], Awaitable[Any]], request: dict[str, Any]
) -> dict[str, Any]:
    """Replies, state and understanding for {"sender", "text", "state", "screened"}.

    Raises RuntimeError when Rasa says nothing, which is how it behaves after an action failed.
    """
    sender = request["sender"]
    await align(agent, sender, request.get("state") or {})
    collector = CollectingOutputChannel()
    metadata = {SCREENED: bool(request.get(SCREENED))}
    await handle(UserMessage(request["text"], collector, sender, input_channel=CHANNEL, metadata=metadata))
    if not collector.messages:
        raise RuntimeError("Rasa had nothing to say")
    replies = [{key: value for key, value in reply.items() if key != "recipient_id"} for reply in collector.messages]
    return {"replies": replies, **await snapshot(agent, sender)}


async def align(agent: Agent, sender: str, state: State) -> None:
    """Make the tracker say what `state` says ({"form", "requested_slot", "slots"}); most turns change nothing."""
    tracker = await agent.processor.fetch_tracker_and_update_session(sender)
    events = _differences(tracker, state)
    if events:
        tracker.update_with_events([*events, ActionExecuted(ACTION_LISTEN_NAME)], agent.domain)
        await agent.tracker_store.save(tracker)


def _differences(tracker: DialogueStateTracker, state: State) -> list[Event]:
    wanted = dict(state.get("slots") or {})
    current = _slots(tracker)
    events: list[Event] = [
        SlotSet(name, wanted.get(name))
        for name in sorted(wanted.keys() | current.keys())
        if name in tracker.slots and wanted.get(name) != current.get(name)
    ]
    if tracker.active_loop_name != state.get("form"):
        events.append(ActiveLoop(state.get("form")))
    if tracker.get_slot(REQUESTED_SLOT) != state.get("requested_slot"):
        events.append(SlotSet(REQUESTED_SLOT, state.get("requested_slot")))
    return events


async def snapshot(agent: Agent, sender: str) -> dict[str, Any]:
    """The dialogue state after a turn, and how the last message was understood."""
    tracker = await agent.tracker_store.get_or_create_tracker(sender)
    said = [event for event in tracker.events if isinstance(event, UserUttered)]
    return {
        "state": {
            "form": tracker.active_loop_name,
            "requested_slot": tracker.get_slot(REQUESTED_SLOT),
            "slots": _slots(tracker),
        },
        "understood": understood(said[-1].parse_data if said else {}),  # latest_message forgets answers to a form
    }


def understood(parsed: dict[str, Any]) -> dict[str, Any]:
    """Intent, topic and confidence out of Rasa's parse of a message."""
    intent = parsed.get("intent") or {}
    name = intent.get("name")
    selection = (parsed.get("response_selector") or {}).get(name) or {}
    label = (selection.get("response") or {}).get("intent_response_key") or ""
    return {"intent": name, "topic": label.partition("/")[2] or None, "confidence": intent.get("confidence")}


def _slots(tracker: DialogueStateTracker) -> dict[str, Any]:
    return {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and name not in {REQUESTED_SLOT, "session_started_metadata"}
    }
