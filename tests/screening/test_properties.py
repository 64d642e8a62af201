"""What holds for any text."""

from __future__ import annotations

import json
import string

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic.screening.answers import LONGEST, Answer, Invalid, read
from clinic.screening.medications import find_conditions, find_medicines, spaced
from clinic.screening.questions import NAMES
from clinic.screening.readable import readable
from tests.screening.reading import TODAY, value

ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SCRAPS = st.sampled_from(
    [
        "yes",
        "no",
        "not",
        "maybe",
        "i'm",
        "my",
        "mom",
        "41",
        "born",
        "in",
        "1985",
        "3/4/85",
        "prozac",
        "zoloft",
        "20mg",
        "off",
        "since",
        "160/100",
        "over",
        "controlled",
        "voices",
        "bipolar",
        "pregnant",
        "trying",
        "skip",
        "submit",
        "change",
        "age",
        "why",
        "?",
        ",",
        ".",
        ";",
        "\n",
        "@",
        "gmail.com",
        "301-555-0100",
        "but",
        "and",
        "or",
        "never",
        "years",
        "ago",
        "don't",
        "high",
        "blood",
        "pressure",
        "none",
        "½",
        "🤷",
        "turning",
        "next",
    ]
)


def in_words(number: int, joint: str) -> str:
    if number < 20:
        return ONES[number]
    tens, one = divmod(number, 10)
    return TENS[tens - 2] + (joint + ONES[one] if one else "")


def check(name: str, text: str) -> None:
    result = read(name, text, today=TODAY)
    if isinstance(result, Answer):
        assert json.loads(json.dumps(result.value)) == result.value
        assert readable(name, result.value)
    else:
        assert isinstance(result, Invalid) and result.reason.endswith((".", "?"))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(NAMES), st.text(max_size=200))
def test_no_text_breaks_reading(name: str, text: str) -> None:
    check(name, text)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(NAMES), st.lists(SCRAPS, max_size=14).map(" ".join))
def test_no_mixture_of_likely_words_breaks_reading(name: str, text: str) -> None:
    check(name, text)


@settings(max_examples=100, deadline=None)
@given(st.lists(SCRAPS | st.text(max_size=10), max_size=12).map(" ".join))
def test_mentions_lie_where_they_say(text: str) -> None:
    said = spaced(text)
    for mention in find_medicines(text):
        assert said[mention.start : mention.end] == mention.as_said
    for condition in find_conditions(text):
        assert 0 <= condition.start < condition.end <= len(said)


@pytest.mark.parametrize("name", NAMES)
def test_long_texts_are_refused_and_the_longest_are_read_fast(name: str) -> None:
    assert isinstance(read(name, "x" * (LONGEST + 1)), Invalid)
    for scrap in ("no ", "a", "1 ", "my mom ", "i am ", "@", "1-", "prozac ", ", ", "not or "):
        check(name, (scrap * LONGEST)[:LONGEST])


@pytest.mark.parametrize("number", range(18, 100))
@pytest.mark.parametrize("phrase", ["{}", "im {}", "I am {} years old", "{} yrs", "age: {}", "{}.", "I just turned {}"])
def test_every_age_reads_back(number: int, phrase: str) -> None:
    for said in (str(number), in_words(number, "-"), in_words(number, " "), in_words(number, "")):
        assert value("age", phrase.format(said)) == number


@given(st.dates(TODAY.replace(year=1930), TODAY.replace(year=2005)))
def test_every_date_of_birth_gives_the_age_on_that_day(born) -> None:  # type: ignore[no-untyped-def]
    age = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    for said in (
        f"{born:%m/%d/%Y}",
        f"{born:%B} {born.day}, {born.year}",
        f"{born.day} {born:%b} {born.year}",
        f"{born:%Y-%m-%d}",
    ):
        assert value("age", said) == age


@given(st.sampled_from(["201", "212", "301", "410", "415", "703"]), st.integers(2000000, 9999999))
def test_every_american_number_reads_back(area: str, rest: int) -> None:
    number = f"+1{area}{rest}"
    if not phonenumbers.is_valid_number(phonenumbers.parse(number)):
        return
    first, second = str(rest)[:3], str(rest)[3:]
    for said in (
        f"({area}) {first}-{second}",
        f"{area}.{first}.{second}",
        f"{area}{rest}",
        f"call me at 1-{area}-{first}-{second} please",
    ):
        assert value("callback", said) == {"phone": number}


@given(
    st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=12),
    st.sampled_from(["gmail.com", "yahoo.com", "clinic.org", "uni-mainz.de"]),
)
def test_every_plain_address_reads_back(name: str, domain: str) -> None:
    assert value("callback", f"my email is {name}@{domain}") == {"email": f"{name}@{domain}"}


@given(st.integers(141, 240), st.integers(91, 130))
def test_every_high_reading_is_kept(systolic: int, diastolic: int) -> None:
    expected = {"high": "yes", "controlled": False, "reading": [systolic, diastolic]}
    assert value("blood_pressure", f"{systolic}/{diastolic}") == expected
    assert value("blood_pressure", f"it was {systolic} over {diastolic}") == expected
