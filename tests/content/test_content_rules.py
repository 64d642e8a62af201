"""One made-up topic for every rule, which breaks exactly that rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from clinic.content import ContentError, Source
from clinic.content_rules import Material, check, new_question_faults
from clinic.content_rules.banned import Phrase, load_phrases
from clinic.content_rules.figures import load_figures
from tests.content.topics import MORE, SOURCE, TODAY, a_figure, a_topic, another, material

ROOT = Path(__file__).resolve().parents[2]
PHRASES = load_phrases(ROOT / "data" / "content" / "banned.yml")
HARD = "Pharmacological interactions necessitate individualized interdisciplinary consideration."


def messages(found: Material, **options: Any) -> list[str]:
    return [f"{one.severity}: {one}" for one in check(found, **options)]


def test_a_topic_without_fault_has_no_finding() -> None:
    assert messages(material(a_topic()), pages=lambda text: False) == []


@pytest.mark.parametrize(("change", "said"), [
    ({"title": "Sleep"}, "the title does not end with a question mark"),
    ({"title": "Does " + "very " * 11 + "deep sleep help?"}, "the title has 76 characters; please shorten it to 60"),
    ({"answer": "It helps. " * 46}, "the answer has 92 words; please shorten it to 90."),
    ({"answer": HARD}, "the answer needs"),
    ({"more": "It helps. " * 29}, "the longer text (more) has 58 words; please write at least 60."),
    ({"more": "It helps. " * 131}, "the longer text (more) has 262 words; please shorten it to 260."),
    ({"more": HARD * 12 + MORE}, "the longer text (more) needs"),
    ({"answer": "Call {clinic.fax}."}, "the answer uses a clinic fact that does not exist (clinic.yml has no fact named fax)"),
    ({"answer": "Call {phone}."}, "the answer holds a curly bracket that names no clinic fact"),
    ({"answer": "It is magic."}, "the answer says “magic”. Nothing is magic. Please say what is known."),
    ({"title": "Is it magic?"}, "the title says “magic”"),
    ({"follow_ups": ("food",)}, "there are 1 follow_ups; please name two or three."),
    ({"follow_ups": ("food", "food")}, "follow_ups names a topic twice"),
    ({"follow_ups": ("food", "sleep")}, "follow_ups names this topic itself"),
    ({"follow_ups": ("food", "nowhere")}, "there is no nowhere.yml"),
    ({"sources": ()}, "there is no source; please name at least one"),
    ({"sources": (Source("", "Journal", "2020"),)}, "a source has no title"),
    ({"sources": (replace(SOURCE, publisher=" "),)}, "has no publisher"),
    ({"sources": (replace(SOURCE, date="May 2020"),)}, "please write it as 2023, 2023-10 or 2023-10-31."),
    ({"sources": (replace(SOURCE, date="2020-13"),)}, "please write it as 2023, 2023-10 or 2023-10-31."),
    ({"sources": (replace(SOURCE, date="2026-12"),)}, "has a date in the future (2026-12)"),
    ({"reviewed_on": TODAY}, "reviewed_on has a date, but reviewed_by is empty"),
    ({"reviewed_by": "A clinician"}, "reviewed_by has a name, but reviewed_on is empty"),
    ({"reviewed_by": "A clinician", "reviewed_on": date(2026, 11, 21)}, "reviewed_on is in the future (2026-11-21)"),
    ({"reviewed_by": "A clinician", "reviewed_on": TODAY, "review_due": TODAY}, "is not after reviewed_on"),
    ({"review_due": date.min}, "review_due is empty"),
    ({"answer": "It helps 54% of people."}, "the answer says 54; please list it with its source"),
    ({"more": MORE + " It takes 1,000 nights."}, "the longer text (more) says 1,000"),
    ({"questions": a_topic().questions[:29]}, "there are 29 sample questions; please write at least 30."),
    ({"questions": (*a_topic().questions, "Does sleep help, aa?!")}, "the question “Does sleep help, aa?!” stands here twice"),
    ({"questions": (*a_topic().questions, "Food... ab")}, "the question “Food... ab” stands in food.yml as well"),
    ({"questions": (*a_topic().questions, "and food")}, "the question “and food” is the title of food.yml"),
    ({"questions": (*a_topic().questions, "Hello!")}, "the question “Hello!” is also an example of the intent greet"),
    ({"questions": (*a_topic().questions, "?!")}, "the question “?!” holds no word"),
])
def test_each_rule(change: dict[str, Any], said: str) -> None:
    found = messages(material(a_topic(**change)))
    assert len(found) == 1, found
    assert said in found[0]
    assert found[0].startswith("error: ")
    assert found[0].endswith(".")


def test_too_many_follow_ups() -> None:
    extra = [another(name, ("food", "walks")) for name in ("naps", "tea")]
    found = messages(material(a_topic(follow_ups=("food", "walks", "naps", "tea")), *extra))
    assert found == ["error: sleep.yml: there are 4 follow_ups; please name two or three."]


def test_a_question_that_alerts_staff() -> None:
    found = messages(material(a_topic()), pages=lambda text: text == "does sleep help ba")
    assert found == [
        "error: sleep.yml: the question “does sleep help ba” would be taken for a crisis and alert staff, so nobody would "
        "see this answer; please reword or remove it."
    ]


def test_a_title_that_alerts_staff() -> None:
    assert len(messages(material(a_topic()), pages=lambda text: text == "Does sleep help?")) == 1


def test_lengths_count_the_facts_of_the_clinic() -> None:
    answer = "It helps. " * 43 + "Phone {clinic.phone}."
    assert messages(material(a_topic(answer=answer)))[0].startswith("error: sleep.yml: the answer has 92 words")


def test_a_draft_is_a_note_and_only_its_questions_are_read() -> None:
    draft = a_topic(draft=True, title="Sleep", answer="", more="", follow_ups=(), sources=(), questions=("one", "hello"))
    assert messages(material(draft)) == [
        "error: sleep.yml: the question “hello” is also an example of the intent greet; please keep it in one of the two.",
        "note: sleep.yml: this is a draft: write the answer.",
    ]


@pytest.mark.parametrize("text", [
    "Call 911, or call or text 988.", "Text 741741.", "For people over 18.", "A study of 2024 says so.",
    "The study of 10 March 2024 says so.", "It was March 10, 2024.", "An infusion is {clinic.prices.infusion}.", "About 54% slept."])
def test_numbers_with_a_source(text: str) -> None:
    assert messages(material(a_topic(answer=text + " It was 54% then."), figures=a_figure("54%"))) == []


@pytest.mark.parametrize(("text", "figure"), [("55.4% slept", "5.4%"), ("40.5 hours", "40"), ("about 1540 people", "540 people")])
def test_a_part_of_a_number_is_another_number(text: str, figure: str) -> None:
    assert any("please list it" in message for message in messages(material(a_topic(answer=text), figures=a_figure(figure))))


def test_a_day_without_a_full_date_has_no_source() -> None:
    source = replace(SOURCE, date="2024-03")
    assert messages(material(a_topic(answer="It was 10 March 2024.", sources=(source,)))) == [
        "error: sleep.yml: the answer says 10; please list it with its source in data/content/figures.yml, or leave it out."]


def test_a_figure_that_nobody_says_any_more() -> None:
    found = messages(material(a_topic(), figures=a_figure("54%")))
    assert found == ["warning: sleep.yml: data/content/figures.yml lists “54%”, which the texts do not say; please remove it there."]


def test_a_figure_of_a_source_that_the_file_does_not_name() -> None:
    found = messages(material(a_topic(answer="It helps 54% of people."), figures=a_figure("54%", "Lancet")))
    assert [message for message in found if "gives “Lancet” as the source of “54%”" in message] == found != []


def test_figures_of_a_topic_that_does_not_exist() -> None:
    found = messages(material(a_topic(), figures={"gone": ()}))
    assert len(found) == 1
    assert found[0].startswith("warning: gone.yml")


def test_an_unreadable_topic_may_be_named() -> None:
    found = material(a_topic(follow_ups=("food", "broken")), figures={"broken": ()})
    assert len(messages(found)) == 2
    assert messages(found, unreadable={"broken"}) == []


def test_findings_are_in_the_order_of_topics() -> None:
    found = check(material(a_topic(title="Sleep"), a_topic(name="apples", title="Apples")))
    assert [one.topic for one in found] == sorted(one.topic for one in found)


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.id)
def test_banned_phrases_keep_to_their_examples(phrase: Phrase) -> None:
    assert [text for text in phrase.matches if not list(phrase.found(text))] == []
    assert [text for text in phrase.passes if list(phrase.found(text))] == []
    assert phrase.why.endswith(".")
    assert phrase.instead.endswith(".")


def test_a_dose_is_banned() -> None:
    found = messages(material(a_topic(answer="Most get 50 mg."), phrases=PHRASES, figures=a_figure("50 mg")))
    assert len(found) == 1
    assert "says “50 mg”. An amount that is safe for one person can harm another." in found[0]


@pytest.mark.parametrize(("text", "said"), [
    ("phrases: [{id: x, pattern: a, why: w, matches: [a], passes: [b]}]", "phrase x: unknown or missing instead"),
    ("phrases: [{id: x, pattern: '(', why: w, instead: i, matches: [a], passes: [b]}]", "phrase x: this is not a valid pattern"),
    ("phrases: [{id: x, pattern: a, why: w, instead: i, matches: [], passes: [b]}]", "phrase x: pattern, matches and passes"),
])
def test_a_phrase_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "banned.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"banned.yml") as caught:
        load_phrases(tmp_path / "banned.yml")
    assert said in str(caught.value)


@pytest.mark.parametrize("row", ["{text: 54%}", "{text: half, source: x}", "54%"])
def test_a_figure_that_cannot_be_used(tmp_path: Path, row: str) -> None:
    (tmp_path / "figures.yml").write_text(f"sleep: [{row}]", encoding="utf-8")
    with pytest.raises(ContentError, match=r"figures.yml, sleep: expected `text` with a number and `source`"):
        load_figures(tmp_path / "figures.yml")


def test_a_question_holds_nothing_that_was_taken_out() -> None:
    found = check(material(a_topic(questions=(*a_topic().questions, "can [Name] come"))))
    assert ["holds [Name]" in finding.message for finding in found] == [True]


def test_a_new_question_keeps_to_the_rules() -> None:
    topics, intents = {"sleep": a_topic(), "food": a_topic(name="food", title="And food?", questions=("what to eat",))}, {"hello": "x"}
    said = {
        "What to eat?": "stands in food.yml as well", "and food": "is the title of food.yml", "Hello!": "is also an example of x",
        "ask [name]": "holds [name]", "?!": "holds no word",
    }  # fmt: skip
    for text, sentence in said.items():
        [fault] = new_question_faults("sleep", text, topics, intents)
        assert fault.startswith(f"The question “{text}” {sentence}")
    assert new_question_faults("food", "what to eat", topics, intents) == []
