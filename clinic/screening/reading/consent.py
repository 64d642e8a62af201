"""Agreeing to the privacy notice; a condition is not consent."""

from __future__ import annotations

import re

from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.replies import is_refusal, polarity
from clinic.screening.reading.text import plain

EXPECTED = "Please answer yes if you agree that we store your answers, or no if you do not."

_DISAGREES = re.compile(
    r"\b(?:not|never) (?:\w+ )?(?:agree|consent|accept|ok|okay|store|want|comfortable|give|interested|"
    r"today)\b|\bdisagree\b|\bopt out\b|\bno consent\b"
    r"|\bno deal\b|\bobject\b|\bi withdraw\b|\bdecline\b|\brefuse\b|\bquestions only\b"
)
_AGREES = re.compile(
    r"\b(?:i |we )?(?:agree|agreed|consent|accept|accepted|approve)\b|\b(?:that is|it is|i am|"
    r"all) (?:ok(?:ay)?|fine|good|alright|cool)\b|\bgo ahead\b|\byou (?:can|may)\b"
    r"|\b(?:sounds|looks) (?:good|fine|ok(?:ay)?|great)\b|\b(?:no problem|no worries|no objections?|"
    r"do not mind|have (?:my|the) permission|permission granted|fine (?:by|with) me|let us (?:go|do it|start|"
    r"begin)|happy to|works for me|why not|be my guest)\b"
)
_WORD = (
    r"(?:ok(?:ay|ey|ie)?|k+|okey|dokey|fine|alright|all right|alrighty|good|proceed|continue|start|begin|go|"
    r"ready|i am ready|deal|cool|great|perfect|will do|go on|count me in|then|thanks)"
)
_BARE = re.compile(rf"{_WORD}(?:\s+{_WORD})*")
_CONDITION = re.compile(r"\b(?:but|if|unless|as long as|only|except|depends|not share|maybe)\b")


def read(text: str, setting: Setting) -> Answer | Invalid:
    low = plain(text)
    said = polarity(text)
    if _DISAGREES.search(low) or (said == "no" and not _AGREES.search(low)):
        return Answer("no")
    if said == "unsure" or _CONDITION.search(low):
        return Invalid(EXPECTED)
    bare = " ".join(re.sub(r"[^\w\s']", " ", low).split())
    if said == "yes" or _AGREES.search(low) or _BARE.fullmatch(bare):
        return Answer("yes")
    return Answer("no") if is_refusal(text) and "skip" not in low else Invalid(EXPECTED)
