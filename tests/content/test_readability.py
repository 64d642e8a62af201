"""Syllables, words, sentences and the grade."""

from __future__ import annotations

import pytest

from clinic.readability import grade, sentences, syllables, words

SYLLABLES = {
    1: "the be whole notes called asked raised slowed breathe used ones once says does eye REMS hours through",
    2: "table tables wanted needed handled places changes boxes judges safety largely elsewhere something sometimes people doing "
       "being trying player patient patients client quiet didn't doesn't marriage million language series lifestyle unique",
    3: "ketamine medicine depression clinician usual influence video anyone everyone behavior serious period lithium media "
       "earlier autism idea area element supplement FDA general memory insurance nausea",
    4: "anxiety psychiatrist diagnosis experience usually variable available esketamine February PTSD SSRIs diabetes suicidal",
    5: "dissociation antidepressants schizophrenia recreational fibromyalgia individual",
}


@pytest.mark.parametrize(("count", "word"), [
    (count, word) for count, several in SYLLABLES.items() for word in several.split()])
def test_syllables(count: int, word: str) -> None:
    assert syllables(word) == count


def test_letters_are_read_one_by_one() -> None:
    assert (syllables("WHO"), syllables("IV"), syllables("I"), syllables("a")) == (5, 2, 1, 1)


def test_a_possessive_adds_no_syllable() -> None:
    assert syllables("person's") == syllables("person’s") == syllables("persons'") == 2


@pytest.mark.parametrize(("number", "read"), [
    ("0", "zero"), ("7", "seven"), ("12", "twelve"), ("40", "forty"), ("65", "sixty five"), ("403", "four hundred three"),
    ("1,000", "one thousand"), ("116,000", "one hundred sixteen thousand"), ("22.5%", "twenty two point five percent"),
    ("2013", "twenty thirteen"), ("1900", "nineteen hundred"), ("2005", "two thousand five"), ("988", "nine eight eight"),
    ("741741", "seven four one seven four one"), ("$5", "dollar five"), ("09", "zero nine"), ("2,000,000", "two million")])
def test_numbers_are_read_as_words(number: str, read: str) -> None:
    assert " ".join(words(number)) == read


def test_words_part_at_hyphens_and_points() -> None:
    assert words("A follow-up by findahelpline.com, or the clinic's") == [
        "A", "follow", "up", "by", "findahelpline", "com", "or", "the", "clinic's"]


@pytest.mark.parametrize(("text", "count"), [
    ("It helps. It fades! Why? Nobody knows", 4), ("Two parts: one; two.", 3), ("A rise of 22.5 percent.", 1),
    ("Some, e.g. tea, help.", 1), ("Open findahelpline.com today.", 1), ("First line\n\nsecond line", 2), ("...", 0),
    ("He said “stop.” She did.", 2)])
def test_sentences(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_the_grade_follows_the_formula() -> None:
    text = "The cat sat on the mat. The patient waited."  # 9 words, 2 sentences, 11 syllables
    assert grade(text) == pytest.approx(0.39 * 9 / 2 + 11.8 * 11 / 9 - 15.59)


def test_longer_words_and_sentences_are_harder() -> None:
    easy, hard = "We look at it. You rest.", "Our interdisciplinary clinicians evaluate your psychiatric medications thoroughly."
    assert grade(easy) < 2 < 12 < grade(hard)


def test_a_text_without_words_has_no_grade() -> None:
    with pytest.raises(ValueError, match="without words"):
        grade("...")
