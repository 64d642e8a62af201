"""Who is paged when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from clinic.handoff import (
    SEVERITIES,
    Paging,
    Severity,
    after_delivery,
    after_failure,
    answer_within,
    outranks,
    pages,
    pages_again,
)

NOW = datetime(2026, 1, 31, 12, tzinfo=UTC)
WITHIN = 300.0


def test_an_emergency_has_the_shortest_deadline() -> None:
    others = [answer_within(severity, WITHIN) for severity in SEVERITIES if severity != "emergency"]
    assert answer_within("emergency", WITHIN) < min(others)
    assert answer_within("crisis", WITHIN) == timedelta(seconds=WITHIN)


def test_unacknowledged_moves_on_to_the_next_contact_and_wraps_around() -> None:
    paging = Paging("crisis", next_at=NOW)
    turns = []
    for _ in range(5):
        turns.append(paging.turn % 2)
        paging = after_delivery(paging, NOW, 2, WITHIN)
    assert turns == [0, 1, 0, 1, 0]
    assert paging.next_at == NOW + timedelta(seconds=WITHIN)


def test_a_request_makes_one_round_only() -> None:
    first = after_delivery(Paging("request", next_at=NOW), NOW, 2, WITHIN)
    second = after_delivery(first, NOW, 2, WITHIN)
    assert first.next_at is not None
    assert second.next_at is None


def test_after_a_failure_the_next_contact_is_tried_at_once_and_then_the_pauses_grow() -> None:
    paging, pauses = Paging("emergency", next_at=NOW), []
    for _ in range(14):
        paging = after_failure(paging, NOW, 2)
        assert paging.next_at is not None
        pauses.append((paging.next_at - NOW).total_seconds())
    assert pauses == [0, 5, 0, 10, 0, 20, 0, 40, 0, 60, 0, 60, 0, 60]


def again(raised: Severity, standing: Severity, **changes: object) -> bool:
    known: dict[str, object] = {"paged": True, "acknowledged": False, "staff_seen": None}
    return pages_again(raised, standing, now=NOW, acknowledge_within=WITHIN, **{**known, **changes})  # type: ignore[arg-type]


def test_more_of_the_same_does_not_page_while_people_are_being_paged() -> None:
    assert not again("crisis", "crisis")
    assert not again("request", "emergency")


def test_something_more_urgent_always_pages() -> None:
    assert again("emergency", "crisis")
    assert again("emergency", "crisis", acknowledged=True, staff_seen=NOW)


@pytest.mark.parametrize(("silent", "expected"), [(10, False), (299, False), (301, True)])
def test_an_acknowledgement_does_not_cover_what_comes_after_staff_fell_silent(silent: float, expected: bool) -> None:
    seen = NOW - timedelta(seconds=silent)
    assert again("crisis", "crisis", acknowledged=True, staff_seen=seen) is expected


def test_a_person_asked_for_during_a_check_in_is_paged_for() -> None:
    assert again("request", "check_in", paged=False)
    assert not again("check_in", "request")


@given(raised=st.sampled_from(SEVERITIES), standing=st.sampled_from(SEVERITIES), acknowledged=st.booleans())
def test_danger_that_nobody_attends_to_is_always_being_paged(
    raised: Severity, standing: Severity, acknowledged: bool
) -> None:
    unattended = again(raised, standing, acknowledged=acknowledged, staff_seen=NOW - timedelta(hours=1))
    assert unattended == (pages(raised) and (acknowledged or outranks(raised, standing)))


class PagingMachine(RuleBasedStateMachine):
    """Any order of deliveries and failures."""

    @initialize(severity=st.sampled_from(["request", "crisis", "emergency"]), contacts=st.integers(1, 4))
    def begin(self, severity: Severity, contacts: int) -> None:
        self.now = NOW
        self.contacts = contacts
        self.paging = Paging(severity, next_at=NOW)
        self.tried: list[int] = []
        self.delivered = 0

    def _try(self) -> bool:
        if self.paging.next_at is None:
            return False
        self.now = max(self.now, self.paging.next_at)
        self.tried.append(self.paging.turn % self.contacts)
        return True

    @rule()
    def deliver(self) -> None:
        if self._try():
            self.paging = after_delivery(self.paging, self.now, self.contacts, WITHIN)
            self.delivered += 1

    @rule()
    def fail(self) -> None:
        if self._try():
            self.paging = after_failure(self.paging, self.now, self.contacts)

    @invariant()
    def contacts_take_turns(self) -> None:
        expected = [number % self.contacts for number in range(len(self.tried))]
        assert self.tried == expected

    @invariant()
    def paging_never_stops_by_itself_unless_a_request_was_delivered(self) -> None:
        if self.paging.next_at is None:
            assert self.paging.severity == "request"
            assert self.delivered > 0

    @invariant()
    def the_next_try_is_never_far_away(self) -> None:
        if self.paging.next_at is not None:
            wait = self.paging.next_at - self.now
            longest = answer_within(self.paging.severity, WITHIN)
            assert timedelta(0) <= wait <= max(longest, timedelta(seconds=60))


TestPagingMachine = PagingMachine.TestCase
