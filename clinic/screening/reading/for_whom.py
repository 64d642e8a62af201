"""For the visitor or for somebody else."""

from __future__ import annotations

import re

from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.people import KIN
from clinic.screening.reading.text import plain

EXPECTED = "Please tell me whether this is for yourself or for someone else."
BOTH = "I can take the answers of one person at a time. Is this one for yourself or for someone else?"

_BUTTON = {"self": "self", "myself": "self", "me": "self", "other": "other", "someone else": "other"}
_NOT_SELF = re.compile(r"\b(?:not|is not) (?:for )?(?:me|myself|mine)\b|\bnot the patient\b")
_NOT_OTHER = re.compile(
    r"\b(?:not|no|nobody|no one) (?:for )?(?:someone|somebody|anyone|anybody|one) ?else\b|\bnot for (?:my|a|"
    r"an|another|anybody|anyone|someone)\b.*"
)
_SELF = re.compile(
    r"\bfor (?:me|my ?self|mysefl|my own|mine|i)\b|\b(?:my ?self|my ?slef|m?e?self|mysefl|me myself|just me|"
    r"only me|mine|my own(?: self)?|self|yours truly|muself|mysel|para m[ií]|yo|the patient is me|"
    r"i am the (?:patient|one))\b"
    r"|^(?:yes )?(?:it is |it would be |that is |this is )?me\b|\bme and\b|\band (?:i|me)$|\bboth (?:me|"
    r"of us)\b|^i am$|\bfor my (?:\w+ ){0,2}?(?:ptsd|anxiety|depress\w*|pain|ocd|bipolar|trauma|mental health|"
    r"mood|health|condition|fibro\w*|problems?|issues?|situation|brain|mind)\b"
)
_OTHER = re.compile(
    r"\bfor (?:him|her|them|us|someone|somebody|an?other|a |an |our|his|one of|my (?!self|own|ptsd|anxiety|"
    r"depress|pain|ocd|bipolar|chronic|mental|mood|health|condition|fibro|trauma|issue|problem|situation|head|"
    r"brain))"
    r"|\b(?:some ?one|some ?body|sombody|somone)(?: ?else| i (?:know|love|care))?\b|\bsome ?1 else\b|"
    r"\banother person\b|\bother(?: person)?\b|\bloved one\b|\bon behalf of\b|\bcare ?(?:giver|taker|r)\b"
    r"|^(?:him|her|them)$|\bguardian\b|\b(?:he|she|they) (?:is|are|has|have|needs?|wants?|suffers?)\b|"
    r"\bof my patients?\b|\botro\b|\botra persona\b"
)
_I_NEED = re.compile(
    r"\bi (?:am (?:looking|suffering|struggling|interested|depressed|seeking|asking for (?:me|my ?self))|need|"
    r"want|have|would like|suffer|struggle|feel)\b"
)
_I_SUFFER = re.compile(r"\bi (?:have (?!a\b)|suffer|struggle|feel|am (?:depressed|suffering|struggling|anxious))")
_SENT_BY = re.compile(
    rf"(?:{KIN.pattern}|\bmy (?:doctor|therapist|psychiatrist|nurse|counselor|pcp|doc|shrink)) (?:told|sent|"
    rf"suggested|recommended|said|thinks|thought|wants me|made me|referred|asked me)\b.*?(?=,|\bbut\b|\band\b|"
    rf"$)|\b(?:told|sent|recommended|suggested|referred) (?:to me )?by (?:{KIN.pattern})"
)


def read(text: str, setting: Setting) -> Answer | Invalid:
    low = " ".join(re.sub(r"[^\w\s',-]", " ", plain(text)).split())
    if low in _BUTTON:
        return Answer(_BUTTON[low])
    low = _SENT_BY.sub(" ", low)
    not_self = _NOT_SELF.search(low) is not None
    low = _NOT_OTHER.sub(" self ", _NOT_SELF.sub(" ", low))
    other = not_self or _OTHER.search(low) is not None or KIN.search(low) is not None
    own = not not_self and _SELF.search(low) is not None
    if (own and other) or (_I_SUFFER.search(low) and other and not _OTHER.search(low)):
        return Invalid(BOTH)
    if other:
        return Answer("other")
    return Answer("self") if own or _I_NEED.search(low) else Invalid(EXPECTED)
