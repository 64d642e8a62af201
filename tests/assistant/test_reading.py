"""The rules that read a ranking: what is answered, asked back or refused, two questions, and messages that lean on the last."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import paths
from assistant.understanding.classifier import LinearClassifier
from assistant.understanding.decision import Decision, Thresholds, decide, load_thresholds
from assistant.understanding.reader import Reader, Situation
from assistant.understanding.references import asks_back, chosen, goes_on, says_nothing_new
from assistant.understanding.several import LONG, as_read, questions_in
from clinic.content import load_topics

LIMITS = Thresholds(temperature=1.0, answer=0.3, rival=0.25, close=0.5, act=0.5, several=0.6, beside=0.01)


def ranked(**chances: float) -> list[tuple[str, float]]:
    """`faq__cost=0.8` stands for the label faq/cost."""
    found = [(name.replace("__", "/"), chance) for name, chance in chances.items()]
    return sorted(found, key=lambda entry: -entry[1])


@pytest.mark.parametrize(
    ("ranking", "decision"),
    [
        (ranked(faq__cost=0.9, greet=0.1), ("faq", ("cost",))),
        (ranked(greet=0.9, faq__cost=0.1), ("greet", ())),
        (ranked(cancel=0.4, faq__cost=0.1), ("nlu_fallback", ("cost",))),
        (ranked(faq__cost=0.5, faq__hours=0.3, greet=0.2), ("unclear_question", ("cost", "hours"))),
        (ranked(faq__cost=0.28, faq__hours=0.24, faq__dose=0.2, greet=0.28), ("unclear_question", ("cost", "hours"))),
        (ranked(faq__cost=0.2, faq__hours=0.1, greet=0.1, thank=0.1), ("nlu_fallback", ("cost", "hours"))),
        (ranked(out_of_scope__insult=0.9, faq__cost=0.1), ("out_of_scope", ())),
        (ranked(out_of_scope__insult=0.25, out_of_scope__vendor=0.25, faq__cost=0.3), ("nlu_fallback", ("cost",))),
    ],
)
def test_decisions(ranking: list[tuple[str, float]], decision: tuple[str, tuple[str, ...]]) -> None:
    found = decide(ranking, LIMITS)
    assert (found.intent, found.topics) == decision


def test_the_kind_of_refusal_is_named() -> None:
    assert decide(ranked(out_of_scope__buying=0.9, faq__cost=0.1), LIMITS) == Decision("out_of_scope", 0.9, (), "buying")


LABELS = st.sampled_from(["faq/a", "faq/b", "faq/c", "greet", "skip", "out_of_scope/x", "out_of_scope/y"])


@given(st.dictionaries(LABELS, st.floats(0.001, 1.0), min_size=2))
def test_every_ranking_leads_to_exactly_one_thing(chances: dict[str, float]) -> None:
    total = sum(chances.values())
    ranking = sorted(((label, chance / total) for label, chance in chances.items()), key=lambda entry: -entry[1])
    found = decide(ranking, LIMITS)
    assert (found.intent == "out_of_scope") == (found.refusal is not None)
    assert found.intent != "faq" or len(found.topics) == 1
    assert found.intent != "unclear_question" or len(found.topics) > 1
    assert 0 <= found.confidence <= 1 + 1e-9


OFFERED = ("one", "two", "three")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the first one", "one"), ("1", "one"), ("First please", "one"), ("the second", "two"), ("2.", "two"),
        ("i meant the 2nd one", "two"), ("number three", "three"), ("the last one", "three"), ("the latter", "three"),
        ("ok, the third question please", "three"), ("one", "one"),
        ("none of them", None), ("no", None), ("the first time i heard of this", None), ("is one session enough", None),
        ("how much is it", None), ("yes", None), ("first and second", None), ("", None), ("that was the last one thanks", None),
        ("ok one question", None), ("i'd like one", None), ("last question", None), ("that's all thanks", None),
    ],
)  # fmt: skip
def test_a_choice_among_offered_questions(text: str, found: str | None) -> None:
    assert chosen(text, OFFERED) == ((found,) if found else ())


@pytest.mark.parametrize("text", ["both", "both please", "all of them", "I want both of those, thanks"])
def test_everything_offered(text: str) -> None:
    assert chosen(text, OFFERED) == OFFERED


WORDS = st.sampled_from(["the", "first", "second", "2", "last", "one", "both", "please", "number", "no", "thanks", "cost", "?"])


@given(st.lists(WORDS, max_size=6).map(" ".join), st.lists(st.sampled_from(OFFERED), max_size=3, unique=True))
def test_only_what_was_offered_can_be_chosen(text: str, offered: list[str]) -> None:
    found = chosen(text, offered)
    assert set(found) <= set(offered)
    assert not ("cost" in text and found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("continue", True), ("ok lets go on", True), ("Resume", True), ("can we continue with the questions", True),
        ("i'm fine, carry on", False), ("i can't go on", False), ("go on", True), ("continue my medicine?", False),
        ("should i continue my zoloft", False), ("i want to continue", True),
    ],
)  # fmt: skip
def test_going_on(text: str, found: bool) -> None:
    assert goes_on(text) is found


@pytest.mark.parametrize("text", ["how come?", "for how long?", "is it safe with that?", "why not tho", "how often does that happen"])
def test_messages_without_a_subject(text: str) -> None:
    assert says_nothing_new(text)
    assert asks_back(text) or "safe" in text


@pytest.mark.parametrize(
    "text",
    [
        "how much does it cost", "is ketamine safe", "can I drive then", "is it safe", "where is it exactly", "and my liver",
        "should i be on more", "do i have this", "what is my life for", "how does it work", "ok 你好 费用是多少",
    ],
)  # fmt: skip
def test_messages_that_name_their_subject(text: str) -> None:
    assert not says_nothing_new(text)


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("how much is it and does insurance pay", ["how much is it", "does insurance pay"]),
        ("Is it safe? Also can i drive after", ["Is it safe?", "can i drive after"]),
        ("I have anxiety and depression and I wonder how much it costs", 1),
        ("My sister had ECT. She was fine. How long does one visit take?", ["How long does one visit take?"]),
        ("hello there", []),
    ],
)
def test_clauses_that_ask(text: str, questions: list[str] | int) -> None:
    found = questions_in(text)
    assert len(found) == questions if isinstance(questions, int) else [q.removeprefix("Also ") for q in found] == questions


CLAUSES = st.sampled_from(["how much is it", "I was a nurse", "can i drive", "?", "and", ", ", ". ", "also", "\n", "does it hurt"])


@given(st.lists(CLAUSES, max_size=12).map(" ".join))
def test_any_text_can_be_cut(text: str) -> None:
    found = questions_in(text)
    assert all(clause.strip() and clause in text for clause in found)
    assert "I was a nurse" not in found


def test_what_the_encoder_reads() -> None:
    assert as_read("<b>how much does it cost</b>") == "how much does it cost"
    assert as_read("ⓗⓞⓦ much") == "how much"
    assert as_read("how much? mail ana@example.org") == "how much? mail"
    assert as_read("how much? +1 (301) 555-0123") == "how much?"
    assert as_read("is 180/110 too high, i take 100 mg") == "is 180/110 too high, i take 100 mg"
    assert as_read("301 555 0123") == "301 555 0123"
    long = "I was so tired. " * 60 + "How much does it cost?"
    assert as_read(long) == "How much does it cost?"
    assert len(as_read("word " * 500).split()) == LONG


class Words:
    """An encoder of its own kind: one dimension a known word."""

    KNOWN = ("cost", "insurance", "drive", "bladder", "pills", "test")

    def embed(self, texts: list[str]) -> np.ndarray:
        rows = [[4.0 * (word in text.lower()) for word in self.KNOWN] for text in texts]
        return np.array(rows, np.float32)


@pytest.fixture
def reader() -> Reader:
    labels = ("faq/cost", "faq/insurance", "faq/driving", "faq/bladder", "out_of_scope/medicine_change",
              "out_of_scope/drug_test", "out_of_scope/off_topic")  # fmt: skip
    weights = np.vstack([2 * np.eye(6), np.zeros(6)]).astype(np.float32)
    classifier = LinearClassifier(labels, weights, np.array([0, 0, 0, 0, 0, 0, 3], np.float32))
    return Reader(Words(), classifier, LIMITS, load_topics(paths.DATA / "faq"))


@pytest.mark.parametrize(
    ("text", "situation", "intent", "topics"),
    [
        ("what does it cost", Situation(), "faq", ("cost",)),
        ("what does it cost and does my insurance pay", Situation(), "several_questions", ("cost", "insurance")),
        ("topic:bladder", Situation(), "faq", ("bladder",)),
        ("topic:bladder", Situation(in_form=True), "faq", ("bladder",)),
        ("topic:no_such_topic", Situation(), "nlu_fallback", ()),
        ("Can ketamine harm the bladder?", Situation(), "faq", ("bladder",)),
        ("the second one", Situation(offered=("topic:cost", "topic:driving")), "faq", ("driving",)),
        ("2", Situation(offered=("topic:cost", "topic:driving"), in_form=True), "out_of_scope", ()),
        ("the first one", Situation(offered=("topic:gone_since", "topic:driving")), "nlu_fallback", ()),
        ("both", Situation(offered=("topic:cost", "topic:driving", "talk to a person")), "several_questions", ("cost", "driving")),
        ("continue", Situation(paused=True, last_topic="bladder"), "start_screening", ()),
        ("both", Situation(offered=("topic:gone_since", "topic:driving")), "out_of_scope", ()),
        ("both", Situation(offered=("Tell me more", "topic:cost", "topic:driving")), "out_of_scope", ()),
        ("how come?", Situation(last_topic="bladder"), "tell_me_more", ()),
        ("how come?", Situation(last_topic="bladder", in_form=True), "out_of_scope", ()),
        ("and the cost?", Situation(last_topic="bladder"), "faq", ("cost",)),
        ("how come?", Situation(last_topic="gone_since"), "out_of_scope", ()),
        ("does it cost much and should i stop my pills", Situation(), "several_questions", ("cost",)),
        ("should i stop my pills? will it show up on a test?", Situation(), "out_of_scope", ()),
    ],
)
def test_reading_in_a_situation(reader: Reader, text: str, situation: Situation, intent: str, topics: tuple[str, ...]) -> None:
    decision = reader.read(text, situation).decision
    assert (decision.intent, decision.topics) == (intent, topics)
    assert decision.refusal == "medicine_change" or "pills" not in text


def test_a_classifier_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    vectors = np.array([[1, 0], [0.9, 0.1], [0, 1], [0.1, 0.9], [-1, -1]], np.float32)
    classifier = LinearClassifier.fit(vectors, ["a", "a", "b", "b", "c"], strength=3.0)
    classifier.save(tmp_path / "classifier.npz")
    again = LinearClassifier.load(tmp_path / "classifier.npz")
    assert again.rank(vectors[0], 0.5) == classifier.rank(vectors[0], 0.5)
    assert classifier.rank(vectors[2])[0][0] == "b"


def test_a_label_with_two_examples_is_found_beside_large_ones() -> None:
    rng = np.random.default_rng(0)
    centres = {"large": (1.0, 0.0, 0.3), "other": (0.0, 1.0, 0.3), "draft": (0.45, 0.3, 1.0)}
    labels = ["large"] * 80 + ["other"] * 80 + ["draft"] * 2
    vectors = np.array([centres[label] + rng.normal(0, 0.15, 3) for label in labels], np.float32)
    classifier = LinearClassifier.fit(vectors, labels, strength=3.0)
    assert classifier.rank(np.array(centres["draft"], np.float32))[0][0] == "draft"
    assert classifier.rank(np.array([0.55, 0.25, 0.75], np.float32))[0][0] == "draft"


def test_the_committed_thresholds_can_be_read(tmp_path: Path) -> None:
    assert 0 < load_thresholds(paths.THRESHOLDS).answer < 1
    (tmp_path / "thresholds.yml").write_text("temperature: 1\nanser: 0.3\n")
    with pytest.raises(TypeError, match="anser"):
        load_thresholds(tmp_path / "thresholds.yml")
