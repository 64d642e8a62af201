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
from assistant.understanding.decision import FAQ, MORE, SEVERAL

CHANNEL = "frontdesk"
MEMORY = ("last_topic", "told", "offered")  # slots that tell the next message's understanding what was said before
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
    state = request.get("state") or {}
    before = {name: (state.get("slots") or {}).get(name) for name in MEMORY}
    metadata = {SCREENED: bool(request.get(SCREENED)), "form": state.get("form"), "paused": _is_paused(state), **before}
    await handle(UserMessage(_as_text(request["text"]), collector, sender, input_channel=CHANNEL, metadata=metadata))
    if not collector.messages:
        raise RuntimeError("Rasa had nothing to say")
    replies = [{key: value for key, value in reply.items() if key != "recipient_id"} for reply in collector.messages]
    return {"replies": replies, **await _after_turn(agent, sender, replies)}


def _is_paused(state: State) -> bool:
    """Whether a pre-screening was begun, and neither sent nor ended by one of its rules."""
    slots = state.get("slots") or {}
    return state.get("form") is None and slots.get("consent") == "yes" and slots.get("review") != "submit"


def _as_text(text: str) -> str:
    """Rasa takes a leading slash for a command of a developer; visitors have no commands."""
    return text.lstrip("/ ") or "?"


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


async def _after_turn(agent: Agent, sender: str, replies: list[dict[str, Any]]) -> dict[str, Any]:
    """The dialogue state after a turn, with its memory, and how the last message was understood."""
    tracker = await agent.tracker_store.get_or_create_tracker(sender)
    said = [event for event in tracker.events if isinstance(event, UserUttered)]
    parsed = said[-1].parse_data if said else {}  # latest_message forgets answers to a form
    memory = _memory(replies, tracker.active_loop_name)
    changes = [SlotSet(name, value) for name, value in memory.items() if tracker.get_slot(name) != value]
    if changes:
        tracker.update_with_events(changes, agent.domain)
        await agent.tracker_store.save(tracker)
    return {
        "state": {
            "form": tracker.active_loop_name,
            "requested_slot": tracker.get_slot(REQUESTED_SLOT),
            "slots": _slots(tracker),
        },
        "understood": understood(parsed),
    }


def _memory(replies: list[dict[str, Any]], form: str | None) -> dict[str, Any]:
    """Slots to which the next message may refer, from what is shown: the topic answered, and the buttons' payloads.

    A topic whose longer text was shown is `told`. Words that are no answer and offer nothing ("you are welcome") change
    nothing; a refusal or an offer ends the topic.
    """
    shown = [reply.get("buttons") or [] for reply in replies if reply.get("text")]
    payloads = [button["payload"] for button in (shown[-1] if shown else [])]
    memory: dict[str, Any] = {"offered": payloads if payloads and form is None else None}
    answered = [reply["custom"] for reply in replies if "topic" in (reply.get("custom") or {})]
    if answered:
        latest = answered[-1]
        memory |= {"last_topic": latest["topic"], "told": latest["topic"] if latest.get("part") == MORE else None}
    elif payloads and form is None:
        memory |= {"last_topic": None, "told": None}
    return memory


def understood(parsed: dict[str, Any]) -> dict[str, Any]:
    """{"intent", "topic", "topics", "refusal", "confidence"} out of Rasa's parse of a message.

    topic: the one that is answered (the first of several); topics: all that are answered, or those offered instead.
    """
    intent = parsed.get("intent") or {}
    name, topics = intent.get("name"), parsed.get("topics") or []
    return {
        "intent": name,
        "topic": topics[0] if topics and name in {FAQ, SEVERAL} else None,
        "topics": topics,
        "refusal": parsed.get("refusal"),
        "confidence": intent.get("confidence"),
    }


def _slots(tracker: DialogueStateTracker) -> dict[str, Any]:
    return {
        name: slot.value
        for name, slot in tracker.slots.items()
        if slot.value is not None and name not in {REQUESTED_SLOT, "session_started_metadata"}
    }
