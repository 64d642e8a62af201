"""Who holds a conversation."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from clinic.handoff import TRANSITIONS, IllegalMove, Move, State, next_state

LEGAL = """
bot      ask_person|crisis             waiting
bot      take_over                     staff
waiting  ask_person|crisis             waiting
waiting  take_over                     staff
waiting  close                         closed
staff    ask_person|crisis|take_over   staff
staff    hand_back                     bot
staff    close                         closed
closed   ask_person|crisis             waiting
closed   take_over                     staff
closed   visitor_returns               bot
"""


def test_the_table_holds_exactly_the_legal_moves() -> None:
    expected = {
        (State(start), Move(move)): State(end)
        for start, moves, end in map(str.split, LEGAL.strip().splitlines())
        for move in moves.split("|")
    }
    assert dict(TRANSITIONS) == expected


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("move", Move)
def test_every_other_move_is_refused_by_name(state: State, move: Move) -> None:
    if (state, move) in TRANSITIONS:
        assert next_state(state, move) is TRANSITIONS[state, move]
        return
    with pytest.raises(IllegalMove, match=f"{move.value}.*{state.value}"):
        next_state(state, move)


@pytest.mark.parametrize("state", State)
def test_danger_always_ends_with_a_person(state: State) -> None:
    assert next_state(state, Move.CRISIS) in {State.WAITING, State.STAFF}
    assert next_state(state, Move.ASK_PERSON) in {State.WAITING, State.STAFF}


class ConversationMachine(RuleBasedStateMachine):
    """Any order of legal and illegal moves; `held` and `wanted` are what a person would remember."""

    @initialize()
    def begin(self) -> None:
        self.state = State.BOT
        self.held = False
        self.wanted = False

    @rule(move=st.sampled_from(Move))
    def move(self, move: Move) -> None:
        try:
            self.state = next_state(self.state, move)
        except IllegalMove:
            return
        self.held = move is Move.TAKE_OVER or (self.held and not move.ends_care)
        asked = move in {Move.CRISIS, Move.ASK_PERSON}
        self.wanted = not move.by_staff and (asked or self.wanted)

    @invariant()
    def staff_hold_it_from_taking_over_until_letting_go(self) -> None:
        assert (self.state is State.STAFF) == self.held

    @invariant()
    def a_person_who_was_wanted_stays_wanted_until_staff_act(self) -> None:
        if self.wanted:
            assert self.state in {State.WAITING, State.STAFF}


TestConversationMachine = ConversationMachine.TestCase
