"""High blood pressure: whether, controlled or not, and a reading if one is given."""

from __future__ import annotations

import re

from clinic.screening.medications import find_medicines
from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.numbers import digits
from clinic.screening.reading.people import own_clauses
from clinic.screening.reading.replies import polarity
from clinic.screening.reading.text import plain

EXPECTED = "Please answer yes, no or not sure; if you know your last reading, you can give it, for example 128/82."
IMPLAUSIBLE = "That reading looks like a slip of the finger. Please give it as two numbers, for example 128/82."
HIGH = (
    140,
    90,
)  # mmHg: at or above either counts as high (the limit named in Spravato's prescribing information is 140/90)
ELEVATED = (130, 85)  # mmHg: "high normal" in the European guidelines, high in the American ones, so "unsure"

_READING = re.compile(
    r"(?<![\d/])(\d{2,3})\s*(?:/|\\|over|on|by|-|and)\s*(\d{2,3})(?![\d/]|\s*(?:mg|years|yrs|mcg|pounds|lbs|"
    r"%))"
)
_SYSTOLIC = re.compile(r"(?<![\d/.])(1[0-9]\d|2[0-4]\d|9\d)(?:'?s)?(?![\d/.]|\s*(?:mg|mcg|years|pounds|lbs|%|over))")
_NOT_CONTROLLED = re.compile(
    r"\b(?:not|never|isn't|barely|poorly|hardly|no longer|is not) (?:\w+ )?(?:controlled|under control|"
    r"managed|well controlled|treated|in check|regulated)\b|\b(?:un|poorly )controlled\b|\bout of control\b|"
    r"\buntreated\b|\bun ?managed\b|\bnot (?:on|taking) (?:anything|any|medicines?)\b"
    r"|\bstill (?:\w+ )?high\b|\b(?:do not|does not|did not|not) (?:seem to )?(?:help|work|take anything|"
    r"working|helping|bring it down)\b|\bcan not (?:seem to )?(?:get|bring|keep) it (?:down|under)\b|"
    r"\bno treatment\b|\bthrough the roof\b|\b(?:despite|even (?:with|on)) (?:the |my |two |three |"
    r"\d )?(?:medicines?|pills?|treatment)\b|\b(?:ran|run) out of\b|\bdangerously\b"
)
_CONTROLLED = re.compile(
    r"\b(?:controlled|under control|controled|contolled|well managed|managed|in check|regulated|stabili[sz]ed|"
    r"stable|well treated|keeps? it (?:down|low|normal|under|in)|brings? it down|controls? it|manages? it)\b"
    r"|\b(?:normal|fine|good|ok|okay|low|great|perfect|down|better|works?|working|helps?|"
    r"under \d+) (?:\w+ ){0,2}?(?:with|on|since|now|thanks|because|when|as long|due to|using|now that)\b|"
    r"\b(?:medicines?|pills?|treatment|medicated) (?:\w+ )?(?:works?|keeps?|helps?|controls?|is working|"
    r"are working|and (?:it is )?(?:fine|good|normal|ok|okay|stable))\b"
    r"|\b(?:with|on|since|take|taking|takes) (?:\w+ ){1,5}?(?:and |so )?(?:it is |its )?(?:now )?(?:fine|good|"
    r"normal|ok|okay|great|in range|within range)\b"
)
_ON_MEDICINE = re.compile(
    r"\b(?:on|take|taking|takes|have|with|using|prescribed|use) (?:\w+ ){0,3}?(?:medicines?|pills?|tablets?|"
    r"water pill|something) ?(?:for|to|every|daily)?\b|\bmedicated\b|\bpills? for (?:it|that)\b|\btreated\b|"
    r"\bmedicine for\b"
)
_SOMETIMES = re.compile(
    r"\b(?:white coat|white-coat|whitecoat|(?:only |just |always |but |mostly )?(?:at|in) (?:the |"
    r"my )?(?:doctor\w*|doc\w*|dr\w*|clinic|hospital|office|physician\w*|dentist)|at appointments|sometimes|"
    r"some times|occasionally|once in a (?:while|blue moon)|now and then|on and off|off and on|"
    r"from time to time|at times|when (?:i )?(?:see|am at|go to|visit|go)\w* (?:to )?(?:the |a |"
    r"my )?(?:doctor\w*|dr|clinic|hospital)|when (?:i am |i get |i |under )?(?:stress\w*|nervous|anxious|"
    r"upset|angry|mad|in pain|drink)|"
    r"borderline|border line|pre-? ?hypertens\w*|prehypertension|goes up and down|up and down|fluctuat\w*|"
    r"varies|varied|depends|spikes?|depending|under stress|during (?:my )?(?:pregnan\w*|panic|anxiety)|"
    r"on the edge|high[ -]normal|once|on the border)\b|\bnever (?:been |had it |had my blood pressure |"
    r"get it |got it )?(?:checked|measured|tested|taken)\b|\b(?:have|had) not (?:checked|measured|had it|"
    r"been (?:checked|tested))\b|\bnot (?:checked|measured)\b|\bbeen a while\b"
)
_NO_LONGER = re.compile(
    r"\b(?:used to|in the past|previously|was (?:\w+ )?high|had (?:\w+ )?(?:high|hypertension)|not any ?more|"
    r"no longer|came down|went away|resolved)\b"
)
_NOT_PRESSURE = re.compile(
    r"\b(?:high|elevated) (?:cholesterol|(?:blood )?sugar|risk|dose|school|heart rate|stress|anxiety)\b|"
    r"\b(?:cholesterol|sugar|heart rate|stress)\b[^,.;]*\b(?:high|elevated)\b"
)
_NOT_HIGH = re.compile(
    r"\b(?:not|never|no|isn't|nor|without|do not have|does not (?:run|get)|has not been|have not had|"
    r"never had|no history of|denies)\s+(?:\w+\s+){0,3}?(?:high|hypertens\w*|elevated|hbp|htn|blood pressure|"
    r"pressure|issues?|problems?|that)\b"
    r"|\b(?:it is |mine is |blood pressure is |pressure is |always |usually |perfectly |pretty |totally |"
    r"very |quite )*(?:normal|fine|good|great|perfect|excellent|healthy|ok|okay|textbook|ideal|"
    r"within (?:normal )?(?:range|limits)|in range|average|all right|alright)\b|\b(?:low|lowish|"
    r"on the low side|runs low|hypotens\w*|lower)\b(?! dose)"
)
_HIGH = re.compile(
    r"\b(?:high|hi|hihg|elevated|hypert\w*|hpertension|hypretension|hbp|htn|up there|raised|sky ?high|"
    r"too high|runs? high|over the limit)\b"
)


def read(text: str, setting: Setting) -> Answer | Invalid:
    low = plain(text)
    own = ". ".join(own_clauses(low))
    if not own:
        return Invalid(EXPECTED)
    said = _NOT_PRESSURE.sub(" ", digits(own))
    reading = _reading(said)
    if isinstance(reading, Invalid):
        return reading
    controlled = _control(said)
    high = _high(said, controlled, reading)
    if high is None:
        return Invalid(EXPECTED)
    if high != "yes":
        controlled = None
    elif controlled is None and reading and _class(reading) == "yes":
        controlled = False
    elif controlled is None and reading and _class(reading) == "no" and _treated(said):
        controlled = True
    return Answer({"high": high, "controlled": controlled, "reading": list(reading) if reading else None})


def _reading(low: str) -> tuple[int, int] | Invalid | None:
    match = _READING.search(low)
    if not match:
        return None
    systolic, diastolic = int(match[1]), int(match[2])
    plausible = 60 <= systolic <= 280 and 30 <= diastolic <= 180 and systolic > diastolic
    return (systolic, diastolic) if plausible else Invalid(IMPLAUSIBLE)


def _class(reading: tuple[int, int]) -> str:
    if reading[0] >= HIGH[0] or reading[1] >= HIGH[1]:
        return "yes"
    return "unsure" if reading[0] >= ELEVATED[0] or reading[1] >= ELEVATED[1] else "no"


def _control(low: str) -> bool | None:
    if _NOT_CONTROLLED.search(low):
        return False
    return True if _CONTROLLED.search(low) else None


def _treated(low: str) -> bool:
    return _ON_MEDICINE.search(low) is not None or any("antihypertensive" in m.classes for m in find_medicines(low))


def _high(low: str, controlled: bool | None, reading: tuple[int, int] | None) -> str | None:
    """ "yes", "no", "unsure", or None when the words do not say."""
    treated = _treated(low)
    reply = polarity(low)
    plain_no = reply == "no" and not low.startswith("not ")
    denied = _NOT_HIGH.search(low) is not None
    named = _HIGH.search(_NOT_HIGH.sub(" ", low)) is not None
    if (treated and reply != "no") or (controlled is False and not (plain_no and reading is None and not named)):
        return "yes"
    if _SOMETIMES.search(low):
        return "unsure"
    if _NO_LONGER.search(low) and (denied or not treated):
        return "no"
    if controlled and reply != "no" and (named or reply == "yes" or not denied):
        return "yes"
    if reply == "unsure":
        return "unsure"
    if reading:
        return _class(reading) if reply is None else max(reply, _class(reading), key=("no", "unsure", "yes").index)
    if named:
        return "yes"
    return reply or ("no" if denied else _alone(low))


def _alone(low: str) -> str | None:
    """A systolic pressure without its partner."""
    numbers = [int(match[1]) for match in _SYSTOLIC.finditer(low)]
    if len(numbers) != 1:
        return None
    return "yes" if numbers[0] >= HIGH[0] else "unsure" if numbers[0] >= ELEVATED[0] else "no"
