"""What brings the visitor here: known conditions in the order of their weight, and the words as typed."""

from __future__ import annotations

import re

from clinic.screening.medications import ConditionMention, find_conditions, find_medicines, spaced
from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.denial import is_denied
from clinic.screening.reading.guard import is_chatter
from clinic.screening.reading.people import about_someone_else, clauses
from clinic.screening.reading.replies import polarity
from clinic.screening.reading.text import plain, tidy, words

EXPECTED = "In a few words, what would you like help with? For example: depression, anxiety, PTSD, OCD, pain or something else."

_OTHER = re.compile(
    r"(?:something|some thing|anything|somethin) (?:else|different)|other|otro|none of (?:these|those|"
    r"the above|them)|another (?:reason|thing)|it is something else"
)
_MAINLY = re.compile(
    r"\b(?:mainly|mostly|primarily|main(?: (?:one|thing|issue|problem|reason))?(?: is| being)?|"
    r"biggest(?: \w+)?(?: is)?|especially|above all|worst (?:is|part is)|first and foremost|"
    r"number one(?: is)?|more)\s+(?:\w+\s){0,3}?$"
)
_LIVED = re.compile(
    r"\b(?:my|feel\w*|life|lost|lose|years?|months?|therapy|therapist|doctor\w*|help|sleep|mood|work\w*|"
    r"nothing|can not|need|want\w*|since|died|death|divorce|job|symptoms?|mental|health|brain|mind|emotion\w*|"
    r"treatment\w*|"
    r"issues?|problems?|disorder|condition|struggl\w*|suffer\w*|tired|cry\w*|alone|lonely|anger|angry|"
    r"drink\w*|drugs?|body|get|ketamine|spravato|better|different|try|tried|memory|cope|coping|overwhelm\w*|"
    r"hurt\w*|stuck|empty)\b"
)


def read(text: str, setting: Setting) -> Answer | Invalid:
    said, low = tidy(setting.typed or text), spaced(plain(text))
    bare = " ".join(re.sub(r"[^\w\s']", " ", low).replace("_", " ").split())
    if _OTHER.fullmatch(bare):
        return _value(["other"], said)
    low = low.replace("chronic_pain", "chronic pain")
    found = [mention for mention in find_conditions(low) if _own(low, mention)]
    if found:
        return _value(_ordered(low, found), said)
    if (
        find_conditions(low)
        or is_chatter(text)
        or (polarity(text) and len(words(low)) < 5)
        or (find_medicines(low) and len(words(low)) < 4)
    ):
        return Invalid(EXPECTED)
    return _value(["other"], said) if len(words(low)) >= 3 and _LIVED.search(low) else Invalid(EXPECTED)


def _value(codes: list[str], text: str) -> Answer:
    return Answer({"codes": codes, "text": text})


def _own(low: str, mention: ConditionMention) -> bool:
    """The visitor's own and not denied."""
    clause = next((part for part in clauses(low) if low[mention.start : mention.end] in part), low)
    return not about_someone_else(clause) and not is_denied(low, mention.start)


def _ordered(low: str, found: list[ConditionMention]) -> list[str]:
    """Codes in the order said, what is called the main one first; "other" only where it comes first."""
    main = [mention.reason for mention in found if _MAINLY.search(low[: mention.start])]
    codes = list(dict.fromkeys([*main, *(mention.reason for mention in found)]))
    return codes[:1] + [code for code in codes[1:] if code != "other"]
