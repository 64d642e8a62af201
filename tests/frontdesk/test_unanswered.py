"""Which messages become questions for staff to review, and what is kept of them."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest

from frontdesk.assistant_client import Proposal
from frontdesk.bot import NOT_UNDERSTOOD
from frontdesk.storage import Dialogue, StoreUnavailable
from tests.frontdesk.fakes import FakeAssistant, proposes
from tests.frontdesk.front import CHECK_IN, CRISIS, Front, Visitor, running_front

CLOSEST = ["fasting", "no_such_topic", "how_fast"]


@dataclass
class PuzzledAssistant(FakeAssistant):
    """Has no answer to anything but the sentences that lead somewhere."""

    async def ask(self, sender: str, text: str, dialogue: Dialogue) -> Proposal:
        self.asked.append((sender, text, dialogue))
        proposal = proposes(text, dialogue)
        if proposal.understood.get("intent") != "faq" or text.endswith("work?"):
            return proposal
        return replace(proposal, understood={"intent": NOT_UNDERSTOOD, "topic": None, "topics": CLOSEST, "confidence": 0.2})


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with running_front(tmp_path_factory.mktemp("front") / "var", assistant=PuzzledAssistant()) as running:
        yield running


@pytest.fixture(autouse=True)
def _none_waiting(front: Front) -> None:
    nurse = front.store.staff("nurse") or front.store.add_staff("nurse", "hash", "Nora Reed")
    for question in front.store.unanswered():
        front.store.remove_unanswered(question.id, nurse.id, "dismiss_question", "")


def kept(front: Front) -> list[str]:
    return [question.text for question in front.store.unanswered()]


def test_a_question_without_an_answer_is_kept_with_the_closest_topics(front: Front, visitor: Visitor) -> None:
    visitor.say("Is there wifi?  Mail me at robin@example.org")
    [question] = front.store.unanswered()
    assert question.text == "Is there wifi? Mail me at [e-mail]"
    assert question.topics == ("fasting", "how_fast"), "only names of topics: nothing else can come in with them"
    assert visitor.said == ["Is there wifi?  Mail me at robin@example.org"]


def test_an_answered_question_is_not_kept(front: Front, visitor: Visitor) -> None:
    visitor.say("how fast does it work?")
    visitor.say("talk to a person")
    assert kept(front) == []


def test_the_button_of_a_topic_that_is_gone_is_no_question(front: Front, visitor: Visitor) -> None:
    visitor.say("topic:gone_since")
    assert kept(front) == []


def test_the_same_message_again_is_kept_once(front: Front, visitor: Visitor) -> None:
    for _ in range(3):
        visitor.say("is there wifi", "key-0001")
    assert kept(front) == ["is there wifi"]


def test_nothing_said_in_the_form_is_kept(front: Front, visitor: Visitor) -> None:
    visitor.say("Start pre-screening")
    visitor.say("what is this for")
    assert kept(front) == []


def test_the_name_given_in_the_form_is_taken_out(front: Front, visitor: Visitor) -> None:
    visitor.say("Start pre-screening")
    visitor.say("submit everything")
    visitor.say("robin would like to bring a dog")
    assert kept(front) == ["[name] would like to bring a dog"]


def test_a_name_that_was_not_given_is_none(front: Front, visitor: Visitor) -> None:
    with front.store.turn(visitor.id) as turn:
        turn.save_dialogue(Dialogue(None, None, {"first_name": {"skipped": True}}))
    visitor.say("was this skipped")
    assert kept(front) == ["was this skipped"]


@pytest.mark.parametrize("danger", [CRISIS, CHECK_IN])
def test_nothing_is_kept_of_somebody_in_danger(front: Front, visitor: Visitor, danger: str) -> None:
    visitor.say(danger)
    visitor.say("is there wifi")
    assert kept(front) == []


def test_nothing_is_kept_of_somebody_who_needs_support(front: Front, visitor: Visitor) -> None:
    visitor.say("My mother died last year")
    assert kept(front) == []


def test_nothing_is_kept_when_a_person_answers(front: Front, visitor: Visitor) -> None:
    visitor.say("how fast does it work?")
    visitor.taken_over()
    visitor.say("is there wifi")
    assert kept(front) == []


def test_nothing_is_kept_without_the_assistant(front: Front, visitor: Visitor) -> None:
    front.assistant.ask, ask = FakeAssistant(down=True).ask, front.assistant.ask  # type: ignore[method-assign]
    try:
        visitor.say("is there wifi")
    finally:
        front.assistant.ask = ask  # type: ignore[method-assign]
    assert kept(front) == []


def test_it_is_kept_with_the_reply_or_not_at_all(front: Front, visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    from frontdesk.storage import Turn

    append = Turn.append

    def fails_for_replies(turn: Turn, role: str, *arguments: object, **named: object) -> object:
        if role == "bot":
            raise StoreUnavailable("The database cannot be used (test).")
        return append(turn, role, *arguments, **named)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(Turn, "append", fails_for_replies)
        assert visitor.send("is there wifi", "key-0001").status_code == 503
    assert kept(front) == []
    visitor.say("is there wifi", "key-0001")
    assert kept(front) == ["is there wifi"]


def test_forgetting_the_conversation_forgets_the_question(front: Front, visitor: Visitor) -> None:
    visitor.say("is there wifi")
    front.store.forget(visitor.id)
    assert kept(front) == []


def test_its_words_are_logged_nowhere_and_sealed_on_disk(front: Front, visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        visitor.say("is there zanzibarquartz")
    assert kept(front) == ["is there zanzibarquartz"]
    assert "zanzibarquartz" not in caplog.text
    written = b"".join(path.read_bytes() for path in front.settings.data_dir.rglob("*") if path.is_file())
    assert b"zanzibarquartz" not in written
