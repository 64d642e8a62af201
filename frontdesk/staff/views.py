"""A conversation in the words of the console."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from clinic.handoff import State
from clinic.screening.questions import NAMES
from clinic.screening.readable import readable
from frontdesk.staff import labels
from frontdesk.storage import Alert, Conversation, Message, Screening, Session


@dataclass(frozen=True)
class MessageView:
    """One message of the transcript."""

    seq: int
    role: str
    who: str
    text: str
    at: datetime
    buttons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()  # what a card showed to the visitor


@dataclass(frozen=True)
class SafetyView:
    """Why the conversation is marked as dangerous, in words."""

    tier: str
    tier_words: str
    category: str
    subject: str
    rules: str
    at: datetime


@dataclass(frozen=True)
class Flag:
    level: str
    level_words: str
    rule: str
    why: str
    source: str


@dataclass(frozen=True)
class ScreeningView:
    """Answers and flags; submitted_at None: still being answered."""

    answers: tuple[tuple[str, str], ...] = ()
    flags: tuple[Flag, ...] = ()
    submitted_at: datetime | None = None
    consent_version: str = ""


@dataclass(frozen=True)
class ConversationView:
    """What the header, the panels and the buttons of a conversation page need."""

    id: str
    reference: str
    state: str
    state_words: str
    owner: str | None
    owner_id: int | None
    mine: bool
    safety: SafetyView | None
    alert: Alert | None
    alert_words: str
    acknowledged_by: str  # in words; empty while nobody has
    screening: ScreeningView
    last_seq: int

    @property
    def can_hand_back(self) -> bool:
        return self.mine

    @property
    def can_close(self) -> bool:
        return self.mine or self.state == State.WAITING.value


def message_view(message: Message) -> MessageView:
    body = message.body
    who = labels.ROLES[message.role]
    return MessageView(
        seq=message.seq,
        role=message.role,
        who=f"{message.author} ({who.lower()})" if message.author else who,
        text=str(body.get("text") or ""),
        at=message.at,
        buttons=tuple(str(button["title"]) for button in body.get("buttons") or ()),
        notes=_card_notes(body.get("card")),
    )


def _card_notes(card: Mapping[str, Any] | None) -> tuple[str, ...]:
    if not card:
        return ()
    if card.get("kind") == "crisis":
        shown = ", ".join(str(line["label"]) for line in card.get("lines") or ())
        return (f"Crisis lines shown: {shown}" if shown else "Crisis card shown",)
    if card.get("kind") == "answer":
        return (
            f"Answer: {labels.words(str(card.get('topic', '')))}",
            *filter(None, [str(card.get("review") or "")]),
        )
    if card.get("kind") == "reference":
        return (f"Reference shown: {card.get('reference', '')}",)
    return (f"Card shown: {card.get('kind')}",)


def conversation_view(
    conversation: Conversation, screening: Screening | None, alert: Alert | None, session: Session
) -> ConversationView:
    state = conversation.state.value
    return ConversationView(
        id=conversation.id,
        reference=conversation.reference,
        state=state,
        state_words=labels.STATES[state],
        owner=conversation.owner,
        owner_id=conversation.owner_id,
        mine=conversation.state is State.STAFF and conversation.owner_id == session.staff.id,
        safety=_safety(conversation),
        alert=alert,
        alert_words=labels.SEVERITIES[alert.severity] if alert else "",
        acknowledged_by=_acknowledged_by(conversation, alert, session),
        screening=screening_view(conversation, screening),
        last_seq=conversation.last_seq,
    )


def _acknowledged_by(conversation: Conversation, alert: Alert | None, session: Session) -> str:
    if alert is None or alert.acknowledged_at is None:
        return ""
    if alert.acknowledged_by == session.staff.id:
        return "you"
    holder = conversation.owner if alert.acknowledged_by == conversation.owner_id else None
    return holder or "a colleague"


def _safety(conversation: Conversation) -> SafetyView | None:
    mark = conversation.safety
    if mark is None:
        return None
    return SafetyView(
        tier=mark.tier,
        tier_words=labels.TIERS.get(mark.tier, labels.words(mark.tier)),
        category=labels.words(mark.category or "not sorted"),
        subject=labels.SUBJECTS.get(mark.subject, labels.words(mark.subject)),
        rules=", ".join(map(labels.words, mark.rules)) or "The meaning of the message",
        at=mark.at,
    )


def screening_view(conversation: Conversation, screening: Screening | None) -> ScreeningView:
    if screening is None:
        slots = conversation.dialogue.slots
        return ScreeningView(answers=_answers({name: slots.get(name) for name in NAMES}))
    return ScreeningView(
        answers=_answers(screening.answers),
        flags=tuple(sorted(map(_flag, screening.flags), key=lambda flag: _rank(flag.level))),
        submitted_at=screening.submitted_at,
        consent_version=screening.consent_version,
    )


def _answers(answers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    order = [*(name for name in NAMES if name in answers), *(name for name in answers if name not in NAMES)]
    shown = [name for name in order if answers[name] is not None and name != "review"]
    return tuple((labels.words(name), _in_words(name, answers[name])) for name in shown)


def _in_words(name: str, value: Any) -> str:
    # an answer of an unforeseen shape must neither hide nor keep staff from the rest of the page
    try:
        return readable(name, value)
    except (KeyError, TypeError, AttributeError, ValueError):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _flag(flag: Mapping[str, Any]) -> Flag:
    level = str(flag.get("level", "")).lower()
    return Flag(
        level=level,
        level_words=labels.FLAG_LEVELS.get(level, labels.words(level)),
        rule=labels.words(str(flag.get("rule", ""))),
        why=str(flag.get("why", "")),
        source=str(flag.get("source", "")),
    )


def _rank(level: str) -> int:
    order = list(labels.FLAG_LEVELS)
    return order.index(level) if level in order else len(order)
