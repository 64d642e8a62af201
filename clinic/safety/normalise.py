"""Brings a message into the plain words that the rules are written in.

Undoes disguise (zero-width characters, look-alike letters, leetspeak, spaced or starred letters, stretched vowels), turns emoji
into words, expands contractions and repairs the misspellings listed in words/spelling.yml. Offsets are not kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһӏвкмнт" "αεορικτυνηωβ" "ıɡʟ",
    "aeopcyxijsdhlbkmht" "aeopiktuvnwb" "igl",
)
LEET = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g",
                      "!": "i", "@": "a", "$": "s", "|": "l", "+": "t", "€": "e", "¡": "i"})
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "ʼ": "'", "“": '"', "”": '"', "…": "...", "¿": " ",
                         "—": ", ", "–": ", "})
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$|[\"')\]])|(?<=[a-z]{2})[.?!]+(?=[a-z]{2})|[\u3002\uff01\uff1f]")
_CHUNK = re.compile(r"\S+")
_SPACED = re.compile(r"(?<!\S)(?:[a-z] ){2,}[a-z](?!\S)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_STRETCH = re.compile(r"(.)\1{2,}")
_DOUBLE = re.compile(r"(.)\1")
_IDEOGRAPH = re.compile(r"([\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af])")
_DISGUISE = re.compile(r"[^\W_]+(?:[*_#@!$|+.\-][^\W_]*)+|[@$!][^\W_]+")
_MEASURE = re.compile(r"^\d+([a-z]{1,2}|th|mcg|min|mins|hrs|ish|pm|am)?$")
_CENSORED = re.compile(r"[*#_]")


@dataclass(frozen=True)
class Sentence:
    """Plain words; `breaks` holds the places (indices of words) that a comma or a new line comes before."""

    words: tuple[str, ...]
    breaks: frozenset[int] = frozenset()

    def __add__(self, other: Sentence) -> Sentence:
        shift = len(self.words)
        return Sentence(self.words + other.words, self.breaks | {b + shift for b in other.breaks} | {shift})


@dataclass
class Normaliser:
    """Spelling lists plus the vocabulary of the rules, by which disguised words are recognised.

    words: one written word -> the words meant; phrases: several words -> the words meant; repair: long words whose
    misspellings by one letter are put right; censored: words looked for behind stars; emoji: sign -> words
    """

    words: dict[str, tuple[str, ...]]
    phrases: dict[tuple[str, ...], tuple[str, ...]]
    repair: frozenset[str]
    censored: tuple[str, ...]
    emoji: dict[str, str]
    vocabulary: set[str] = field(default_factory=set)
    _near: dict[str, str] = field(init=False)
    _phrase_starts: dict[str, list[tuple[str, ...]]] = field(init=False)

    def __post_init__(self) -> None:
        self._near = {near: word for word in sorted(self.repair) for near in _deletions(word)}
        self._phrase_starts = {}
        for phrase in sorted(self.phrases, key=len, reverse=True):
            self._phrase_starts.setdefault(phrase[0], []).append(phrase)

    def sentences(self, text: str) -> list[Sentence]:
        """The message's sentences, without empty ones."""
        plain = self._characters(text)
        return [s for part in _split_sentences(plain) if (s := self._sentence(part)).words]

    def tokens(self, text: str) -> list[str]:
        """All words of a text, for patterns and look-ups."""
        return [word for sentence in self.sentences(text) for word in sentence.words]

    def pattern_word(self, written: str) -> list[str]:
        """The plain words of one word of a pattern; nearly all are plain already, which makes the start quick."""
        return list(self._word(written)) if written.isascii() and written.isalpha() else self.tokens(written)

    def _characters(self, text: str) -> str:
        text = unicodedata.normalize("NFKC", text).translate(_QUOTES).lower()
        for sign, words in self.emoji.items():
            if sign in text:
                text = text.replace(sign, f" {words} ")
        text = unicodedata.normalize("NFD", text)
        text = "".join(c for c in text if unicodedata.category(c) not in ("Mn", "Cf") or c == "\u093c")
        text = _IDEOGRAPH.sub(r" \1 ", unicodedata.normalize("NFC", text))
        return _SPACED.sub(lambda found: found.group().replace(" ", ""), text)

    def _sentence(self, text: str) -> Sentence:
        words: list[str] = []
        breaks: set[int] = set()
        for line in text.split("\n"):
            breaks.add(len(words))
            for chunk in _CHUNK.findall(line):
                words.extend(self._chunk(chunk))
                if chunk[-1] in ",;:)\"-":
                    breaks.add(len(words))
        return self._phrases(words, breaks)

    def _chunk(self, chunk: str) -> Iterator[str]:
        disguised = self._undisguise(chunk)
        if disguised:
            yield from self._word(disguised)
            return
        for part in _WORD.findall(chunk):
            yield from self._word(part)

    def _undisguise(self, chunk: str) -> str | None:
        """The word behind stars, dots, look-alike letters or digits; None when it is no word of the rules."""
        core = chunk.strip(".,;:?\"'()[]")
        mixed = core.translate(LOOK_ALIKES)
        if mixed != core and (mixed in self.vocabulary or mixed in self.words or re.search("[a-z]", core)):
            return mixed
        core = core.rstrip("!*")if core.rstrip("!*").isalpha() else core
        if core.isalpha() or not _has_letter(core) or _MEASURE.match(core) or "'" in core:
            return None
        letters = re.sub(r"[^\w]|_", "", core)
        pieces = re.split(r"[.\-_*]", core)
        if len(pieces) > 2 and all(len(p) <= 1 for p in pieces) and self._known(letters):
            return letters
        for candidate in (core.translate(LEET), core.rstrip("!").translate(LEET), core.replace("1", "l").translate(LEET)):
            if candidate.isalpha() and self._known(candidate):
                return candidate
        if re.fullmatch(r"[a-z]+[.\-*_][a-z]+", core) and letters in self.censored:
            return letters
        return self._censored(core) if _CENSORED.search(core) else None

    def _censored(self, core: str) -> str | None:
        shape = re.compile(re.sub(r"[*#_]", "[a-z]", re.escape(core.rstrip("!.,?")).replace(r"\*", "*").replace(r"\#", "#")))
        found = [word for word in self.censored if shape.fullmatch(word)]
        return found[0] if found else None

    def _known(self, word: str) -> bool:
        return word in self.vocabulary or word in self.words

    def _word(self, word: str) -> tuple[str, ...]:
        if word in self.words:
            return self.words[word]
        if word in self.vocabulary:
            return (word,)
        plain = word.replace("'", "")
        if plain != word and plain in self.words:
            return self.words[plain]
        if plain.endswith("in") and f"{plain}g" in self.vocabulary:
            return (f"{plain}g",)
        if word.endswith("'s"):
            return (*self._word(word[:-2]), "'s")
        for shorter in _shortened(plain):
            if self._known(shorter):
                return self.words.get(shorter, (shorter,))
        return self._repaired(plain)

    def _repaired(self, word: str) -> tuple[str, ...]:
        if len(word) >= 6 and word.isalpha():
            for near in _deletions(word):
                if near in self._near and _close(word, self._near[near]):
                    return (self._near[near],)
            split = self._split_run(word)
            if split:
                return split
        return (word,)

    def _split_run(self, word: str) -> tuple[str, ...] | None:
        """"iwanttodie" -> i want to die: at least three known words, one of them a word of danger."""
        if not 7 <= len(word) <= 40 or not any(danger in word for danger in self.censored):
            return None
        best: list[tuple[str, ...] | None] = [()] + [None] * len(word)
        for end in range(1, len(word) + 1):
            for start in range(max(0, end - 9), end):
                head, piece = best[start], word[start:end]
                if head is None or not self._known(piece) or (len(piece) == 1 and piece != "i"):
                    continue
                candidate = (*head, *self.words.get(piece, (piece,)))
                current = best[end]
                if current is None or len(candidate) < len(current):
                    best[end] = candidate
        found = best[-1]
        if found and len(found) >= 2 and (len(found) > 2 or "myself" in found) and any(w in self.censored for w in found):
            return found
        return None

    def _phrases(self, words: list[str], breaks: set[int]) -> Sentence:
        out: list[str] = []
        new_breaks: set[int] = set()
        at = 0
        while at < len(words):
            if at in breaks:
                new_breaks.add(len(out))
            phrase = next((p for p in self._phrase_starts.get(words[at], ()) if tuple(words[at : at + len(p)]) == p), None)
            if phrase is None:
                out.append(words[at])
                at += 1
            else:
                out.extend(self.phrases[phrase])
                at += len(phrase)
        return Sentence(tuple(out), frozenset(new_breaks - {0}))


def _split_sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE_END.split(text.replace("...", " , ")) if part.strip()]


def _has_letter(text: str) -> bool:
    return any(c.isalpha() for c in text)


def _shortened(word: str) -> Iterator[str]:
    """Forms of a stretched word: "diiiie" -> "diie", "die"."""
    if _STRETCH.search(word):
        yield _STRETCH.sub(r"\1\1", word)
        yield _STRETCH.sub(r"\1", word)
    if _DOUBLE.search(word):
        yield _DOUBLE.sub(r"\1", _STRETCH.sub(r"\1\1", word))


def _deletions(word: str) -> list[str]:
    """The word itself and every form with one letter left out."""
    return [word, *(word[:i] + word[i + 1 :] for i in range(len(word)))]


def _close(written: str, meant: str) -> bool:
    """At most one letter added, left out, changed or swapped with its neighbour; the first letter is right."""
    if written[0] != meant[0] or abs(len(written) - len(meant)) > 1:
        return False
    if len(written) != len(meant):
        return True
    wrong = [i for i, (a, b) in enumerate(zip(written, meant, strict=True)) if a != b]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1:
        i, j = wrong
        return written[i] == meant[j] and written[j] == meant[i]
    return len(wrong) <= 1
