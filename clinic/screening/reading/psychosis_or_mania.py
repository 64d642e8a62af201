"""Psychosis, mania and related conditions: ever, and now."""

from __future__ import annotations

import re

from clinic.screening.catalogue import PSYCHOSIS_OR_MANIA
from clinic.screening.medications import find_conditions
from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.denial import is_denied
from clinic.screening.reading.people import own_clauses
from clinic.screening.reading.replies import polarity
from clinic.screening.reading.text import plain

EXPECTED = "Please answer yes, no or not sure, and if yes, whether it is happening now. It is about you, not your family."

_NOW = re.compile(
    r"\b(?:now|currently|presently|right now|at the moment|still|active(?:ly)?|these days|today|tonight|"
    r"yesterday|lately|recently|this (?:week|month|morning)|ongoing|every (?:day|night)|all the time|"
    r"last (?:night|week)|daily|often|present|sometimes|constantly|am (?:hearing|seeing|having|manic|"
    r"psychotic|hallucinating|hypomanic|experiencing|paranoid)|i (?:hear|see|hallucinate))\b"
)
_PAST = re.compile(
    r"\b(?:ago|in the past|in my past|past|used to|once|one time|when i was|when i were|in (?:college|"
    r"high school|school|my (?:early |late |mid )?(?:teens|twenties|thirties|forties|20s|30s|40s|youth))|"
    r"back in|back when|(?:19|20)\d\d|last year|years? back|not any ?more|no longer|previously|history of|had|"
    r"was|were|during (?:my|the)|before|as a (?:teen\w*|kid|child)|long time|remission|stable|in control|"
    r"under control|well controlled|resolved|recovered|after (?:my|the|having)|postpartum|a few times|twice|"
    r"got over|went away|hospitali[sz]ed|around (?:19|20)\d\d)\b"
)
_NOT_NOW = re.compile(
    r"\b(?:not (?:now|currently|right now|at the moment|any ?more|these days|presently|lately|recently|active|"
    r"manic now|at present|today|this (?:week|month))|no longer|nothing (?:now|currently|recent)|none now|"
    r"no (?:current|recent|active)|in remission|(?:is|am|been|are|now) (?:\w+ )?(?:stable|fine|ok|okay|good|"
    r"clear)|fine now|ok now|currently (?:stable|fine|ok|okay|good|in remission|well)|stable (?:on|with)|"
    r"under control|well controlled|stable (?:now|for|since)|not (?:in|for|since) (?:\w+ )?(?:a|many|several|"
    r"years|ages|decades|\d+))\b"
)
_ONLY_PAST = re.compile(
    r"\b(?:in the past|in my past|used to|once|one time|years ago|long (?:time )?ago|not any ?more|no longer|"
    r"previously|when i was|back in|twice|a few times)\b"
)
_STATED = re.compile(
    r"\b(?:my (?:\w+ )?(?:wife|husband|mom|mother|doctor|psychiatrist|partner) (?:thinks?|says?|believes?)|"
    r"might|may|maybe|possibly|perhaps|not sure|could be|probably|suspected|do not know|they thought|wondered|"
    r"think i)\b"
)
_VISION_NOT_MIND = re.compile(r"\b(?:see|seeing|hear|hearing) things (?:differently|clearly|my way|through)\b")


def read(text: str, setting: Setting) -> Answer | Invalid:
    low = plain(text)
    clauses = own_clauses(low)
    said = _VISION_NOT_MIND.sub(" ", ". ".join(clauses))
    if not said.strip(" ."):
        return Invalid(EXPECTED)
    mentions = [m for m in find_conditions(said) if m.group == PSYCHOSIS_OR_MANIA]
    which = list(dict.fromkeys(m.id for m in mentions if not is_denied(said, m.start)))
    if which:
        lifelong = all(m.lifelong for m in mentions if m.id in which)
        return _value("unsure" if _uncertain(said) else "yes", _current(said, lifelong), which)
    reply = polarity(said)
    if mentions:
        return _value("no") if reply != "unsure" else _value("unsure")
    if _ONLY_PAST.search(said) and reply != "no":
        return _value("yes", _current(said, False) or False)
    if _NOT_NOW.search(said) and reply in {None, "no"} and not re.match(r"(?:no+|never|nope|nah+|naw|n)\b(?! longer)", said):
        return _value("unsure", False)
    if re.fullmatch(r"\W*both(?: of them)?\W*", said):
        return _value("yes")
    if reply is None:
        return Invalid(EXPECTED)
    return _value(reply, _current(said, False) if reply == "yes" else None)


def _value(answer: str, current: bool | None = None, which: list[str] | None = None) -> Answer:
    return Answer({"answer": answer, "current": current, "which": which or []})


def _uncertain(said: str) -> bool:
    return _STATED.search(said) is not None and not re.match(r"\W*(?:yes|yeah|yep)\b", said)


def _current(said: str, lifelong: bool) -> bool | None:
    """Whether it is happening now; None if the words do not tell. "Diagnosed in 2010" tells nothing of a lifelong one."""
    if _NOT_NOW.search(said):
        return False
    if _NOW.search(said):
        return True
    if lifelong and re.search(r"\bdiagnos\w*\b", said):
        return None
    return False if _PAST.search(said) else None
