"""Misspells as people do on a phone: dropped, doubled, swapped and neighbouring letters, and spelling by ear."""

from __future__ import annotations

import random

SHORTEST = 4  # letters; a misspelt shorter word is often another word
NEIGHBOURS = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl", "p": "ol",
    "a": "sqz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb", "h": "gjyn", "j": "hkum", "k": "jlim", "l": "ko",
    "z": "ax", "x": "zsc", "c": "xvd", "v": "cbf", "b": "vng", "n": "bmh", "m": "nj",
}  # fmt: skip
BY_EAR = (
    ("ph", "f"), ("tion", "shun"), ("ough", "uf"), ("ie", "ei"), ("ei", "ie"), ("ll", "l"), ("ss", "s"), ("tt", "t"),
    ("mm", "m"), ("ea", "ee"), ("e", "a"), ("a", "e"), ("i", "e"), ("ou", "o"), ("ck", "k"), ("c", "k"), ("s", "z"),
    ("er", "ur"), ("or", "er"), ("ent", "ant"), ("ant", "ent"), ("ance", "ence"), ("ible", "able"),
)  # fmt: skip


def misspell(text: str, share: float, rng: random.Random) -> str:
    """The text with about `share` of its words misspelt."""
    return " ".join(_word(word, rng) if rng.random() < share else word for word in text.split(" "))


def _word(word: str, rng: random.Random) -> str:
    slips = 1 if len(word) < 7 else rng.choice((1, 1, 2))
    for _ in range(slips):
        if len(word) < SHORTEST or not word.isalpha():
            return word
        word = rng.choice(SLIPS)(word, rng)
    return word


def _drop(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + word[at + 1 :]


def _swap(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _double(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[: at + 1] + word[at:]


def _neighbour(word: str, rng: random.Random) -> str:
    at = rng.randrange(len(word))
    return word[:at] + rng.choice(NEIGHBOURS.get(word[at].lower(), word[at])) + word[at + 1 :]


def _by_ear(word: str, rng: random.Random) -> str:
    heard = [(written, sound) for written, sound in BY_EAR if written in word[1:]]
    if not heard:
        return _drop(word, rng)
    written, sound = rng.choice(heard)
    at = word.index(written, 1)
    return word[:at] + sound + word[at + len(written) :]


SLIPS = (_drop, _drop, _swap, _swap, _double, _neighbour, _by_ear, _by_ear, _by_ear)
