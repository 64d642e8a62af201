"""Typed words made even before they are matched."""

from __future__ import annotations

import re
import unicodedata

_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-", "−": "-"})
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\ufe0f]")
_SPACE = re.compile(r"\s+")
_NOT = re.compile(
    r"\b(do|does|did|is|are|was|were|have|has|had|could|would|should|might)n'?t\b|\b(ca)n'?t\b|\b(ai)n'?t\b|"
    r"\b(wo)n't\b"
)
_BARE_NOT = re.compile(r"\bwont\b")
_FORMS = {
    "i'm": "i am", "im": "i am", "i've": "i have", "ive": "i have", "i'd": "i would", "i'll": "i will",
    "it's": "it is", "its": "it is", "that's": "that is", "thats": "that is", "there's": "there is",
    "what's": "what is", "whats": "what is", "how's": "how is", "hows": "how is", "where's": "where is",
    "wheres": "where is", "who's": "who is", "whos": "who is", "when's": "when is", "why's": "why is",
    "name's": "name is", "names": "name is", "she's": "she is", "he's": "he is", "they're": "they are",
    "you're": "you are", "youre": "you are", "we're": "we are", "let's": "let us", "lets": "let us",
    "cannot": "can not", "dunno": "do not know", "idk": "i do not know", "dk": "do not know", "u": "you", "ur": "your",
    "r": "are", "bc": "because", "cuz": "because", "cos": "because", "coz": "because", "bp": "blood pressure",
    "meds": "medicines", "med": "medicine", "medication": "medicine", "medications": "medicines",
    "gonna": "going to", "wanna": "want to", "gotta": "got to", "w/": "with", "w/o": "without", "rn": "right now",
    "atm": "at the moment", "prolly": "probably", "prob": "probably", "probs": "probably", "mom's": "mom is",
    "anymore": "any more", "ppl": "people", "pls": "please", "plz": "please", "thx": "thanks", "ty": "thanks",
}  # fmt: skip
_FORM = re.compile(r"(?<![\w'])(" + "|".join(sorted(map(re.escape, _FORMS), key=len, reverse=True)) + r")(?![\w'])")
_SENTENCE = re.compile(r"(?<=[?!;\n])\s*|(?<=\w[.])\s+|\n+")


def tidy(text: str) -> str:
    """Compatible characters, straight quotes, single spaces; line breaks are kept."""
    even = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    lines = (_SPACE.sub(" ", _INVISIBLE.sub("", line)).strip() for line in even.splitlines())
    return "\n".join(line for line in lines if line)


def plain(text: str) -> str:
    """Lower case with contractions and chat forms written out: "I don't" becomes "i do not"."""
    low = tidy(text).lower()
    low = _NOT.sub(lambda m: {"ca": "can", "ai": "am", "wo": "will"}.get(*[next(filter(None, m.groups()))] * 2) + " not", low)
    low = _BARE_NOT.sub("will not", low)
    return _FORM.sub(lambda m: _FORMS[m.group()], low)


def words(text: str) -> list[str]:
    """The words of already plain text, punctuation left out."""
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text)


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its closing mark."""
    return [part for part in (piece.strip() for piece in _SENTENCE.split(text)) if part]
