"""Messages that lean on what was said before: a choice among offered questions, and "is it safe with that?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CHOSEN = (
    re.compile(r"\b(?:1|1st|first|one|top|former)\b", re.IGNORECASE),
    re.compile(r"\b(?:2|2nd|second|two|middle)\b", re.IGNORECASE),
    re.compile(r"\b(?:3|3rd|third|three)\b", re.IGNORECASE),
    re.compile(r"\b(?:4|4th|fourth|four)\b", re.IGNORECASE),
)
_LAST = re.compile(r"\b(?:last|bottom|latter)\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:both|all)\b", re.IGNORECASE)
_NONE = re.compile(r"\b(?:none|neither|nothing|no|nope|not)\b", re.IGNORECASE)
_FILLER = re.compile(
    r"\b(?:the|that|this|one|please|pls|thanks|yes|yeah|yep|ok|okay|number|no\.|option|question|i|meant?|mean|was|it|it's|"
    r"its|want|i'd|like|let's|go|with|choose|pick|take|a|of|them|those|these|actually|sorry|guess|think|would|be)\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:it|its|that|this|these|those|they|them|one|ones|there|then|same)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"^(?:and|but|so|or|what about|how about|even|also)\b", re.IGNORECASE)
_BESIDE_IT = re.compile(r"\b(?:with|on|about|for|of|from|to) (?:that|this|it|those|these|them)(?: one)?\W*$", re.IGNORECASE)
_NO_SUBJECT = """
a about actually again all also always an and any anyone anything are at be been before being but by can case come
common could day days did do does done dont ever every everyone exactly example few for get gets got had happen
happens has have hour hours how huh i if in is it its just kind know known likely little long longer lot many maybe me
mean means minutes month months more most never no not now of often ok okay on one ones only or other part people
percent please possible proof proven rare real really right same say says serious should so some something sometimes
soon specifically still stuff sure than that thats the their them then there these they thing things this those tho
though time times to too true u usually very was way week weeks well were what whats when which while who whole whos
why will with work would year years yes you your even small else like oh hmm wait what's that's it's don't part rest
my life
"""
_EMPTY = frozenset(_NO_SUBJECT.split())  # who writes nothing else speaks of what was answered last
_JUDGEMENT = {"safe", "dangerous", "bad", "good", "fine", "risky", "allowed", "harmful", "problem"}  # of "that", in "with that"
LONGEST_CHOICE, LONGEST_FOLLOW_UP, SHORT = 8, 12, 7  # words
MOST_AT_ONCE = 2  # answers in one reply, to "both"


def chosen(text: str, offered: Sequence[str | None]) -> tuple[str, ...]:
    """The offered choices that "the second one", "2", "the last" or "both" names; empty when the message is something else."""
    words = re.sub(r"[^\w\s'.]", " ", text)
    if len(words.split()) > LONGEST_CHOICE or _NONE.search(words) or _says_more(words):
        return ()
    known = [choice for choice in offered if choice]
    if _ALL.search(words):
        return tuple(known) if 1 < len(known) <= MOST_AT_ONCE else ()
    numbered = [place for place, pattern in enumerate(_CHOSEN[: len(offered)]) if pattern.search(_without_pronoun(words))]
    if not numbered and known and _LAST.search(words):
        return (known[-1],)
    found = offered[numbered[0]] if len(numbered) == 1 else None
    return (found,) if found else ()


def _without_pronoun(words: str) -> str:
    """"the second one" names the second, not the first."""
    return re.sub(r"\b(?:first|second|third|fourth|last|1st|2nd|3rd|4th|middle|top|bottom|that|this) (?:one|1)\b",
                  lambda match: match[0].rsplit(" ", 1)[0], words, flags=re.IGNORECASE)  # fmt: skip


def _says_more(words: str) -> bool:
    """Whether anything is left that is neither a choice nor politeness."""
    rest = words
    for pattern in (*_CHOSEN, _LAST, _ALL, _FILLER):
        rest = pattern.sub(" ", rest)
    return bool(re.search(r"[^\W\d_]{2,}", rest))


def leans_on_topic(text: str) -> bool:
    """Whether a message can hardly be understood without the answer before it."""
    if len(text.split()) > LONGEST_FOLLOW_UP:
        return False
    few = len(text.split()) <= 3 or says_nothing_new(text)
    return bool(few or _POINTS_BACK.search(text) or _GOES_ON.search(text.strip()))


def says_nothing_new(text: str) -> bool:
    """Whether a message names no subject of its own: "how come?", "for how long?", "is it safe with that?"."""
    words = re.findall(r"[a-z']+", text.casefold())
    if not words or len(words) > LONGEST_FOLLOW_UP:
        return False
    known = _EMPTY | _JUDGEMENT if _BESIDE_IT.search(text) else _EMPTY
    return len(words) <= SHORT and all(word in known for word in words)
