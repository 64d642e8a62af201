from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic.safety.rules import RuleBook, load_rules

CRISIS_DATA = Path(__file__).resolve().parents[2] / "data" / "crisis"

NORMALISER = load_rules(CRISIS_DATA / "rules").normaliser


@pytest.mark.parametrize(("written", "meant"), [
    ("ＫＩＬＬ mysеlf", "kill myself"),  # full-width letters; Cyrillic е
    ("k\u200bill", "kill"),
    ("diiiiie", "die"),
    ("killl", "kill"),
    ("k!ll my$elf", "kill myself"),
    ("su1c1de", "suicide"),
    ("s u i c i d e", "suicide"),
    ("k i l l m y s e l f", "kill myself"),
    ("s.u.i.c.i.d.e", "suicide"),
    ("k*ll", "kill"),
    ("su*cide", "suicide"),
    ("self h@rm", "self harm"),
    ("self-harm", "self harm"),
    ("unalive myself", "kill myself"),
    ("kms", "kill myself"),
    ("sewer slide", "suicide"),
    ("iwanttodie", "i want to die"),
    ("killmyself", "kill myself"),
    ("I’m", "i am"),
    ("dont wanna", "do not want to"),
    ("suicde", "suicide"),
    ("suicidle", "suicidal"),
    ("overdoesd", "overdosed"),
    ("🔫", "gun"),
    ("está", "esta"),
    ("kiero morirme", "quiero morirme"),
])
def test_plain_words(written: str, meant: str) -> None:
    assert " ".join(NORMALISER.tokens(written)) == meant


@pytest.mark.parametrize("plain", ["50mg", "3pm", "therapist", "willing", "diet", "soldier", "hello", "4300", "audience"])
def test_ordinary_words_stay(plain: str) -> None:
    assert NORMALISER.tokens(plain) == [plain]


def test_sentences_and_commas(book: RuleBook) -> None:
    first, second = book.normaliser.sentences("Fine, thanks. How much is it?")
    assert first.words == ("fine", "thanks")
    assert first.breaks == {1}
    assert second.words[:2] == ("how", "much")


def test_ellipsis_does_not_end_the_sentence(book: RuleBook) -> None:
    assert [s.words for s in book.normaliser.sentences("i want to... die")] == [("i", "want", "to", "die")]


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for sentence in NORMALISER.sentences(text):
        assert sentence.words
        assert all(word and " " not in word for word in sentence.words)
        assert all(0 < place <= len(sentence.words) for place in sentence.breaks)
