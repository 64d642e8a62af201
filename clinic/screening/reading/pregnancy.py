"""Pregnant, trying, breast-feeding, or none of it."""

from __future__ import annotations

import re

from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.denial import is_denied
from clinic.screening.reading.people import own_clauses
from clinic.screening.reading.replies import polarity
from clinic.screening.reading.text import plain

EXPECTED = "Please answer yes (also if trying or breast-feeding), no, not sure, or does not apply; or say skip."

_NOT_APPLICABLE = re.compile(
    r"\b(?:i am|as|being|just|i was born)?\s*(?:a |an |one |born )?(?:cis(?:gender)? |trans |straight |gay |"
    r"old |single |married |grown |\d+ year old |\d+ ?yo |biological )*(?:man|male|guy|dude|gentleman|bloke|"
    r"boy|fella|amab|mtf|transwoman|trans woman)\b"
    r"|\bhystere?ctomy\b|\bhisterectomy\b|\bno (?:longer have a )?(?:uterus|womb|ovaries)\b|\b(?:uterus|womb|"
    r"ovaries) (?:removed|taken out|is gone|are gone|was removed|were removed)\b|\bpost[ -]?men\w*|"
    r"(?<!peri)(?<!peri-)(?<!peri )\bmenop\w*"
    r"|\b(?:not applicable|does not apply|do not apply|no aplica|not relevant|irrelevant)\b|"
    r"(?<!\w)n\s?[/.\\]?\s?a\.?(?!\w)|\b(?:too old|way past that|past (?:that|it|childbearing|the age|my)|"
    r"long past|those days are|change of life|went through the change|baby days are over|ship has sailed|"
    r"that ship|past menopause)\b"
    r"|\b(?:wrong (?:equipment|parts|plumbing|gender|sex)|no (?:such )?(?:equipment|parts)|"
    r"biologically impossible|(?:that is |it is |would be )?(?:not possible|impossible|a miracle))\b|"
    r"\bunless (?:men|i am|it is|the)\b|\b(?:can not|could not|unable to|can no longer|not able to) (?:get|be|"
    r"become|have|conceive)\b|\bi have a (?:penis|prostate)\b|^m$|\bsoy hombre\b"
)
_NOT_A_MAN = re.compile(r"\b(?:not|no|trans|with|by|my|from|for) (?:a |an )?(?:man|guy|male|dude)\b")
_KINDS = {
    "pregnant": re.compile(
        r"\b(?:pregn\w*|preg|preggo|preggers|prego|pergnant|expecting|expectant|with child|bun in the oven|"
        r"baby on the way|having a baby|(?:first|second|third|1st|2nd|3rd) trimester|(?:am|about|around|"
        r"at)? ?\d+ ?(?:weeks|wks|months) (?:along|pregn\w*|today|now)|\d+ ?(?:weeks|wks)$|due (?:in|on|date|next|"
        r"any)|embarazada|knocked up)\b"
    ),
    "trying": re.compile(
        r"\b(?:trying(?! to (?:avoid|not|prevent))|ttc|ivf|iui|fertility (?:treatment|treatments|clinic)|"
        r"(?:planning|plan|hoping|hope|want|wanting|looking|would like|thinking (?:about|of)) (?:on |to |for |"
        r"of )?(?:a baby|a pregnancy|(?:get(?:ting)?|be|becoming|become|getting) pregnant|conceive|conceiving|"
        r"have (?:a baby|kids|children)|start a family|starting a family)|conceive|for a baby)\b|\b(?:planning|"
        r"plan|hoping|want|would like|going) to(?: soon| someday| next year| be)?\W*$"
    ),
    "breastfeeding": re.compile(
        r"\b(?:breast ?-?fee?d\w*|breast ?-?fed|brest ?feed\w*|nursing(?! (?:home|student|school|degree|job))|"
        r"lactating|lactation|pumping|chest ?-?feeding|amamantando|still nurse)\b"
    ),
}
_NEGATED = re.compile(
    r"\b(?:not|no|never|nor|neither|nope|isn|non|without|stopped|quit|done|weaned|finished|no longer|used to|"
    r"was|years? ago|avoid)\b(?!.*\bbut\b)"
)
_UNSURE = re.compile(
    r"\b(?:could|might|may|maybe|possibly|perhaps|think i am|late period|period is late|missed (?:my|"
    r"a) period|waiting (?:on|for) (?:a |the )?test|not (?:\w+ )?sure|chance|do not know|suspect|hope not|"
    r"hopefully not|better not|wonder)\b"
)
_PLAIN_NO = re.compile(
    r"\bnot (?:any ?more|currently|yet|at the moment|right now|now|today|this time)\b|\b(?:god|heavens|"
    r"lord) no\b|\btubes (?:are )?tied\b|\btubal\b"
)


def read(text: str, setting: Setting) -> Answer | Invalid:
    low = plain(text)
    own = own_clauses(low)
    said = ". ".join(own)
    if _NOT_APPLICABLE.search(said) and not _NOT_A_MAN.search(said):
        return _value("not_applicable")
    kinds = [kind for kind, pattern in _KINDS.items() if any(_says(clause, pattern) for clause in own)]
    mentioned = any(pattern.search(said) for pattern in _KINDS.values())
    if (_UNSURE.search(said) and not set(kinds) - {"pregnant"}) or low.startswith("yes and no"):
        return _value("unsure")
    if kinds:
        return _value("yes", kinds[0])
    if mentioned:
        return _value("no")
    reply = polarity(said) if said else polarity(low)
    if reply:
        return _value(reply)
    return _value("no") if _PLAIN_NO.search(said) else Invalid(EXPECTED)


def _value(answer: str, kind: str | None = None) -> Answer:
    return Answer({"answer": answer, "kind": kind})


def _says(clause: str, pattern: re.Pattern[str]) -> bool:
    """A part of the clause names it and nothing before it in that part takes it back."""
    for part in re.split(r",|\bbut\b|\band\b|\bjust\b|\bonly\b|\bthough\b|\bjust\b", clause):
        match = pattern.search(part)
        if match and not _NEGATED.search(part):
            return not is_denied(clause, pattern.search(clause).start())  # type: ignore[union-attr]
    return False
