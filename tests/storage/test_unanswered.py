"""Questions that the assistant could not answer, on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from frontdesk.settings import Settings
from frontdesk.storage import Staff, Store, UnansweredQuestion, unanswered
from frontdesk.storage.schema import TOPICS_LENGTH
from tests.storage.clock import Clock
from tests.storage.test_store import SECRET, stored_rows


@pytest.fixture
def nurse(store: Store) -> Staff:
    return store.add_staff("nurse", "hash", "Nora Reed")


def keep(store: Store, text: str, *topics: str, conversation: str = "a") -> None:
    with store.turn(conversation) as turn:
        turn.keep_question(text, topics)


def test_the_oldest_come_first(store: Store, clock: Clock) -> None:
    assert (store.unanswered(), store.unanswered_count()) == ([], 0)
    keep(store, "is it loud", "session_what_happens", "monitoring")
    clock.forward(60)
    keep(store, "¿hay wifi? 💬", conversation="b")
    first, second = store.unanswered()
    assert (first.text, first.topics) == ("is it loud", ("session_what_happens", "monitoring"))
    assert (second.text, second.topics, second.at) == ("¿hay wifi? 💬", (), clock.now)
    assert store.unanswered_question(second.id) == second
    assert store.unanswered_count() == 2


def test_a_page_has_a_hundred(store: Store) -> None:
    for number in range(102):
        keep(store, f"question {number}", conversation=f"c{number // 15}")
    assert [question.text for question in store.unanswered()] == [f"question {number}" for number in range(100)]
    assert store.unanswered_count() == 102


def test_an_exception_undoes_it_with_the_turn(store: Store) -> None:
    with pytest.raises(KeyError), store.turn("a") as turn:
        turn.keep_question("is it loud", ())
        raise KeyError
    assert store.unanswered_count() == 0


def test_a_full_list_drops_the_oldest(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unanswered, "MOST", 3)
    for number in range(5):
        keep(store, f"question {number}")
    assert [question.text for question in store.unanswered()] == ["question 2", "question 3", "question 4"]


def test_nobody_fills_the_list_alone(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unanswered, "MOST_OF_ONE", 2)
    for number in range(4):
        keep(store, f"question {number}")
    keep(store, "is it loud", conversation="b")
    assert [question.text for question in store.unanswered()] == ["question 0", "question 1", "is it loud"]


def test_as_many_topics_as_there_is_room_for(store: Store) -> None:
    names = tuple(f"{'topic' * 8}{number:02}" for number in range(20))
    keep(store, "is it loud", *names)
    kept = store.unanswered()[0].topics
    assert kept == names[: len(kept)]
    assert len(" ".join(kept)) == TOPICS_LENGTH  # seven of 42 letters, and the spaces between them


def test_two_people_remove_it_once(store: Store, open_another: Callable[[], Store], settings: Settings, nurse: Staff) -> None:
    keep(store, "is it loud")
    question = only(store)
    removed = [each.remove_unanswered(question.id, nurse.id, "dismiss_question", "1") for each in (store, open_another())]
    assert removed == [True, False]
    assert store.unanswered_question(question.id) is None
    trail = stored_rows(settings)["audit"]
    assert [(row["staff_id"], row["action"], row["detail"]) for row in trail] == [(nurse.id, "dismiss_question", "1")]


def test_no_later_question_takes_the_number_of_a_removed_one(store: Store, nurse: Staff) -> None:
    keep(store, "is it loud")
    first = only(store)
    store.remove_unanswered(first.id, nurse.id, "dismiss_question", "")
    keep(store, "is there parking")
    assert only(store).id != first.id


def test_consoles_learn_of_new_and_removed_ones(store: Store, open_another: Callable[[], Store], nurse: Staff) -> None:
    other = open_another()
    seen = [other.revision()]
    keep(store, "is it loud")
    seen.append(other.revision())
    store.remove_unanswered(only(store).id, nurse.id, "dismiss_question", "")
    seen.append(other.revision())
    assert seen == sorted(set(seen))


def test_it_goes_with_a_forgotten_conversation(store: Store, settings: Settings) -> None:
    keep(store, "is it loud", conversation="a")
    keep(store, "is there parking", conversation="b")
    store.forget("a")
    assert [question.text for question in store.unanswered()] == ["is there parking"]
    assert len(stored_rows(settings)["unanswered"]) == 1


def test_its_words_reach_the_database_sealed(store: Store, settings: Settings) -> None:
    keep(store, SECRET, "privacy")
    written = repr(stored_rows(settings)).encode()
    for file in settings.data_dir.glob("*"):
        written += file.read_bytes()
    assert b"privacy" in written
    assert SECRET.encode() not in written


def only(store: Store) -> UnansweredQuestion:
    [question] = store.unanswered()
    return question
