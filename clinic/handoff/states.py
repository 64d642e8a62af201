"""The states of a conversation and the only legal moves between them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType


class State(str, Enum):
    """Who answers the visitor."""

    BOT = "bot"
    WAITING = "waiting"  # a person is wanted and nobody has taken over yet
    STAFF = "staff"  # the assistant is mute
    CLOSED = "closed"


class Move(str, Enum):
    ASK_PERSON = "ask_person"
    CRISIS = "crisis"
    TAKE_OVER = "take_over"
    HAND_BACK = "hand_back"
    CLOSE = "close"
    VISITOR_RETURNS = "visitor_returns"

    @property
    def by_staff(self) -> bool:
        """Only a member of staff makes this move."""
        return self in {Move.TAKE_OVER, Move.HAND_BACK, Move.CLOSE}

    @property
    def ends_care(self) -> bool:
        """A person lets go of the visitor, so danger must have been settled with an outcome first."""
        return self in {Move.HAND_BACK, Move.CLOSE}


TRANSITIONS: Mapping[tuple[State, Move], State] = MappingProxyType(
    {
        (State.BOT, Move.ASK_PERSON): State.WAITING,
        (State.BOT, Move.CRISIS): State.WAITING,
        (State.BOT, Move.TAKE_OVER): State.STAFF,
        (State.WAITING, Move.ASK_PERSON): State.WAITING,
        (State.WAITING, Move.CRISIS): State.WAITING,
        (State.WAITING, Move.TAKE_OVER): State.STAFF,
        (State.WAITING, Move.CLOSE): State.CLOSED,
        (State.STAFF, Move.ASK_PERSON): State.STAFF,
        (State.STAFF, Move.CRISIS): State.STAFF,
        (State.STAFF, Move.TAKE_OVER): State.STAFF,  # a colleague takes it over: the owner changes
        (State.STAFF, Move.HAND_BACK): State.BOT,
        (State.STAFF, Move.CLOSE): State.CLOSED,
        (State.CLOSED, Move.ASK_PERSON): State.WAITING,
        (State.CLOSED, Move.CRISIS): State.WAITING,
        (State.CLOSED, Move.TAKE_OVER): State.STAFF,
        (State.CLOSED, Move.VISITOR_RETURNS): State.BOT,
    }
)

OUTCOMES: tuple[str, ...] = (
    "safe_contact_made",
    "emergency_services_called",
    "referred",
    "false_alarm",
    "no_answer",
    "answered",
    "other",
)


class IllegalMove(ValueError):
    """A move that the table does not allow."""


class OutcomeRequired(IllegalMove):
    """The conversation is marked as dangerous; staff must record an outcome before letting go of it."""


def next_state(state: State, move: Move) -> State:
    """The state after the move. Raises IllegalMove."""
    try:
        return TRANSITIONS[state, move]
    except KeyError:
        raise IllegalMove(f"{move.value!r} is not possible while the conversation is {state.value!r}.") from None
