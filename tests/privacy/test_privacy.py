"""What is taken out of a question before it is kept, and what stays."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic.content_rules import read_topics
from clinic.privacy import LONGEST, without_personal_data
from frontdesk.settings import ROOT

PHRASES = [
    "does ketamine help with", "pain after surgery?", "100 mg", "100-200 mg", "25-50-75 mg", "0.5 mg/kg", "$400-600", "$1,500",
    "120/80", "911", "988", "45 years old", "120-180 minutes", "twice a day,", "I'm", "I am", "this is", "may 10 sessions",
    "9:00-17:00", "my doctor", "2024", "(really)", '"quoted"', "¿cuánto cuesta?", "費用はいくらですか", "🙂",
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mail robin.lake+x@example.org please", "mail [e-mail] please"),
        ("I am robin dot lake at gmail dot com", "I am [e-mail]"),
        ("see https://x.example/a?b=1, www.foo.bar or clinic.com", "see [link] [link] or [link]"),
        ("call 301-555-0100 or (301) 555 0100 or 301.555.0100", "call [number] or [number] or [number]"),
        ("call +44 20 7946 0958, my zip is 20852", "call [number], my zip is [number]"),
        ("my number is 123-45-6789", "my number is [number]"),
        ("born 12/03/1981 or 3.12.81 or 1981-03-12", "born [date] or [date] or [date]"),
        ("March 3 1981, 3rd of March, march 3rd, May 5", "[date], [date], [date], [date]"),
        ("I live at 12 Oak Street, apt 4", "I live at [address]"),
        ("near 1200 n. main st or 1200 N. Main St.", "near 1200 n. main st or [address]"),
        ("do you come to 5 maple avenue", "do you come to [address]"),
        ("my name is robin", "my name is [name]"),
        ("my name is robin lake, hello", "my name is [name], hello"),
        ("I'm Robin Lake and this is Kim", "I'm [name] and this is [name]"),
        ("Dr. Smith and Mrs O'Neil Jones", "Dr. [name] and Mrs [name]"),
        ("im robin", "im [name]"),
        ("im robin can i bring a dog", "im [name] can i bring a dog"),
        ("I'M ROBIN LAKE", "I'M [name]"),
        ("I'm Will", "I'm [name]"),
        ("I'm Robin O'Neil-Lake", "I'm [name]"),
        ("name: robin lake", "name: [name]"),
        ("my name is will", "my name is [name]"),
        ("hi, john here", "hi, [name] here"),
        ("my husband John drives", "my husband [name] drives"),
        ("dr. patel prescribed", "dr. [name] prescribed"),
        ("dr patel prescribed", "dr [name] prescribed"),
        ("born 4 may 1980", "born [date]"),
        ("apartment 4B, 12 oak ct", "[address]"),
        ("my insurance id XYZ12B", "my insurance id [number]"),
    ],
)
def test_what_says_who_somebody_is_goes(text: str, kept: str) -> None:
    assert without_personal_data(text) == kept


@pytest.mark.parametrize(
    "text",
    [
        "is 100 mg a lot, or 100-200 mg, or 0.5 mg/kg",
        "I am 45 and my mother is 71",
        "does it cost $400-600 or $1,500",
        "should I call 911 or 988",
        "is 988 24/7",
        "my dr said it may 10 years later",
        "I'M SCARED OF NEEDLES",
        "a 10 minute drive, 2 sessions each way",
        "is 120/80 too high",
        "I'm Bipolar, is it ok?",
        "I'm Pregnant",
        "im breastfeeding is it safe",
        "im scared of needles",
        "I'M SEVERELY DEPRESSED",
        "I'm seventy-one with a bad valve",
        "ketamine IM vs IV",
        "the name of the medicine",
        "brand name: Spravato",
        "is there parking here",
        "how many ct scans, 2 brain ct scans",
        "my dr recommends ketamine",
        "my nice doctor. It's legal here",
        "id like to come",
    ],
)
def test_what_belongs_to_the_question_stays(text: str) -> None:
    assert without_personal_data(text) == text


def test_a_known_name_goes_wherever_it_stands() -> None:
    assert without_personal_data("robin asks: would ROBIN LAKE do? robins", ["Dr. Robin Lake"]) == "[name] asks: would [name] [name] do? robins"
    assert without_personal_data("ask the dr.", ["Dr. (Lake", "", " "]) == "ask the dr."


def test_a_name_that_is_a_word_goes_with_its_capital_only() -> None:
    assert without_personal_data("will it hurt? Will asks", ["Will"]) == "will it hurt? [name] asks"
    assert without_personal_data("will it hurt", ["will"]) == "will it hurt"


def test_a_surname_goes_with_the_known_name() -> None:
    assert without_personal_data("Robin O'Neil-Lake asks", ["Robin"]) == "[name] asks"
    assert without_personal_data("Robin Wants Spravato", ["Robin"]) == "[name] Wants Spravato"


def test_hardly_any_sample_question_loses_a_word() -> None:
    """They are written without a visitor's data; some name a doctor or an aunt."""
    topics, _ = read_topics(ROOT / "data" / "faq")
    texts = [text for topic in topics.values() for text in topic.questions]
    changed = [text for text in texts if without_personal_data(text) != text[:LONGEST].rstrip()]
    assert len(changed) <= 0.005 * len(texts), changed


@example("1\u200b2345", [])
@example("name@mail", ["e-mail", "name", "("])
@given(st.text(st.sampled_from("0123456789 -@.()/$\u0663 abcZ\n") | st.characters()), st.lists(st.text(max_size=8), max_size=3))
def test_no_address_and_no_long_number_survives(text: str, names: list[str]) -> None:
    kept = without_personal_data(text, names)
    assert "@" not in kept
    assert re.search(r"\d{5}", kept) is None
    assert len(kept) <= LONGEST


@given(st.from_regex(r"\+?\(?\d{3}\)?[ -]?\d{3}[ -]?\d{4}", fullmatch=True), st.sampled_from(["call {}", "{} is mine", "({})", "at {}, please"]))
def test_a_phone_number_goes_however_it_is_written(number: str, sentence: str) -> None:
    assert not re.search(r"\d{4}", without_personal_data(sentence.format(number)))


@given(st.lists(st.sampled_from(PHRASES), max_size=60), st.sampled_from([" and ", "  and\n", " \tand "]))
def test_other_text_stays_as_it_is(phrases: list[str], between: str) -> None:
    assert without_personal_data(between.join(phrases)) == " and ".join(phrases)[:LONGEST].rstrip()
