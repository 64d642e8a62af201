"""An age in whole years, from a number, words or a date of birth."""

from __future__ import annotations

import re

from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.dates import MONTH, find_birth
from clinic.screening.reading.numbers import digits
from clinic.screening.reading.people import KIN
from clinic.screening.reading.text import plain

YOUNGEST, OLDEST = 10, 115  # an age outside is a slip of the finger
SENIOR = 65  # the limit above which staff are told; see the clinical brief
EXPECTED = "Please give your age in years, for example 41, or your date of birth."
IMPLAUSIBLE = "That age looks like a slip of the finger. How old are you, in years?"
EXACT = "I need your exact age in years, or your full date of birth."
SOMEONE_ELSE = "This question is about you: how old are you, in years?"

_NOT_AN_AGE = re.compile(
    r"\b\d+(?:\.\d+)?[\s-]*(?:months?|mos?|weeks?|wks?|days?|hours?|kids?|children|pounds|lbs?|kg|ft|feet|"
    r"inches|cm|%|percent|mg|times|dollars)\b|\$\d+"
    r"|\b(?:for|since|last|past|over the|ago)\s+(?:(?:about|the|over|almost|last|past|like|"
    r"nearly)\s+)*\d+(?:\s*(?:years|yrs))?\b(?!\s*(?:now|old|yo|$))|\b\d+ years ago\b"
)
_VAGUE = re.compile(
    r"\b(?:about|around|approx\w*|roughly|over|under|above|below|more than|less than|older than|younger than|"
    r"at least|early|mid|late|somewhere|between|past|circa|pushing|maybe|probably|i think)\b[\s~-]*"
    r"(?:the |my )?\d|~\s*\d|\d\s*-?ish\b|\d\s*\+|\b\d0'?s\b|\b(?:twenties|thirties|forties|fifties|sixties|"
    r"seventies|eighties|nineties|teens)\b|\b\d+\s*(?:-|to|or|through)\s*\d+\b|\d\s*\?\?|\bor so\b|"
    r"\b\d+[ -]*(?:something|some|odd)\b|\bgive or take\b|[<>]\s*\d"
)
_SOON = (
    rf"(?:next|in (?:a|an|the|one|two|three|\d+|{MONTH.replace('(?P<month>', '(?:')}|early|mid|late)\b|"
    rf"on {MONTH.replace('(?P<month>', '(?:')}|this (?!past|last)(?:coming )?\w+|tomorrow|soon|later|shortly|"
    rf"come|by)"
)
_FUTURE = re.compile(
    r"(?:turning|turn|will turn|will be|going on|going to (?:be|turn)|about to (?:be|turn)|almost|nearly|"
    r"close to|soon to be|soon|becoming|shy of|away from|be|hit|hitting|until|till|not (?:yet|"
    r"quite))\s+(?:a\s+)?(?:my\s+)?(?P<n>\d{1,3})\b"
    rf"|(?P<m>\d{{1,3}})\s*(?:(?:years old|yrs old|yo)\s*)?(?:,\s*)?{_SOON}|(?P<b>\d{{1,3}})(?:st|nd|rd|"
    rf"th)\s+b(?:irth)?day (?:is|comes|will|coming|in|next|tomorrow|soon)\b(?! today)|"
    rf"\bin my (?P<y>\d{{1,3}})(?:st|nd|rd|th) year\b|next b(?:irth)?day (?:is|"
    rf"will be) (?:my )?(?P<x>\d{{1,3}})"
)
_JUST_TURNED = re.compile(r"\b(?:just |have |recently )?(?:turned|was|became)\s+(?P<n>\d{1,3})\b[^,.;]*")
_ORDINAL_BIRTHDAY = re.compile(r"\b(?P<n>\d{1,3})(?:st|nd|rd|th) b(?:irth)?day\b[^,.;]*")
_NUMBER = re.compile(r"(?<![\d.,/$#-])(?P<n>\d{1,3})(?:[.,]\d+)?(?:\s*(?:and a half|1/2|½))?(?!\d|[/-]\d|st\b|nd\b|rd\b|th\b)")
_PLAINLY = re.compile(
    r"\b(?:i am|age|aged|age is)[ :]+(?:now |currently |only )?(?P<n>\d{1,3})\b(?! ?(?:feet|ft|or|to|-|weeks?|"
    r"months?|days?|'|pounds|lbs))"
)
_SPOKEN_YEAR = re.compile(r"\b(19|20) (\d\d)\b")
_NEGATIVE = re.compile(r"(?<![\w-])-\s*\d")


def read(text: str, setting: Setting) -> Answer | Invalid:
    low = _SPOKEN_YEAR.sub(r"\1\2", digits(plain(text).replace("½", " 1/2")))
    birth = find_birth(low, setting.today, setting.region)
    rest = low.replace(birth.text, " ") if birth else low
    if KIN.search(rest) and not re.search(r"\b(?:i am|age)\b", rest):
        return Invalid(SOMEONE_ELSE)
    stated = _stated(rest, bool(birth))
    if isinstance(stated, Invalid):
        return stated
    if birth is None:
        return _plausible(stated) if stated is not None else Invalid(EXPECTED)
    if stated is not None:
        return _plausible(stated) if birth.youngest <= stated <= birth.oldest else Invalid(EXACT)
    if _crosses_limit(birth.youngest, birth.oldest, setting.minimum_age):
        return Invalid("Please give your age in years, or your full date of birth with the day and the month.")
    return _plausible(birth.oldest)


def _crosses_limit(youngest: int, oldest: int, minimum_age: int) -> bool:
    return youngest < minimum_age <= oldest or youngest <= SENIOR < oldest


def _plausible(age: int) -> Answer | Invalid:
    return Answer(age) if YOUNGEST <= age <= OLDEST else Invalid(IMPLAUSIBLE)


def _stated(low: str, has_birth: bool) -> int | Invalid | None:
    """The age said in numbers, None if there is none, Invalid if it is not exact."""
    rest = _NOT_AN_AGE.sub(" ", low)
    if _NEGATIVE.search(rest) and not has_birth:
        return Invalid(IMPLAUSIBLE)
    turned = _JUST_TURNED.search(rest) or None
    if turned:
        return int(turned["n"])
    if _VAGUE.search(rest):
        return Invalid(EXACT)
    future = [int(next(filter(None, match.groupdict().values()))) for match in _FUTURE.finditer(low)]
    rest = _FUTURE.sub(" ", _NOT_AN_AGE.sub(" ", _FUTURE.sub(" ", low)))
    birthday = _ORDINAL_BIRTHDAY.search(rest)
    now = {int(match["n"]) for match in _NUMBER.finditer(rest)} | ({int(birthday["n"])} if birthday else set())
    if len(now) == 1:
        return now.pop()
    plainly = {int(match["n"]) for match in _PLAINLY.finditer(rest)}
    if len(plainly) == 1:
        return plainly.pop()
    if now or len(set(future)) > 1:
        return Invalid(EXPECTED)
    return future[0] - 1 if future else (Invalid(IMPLAUSIBLE) if re.search(r"\d{4,}", rest) else None)
