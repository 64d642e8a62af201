"""Many threads on one conversation, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from frontdesk.storage import Store, StoreUnavailable

THREADS, TURNS = 6, 10


def in_parallel(work: Callable[[int], None], times: int = THREADS) -> None:
    with ThreadPoolExecutor(times) as pool:
        for done in [pool.submit(work, number) for number in range(times)]:
            done.result(timeout=60)


def test_parallel_turns_number_their_messages_without_gaps(store: Store) -> None:
    def visit(number: int) -> None:
        for count in range(TURNS):
            with store.turn("a") as turn:
                said = turn.append("visitor", {"text": "hello"}, key=f"{number}-{count}")
                turn.append("bot", {"text": "hello"}, in_reply_to=said.seq)

    in_parallel(visit)
    messages = store.messages("a")
    assert [message.seq for message in messages] == list(range(1, THREADS * TURNS * 2 + 1))
    assert {message.in_reply_to for message in messages if message.role == "bot"} == set(range(1, 120, 2))


def test_two_processes_making_the_same_conversation_share_one(store: Store, open_another: Callable[[], Store]) -> None:
    other, references = open_another(), []

    def visit(number: int) -> None:
        with (store, other)[number % 2].turn("a") as turn:
            references.append(turn.conversation.reference)

    in_parallel(visit)
    assert len(set(references)) == 1


def test_the_same_key_at_the_same_time_is_stored_once(store: Store) -> None:
    start = threading.Barrier(THREADS)

    def send(number: int) -> None:
        start.wait(timeout=10)
        with store.turn("a") as turn:
            turn.append("visitor", {"text": "hello"}, key="same")
            turn.raise_alert("crisis", "plan")

    in_parallel(send)
    assert len(store.messages("a")) == 1
    assert len(store.queue()) == 1


def test_parallel_turns_of_different_visitors_all_succeed(store: Store) -> None:
    def visit(number: int) -> None:
        for count in range(TURNS):
            with store.turn(f"{number}") as turn:
                turn.append("visitor", {"text": "hello"})
            assert len(store.messages(f"{number}")) == count + 1
            store.queue()

    in_parallel(visit)
    assert sorted(entry.conversation_id for entry in store.queue()) == [str(number) for number in range(THREADS)]


def test_a_turn_that_takes_too_long_holds_nobody_up_for_ever(store: Store) -> None:
    refused = threading.Event()

    def second() -> None:
        try:
            with store.turn("a"):
                pass
        except StoreUnavailable:
            refused.set()

    with store.turn("a") as turn:
        turn.append("visitor", {"text": "first"})
        other = threading.Thread(target=second)
        other.start()
        other.join(timeout=10)
    assert refused.is_set()
    assert len(store.messages("a")) == 1
