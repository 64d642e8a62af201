"""Messages that lean on what was said before: a choice among offered questions, and "is it safe with that?"."""

from __future__ import annotations

import re
from collections.abc import Sequence

_POLITE = r"(?:please|pls|thanks|thank you|thx|then|i think|i guess)"
_BEFORE = (
    r"(?:(?:yes|yeah|yep|ok|okay|um+|hm+|well|sorry|actually|please|i (?:mean|meant|want|choose|pick|think|guess)|"
    r"i(?:'d| would) like|let's (?:go with|do|take)|lets (?:go with|do|take)|go with|give me|show me|it's|its)[\s,.]+)*"
)
_NOUN = r"(?: (?:one|question|option|choice|button))?"
_ORDINALS = ("first|1st|top|former", "second|2nd|middle", "third|3rd", "fourth|4th")
_CARDINALS = ("1|one", "2|two", "3|three", "4|four")
_LAST = "last|bottom|latter"


def _whole(pattern: str) -> re.Pattern[str]:
    """Matches when the message says nothing else, politeness apart."""
    return re.compile(rf"^\W*{pattern}(?:[\s,.)]+{_POLITE})*\W*$", re.IGNORECASE)


_NUMBER = r"(?:number|no\.?|option|question|#) ?"
_PLACES = tuple(
    _whole(
        rf"(?:{_BEFORE}(?:the |that |this )?(?:{ordinal}){_NOUN}|(?:(?:yes|ok|okay)\W+)*(?:{_NUMBER})?(?:{cardinal})"
        rf"|{_BEFORE}(?:the )?{_NUMBER}(?:{cardinal}))"
    )
    for ordinal, cardinal in zip(_ORDINALS, _CARDINALS, strict=True)
)
_LAST_PLACE = _whole(rf"{_BEFORE}the (?:{_LAST}){_NOUN}")
_ALL = _whole(rf"{_BEFORE}(?:both|all|both of (?:them|those|these)|all of (?:them|those|these))")
_BESIDE_IT = re.compile(r"\b(?:with|on|about|for|of|from|to) (?:that|this|it|those|these|them)(?: one)?\W*$", re.IGNORECASE)
_NO_SUBJECT = """
a about actually again all also always an and any anyone anything are at be been before being but by can case come
common could day days did do does done dont ever every everyone exactly example few for get gets got had happen
happens has have hour hours how huh i if in is it its just kind know known likely little long longer lot many maybe me
mean means minutes month months more most never no not now of often ok okay on one ones only or other part people
percent please possible proof proven rare really right same say says serious should so some something sometimes
soon specifically still stuff sure than that thats the their them then there these they thing things this those tho
though time times to too true u usually very was way week weeks well were what whats when which while who whole whos
why will with would year years yes you your even else like oh hmm wait what's that's it's don't part rest
"""
_EMPTY = frozenset(_NO_SUBJECT.split())  # who writes nothing else speaks of what was answered last
_ABOUT_ONESELF = re.compile(r"\b(?:should|can|could|may|do|must|will|would|might|am) (?:i|we)\b", re.IGNORECASE)
_JUDGEMENT = {"safe", "dangerous", "bad", "good", "fine", "risky", "allowed", "harmful", "problem"}  # of "that", in "with that"
SHORT = 7  # words
_GO_ON = _whole(
    rf"{_BEFORE}(?:let'?s |lets |i (?:want|would like|am ready|m ready) to |i'd like to |can (?:we|i) |back to )?"
    r"(?:continue|resume|go on|carry on|keep going|go ahead|pick (?:it )?up(?: again| where we left off)?)"
    r"(?: with)?(?: (?:the|my|those) (?:form|questions?|questionnaire|pre-?screening|answers))?(?: now| again)?"
)
_ASKS_BACK = re.compile(r"\b(?:why|how|what|when|who|which|sure|really)\b", re.IGNORECASE)


def chosen(text: str, offered: Sequence[str]) -> tuple[str, ...]:
    """What "the second one", "2", "the last" or "both" names of the offered; empty when the message is something else."""
    if not offered:
        return ()
    if _ALL.search(text):
        return tuple(offered)
    if _LAST_PLACE.search(text):
        return (offered[-1],)
    return next(((choice,) for choice, place in zip(offered, _PLACES, strict=False) if place.search(text)), ())


def says_nothing_new(text: str) -> bool:
    """Whether a message names no subject of its own: "how come?", "for how long?", "is it safe with that?"."""
    words = re.findall(r"[^\W\d_']+(?:'[^\W\d_]+)?", text.casefold())
    if not words or _ABOUT_ONESELF.search(text):  # advice about oneself is a matter of its own
        return False
    known = _EMPTY | _JUDGEMENT if _BESIDE_IT.search(text) else _EMPTY
    return len(words) <= SHORT and all(word in known for word in words)


def asks_back(text: str) -> bool:
    """Whether a message without a subject asks for more ("why not?"), rather than agreeing or declining ("no, ok")."""
    return bool(_ASKS_BACK.search(text))


def goes_on(text: str) -> bool:
    """Whether a message says to go on with what was stopped: "continue", "ok let's go on"."""
    return bool(_GO_ON.search(text))
