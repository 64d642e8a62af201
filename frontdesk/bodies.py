"""From what the assistant proposes, and what the front desk itself says, to the messages that visitors see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from clinic.content import PERSON, Topic
from clinic.facts import Facts
from clinic.screening.flags import Flag
from frontdesk.storage import Message

Body = dict[str, Any]


def api_message(message: Message) -> Body:
    """A stored message as the API shows it (docs/architecture.md)."""
    return {
        "seq": message.seq,
        "id": message.key or message.body.get("id") or f"m{message.seq}",
        "role": message.role,
        "text": message.body.get("text", ""),
        "at": message.at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        "author": message.author,
        "buttons": message.body.get("buttons", []),
        "card": message.body.get("card"),
    }


def plain(text: str, buttons: list[dict[str, str]] | None = None, card: Body | None = None) -> Body:
    return {"text": text, "buttons": buttons or [], "card": card}


def from_assistant(
    replies: list[dict[str, Any]], topics: Mapping[str, Topic], facts: Facts, today: date
) -> tuple[list[Body], list[dict[str, Any]]]:
    """(messages to show, events for the front desk). A topic named by `custom` becomes the card of the text before it.

    An answer that is due for review says so in its card and also offers a person.
    """
    shown: list[Body] = []
    events: list[dict[str, Any]] = []
    for reply in replies:
        custom = reply.get("custom") or {}
        if "event" in custom:
            events.append(custom)
        if reply.get("text"):
            shown.append(plain(reply["text"], reply.get("buttons")))
        if shown and custom.get("topic") in topics:
            topic, body = topics[custom["topic"]], shown[-1]
            body["card"] = answer_card(topic, facts, today)
            if topic.is_due(today) and PERSON not in body["buttons"]:
                body["buttons"] = [*body["buttons"], PERSON]
    for body in shown[:-1]:  # only the last message of a turn offers choices
        body["buttons"] = []
    return shown, events


def answer_card(topic: Topic, facts: Facts, today: date) -> Body:
    """Sources and review state of an approved answer."""
    return {
        "kind": "answer",
        "topic": topic.name,
        "sources": [{**asdict(source), "publisher": facts.fill(source.publisher)} for source in topic.sources],
        "review": topic.review_state(today),
    }


def reference_card(reference: str) -> Body:
    return {"kind": "reference", "reference": reference}


def flag_body(flag: Flag) -> Body:
    """A flag as it is stored and shown to staff."""
    return asdict(flag)
