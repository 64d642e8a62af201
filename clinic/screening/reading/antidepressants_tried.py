"""How many antidepressants were tried, and which."""

from __future__ import annotations

import re

from clinic.screening.medications import Mention, find_medicines, spaced
from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.denial import is_denied
from clinic.screening.reading.medicine_items import is_planned
from clinic.screening.reading.numbers import digits
from clinic.screening.reading.people import own_clauses
from clinic.screening.reading.replies import polarity
from clinic.screening.reading.text import plain

EXPECTED = "About how many antidepressants have you tried? A number is enough, for example 2; names help, and “not sure” is fine."
UNKNOWN = "I do not know that one as an antidepressant. About how many antidepressants have you tried? “Not sure” is fine too."
MOST = 40  # more than there are antidepressants; a larger number is something else

_ONE_OF_A_CLASS = re.compile(r"\ban? (?=(?:ssri|snri|maoi|tca|tricyclic)\b)")
_NOT_A_COUNT = re.compile(
    r"\b\d+(?:\.\d+)?[\s-]*(?:mgs?|mcg|ml|milligrams?|years?|yrs?|months?|mos?|weeks?|wks?|days?|hours?|"
    r"times? (?:a|per)|%|percent|x)\b|\b(?:since|in|for|age|aged|at|until|till|during|around|circa|from|"
    r"when i was|last|past)\s+(?:19|20)?\d{2,4}\b"
    r"|\b(?:19|20)\d\d\b|\b\d+'?s\b|\b\d+(?:st|nd|rd|th)\b|\b(?:i am|age|aged) \d+\b|\b(?:the|no|this|that|my|"
    r"last|first|new|any|which) 1\b|\b1 (?:of|time|day|point|that|is|made|worked|helped|gave|thing|after)\b|"
    r"\b\d+ (?:different )?(?:doctors?|psychiatrists?|therapists?|kids|hospitali[sz]ations?|ect|rounds?|"
    r"decades?)\b"
)
_RANGE = re.compile(r"\b(\d{1,2})\s*(?:-|to|or|and maybe|maybe|,|/|or maybe|possibly)\s*(\d{1,2})\b(?!\s*(?:mg|years|months))")
_AT_LEAST = re.compile(
    r"\b(?:at least|at minimum|minimum(?: of)?|no less than|no fewer than|upwards? of|north of|"
    r">=)\s*(\d{1,2})\b|\b(\d{1,2})\s*(?:\+|plus\b|or more\b|and up\b|or so more|if not more|maybe more|"
    r"possibly more|and counting|minimum\b|at least\b|or higher)"
)
_MORE_THAN = re.compile(r"(?:\b(?:more than|over|above|greater than|well over)|>)\s*(\d{1,2})\b")
_FEWER_THAN = re.compile(r"(?:\b(?:less than|fewer than|under|below)|<)\s*(\d{1,2})\b")
_AT_MOST = re.compile(r"\b(?:up to|at most|no more than|maximum(?: of)?|max)\s*(\d{1,2})\b")
_COUNT = re.compile(r"(?<![\d/.-])(\d{1,2})(?![\d/.]|-\w)")
_AND_MORE = re.compile(
    r"\b(?:and|plus|,|with)\s*(?:maybe |like |about )?(\d{1,2}|a couple|a few|few|several|some|many|"
    r"a bunch(?: of)?|lots(?: of)?|one|another|1)\s+(?:of )?(?:other|others|more|additional|different ones|"
    r"i (?:can not|do not|forget|forgot)|that i)\b|\b(?:and|plus|with) (?:an)?(?:other|others|more)\b|"
    r"\b(?:etc|et cetera|among others|to name a few|and so on|and on and on|(?:and|plus) something(?: else)?|"
    r"plus others|and the like|you name it|and a bunch|one other)\b|\.\.\.|…"
)
_WORDS: tuple[tuple[re.Pattern[str], int, int | None], ...] = tuple(
    (re.compile(pattern), low, high)
    for pattern, low, high in (
        (r"\bhalf (?:a )?dozen\b", 6, 6),
        (r"\bdozens\b", 12, None),
        (r"\b(?:over|more than|at least) (?:a|1) dozen\b", 12, None),
        (r"\b(?:a|1) dozen\b", 12, 12),
        (r"\b(?:a )?(?:couple|cuple|coupla|pair)\b|\bboth\b", 2, 2),
        (r"\b(?:too many|so many|all kinds|more than (?:i|you)|many|a lot|lots|tons?|loads|bunch(?:es)?|plenty|numerous|"
r"countless|every (?:one|single|antidepressant|medicine|thing)|everything|all of (?:them|the)|all the|"
r"them all|most of them|you name it|lost (?:count|track)|multiple|several|sevral|severel|a few|few|"
r"quite a few|handful|various|heaps|whole (?:bunch|list)|long list|laundry list|muchos|varios)\b", 3, None),
        (r"\b(?:some|other ones|antidepressants|different ones|more than one|ssris|snris|a number of)\b", 2, None),
    )
)  # fmt: skip
_NONE = re.compile(
    r"\b(?:none|zero|nada|zilch|nothing|never (?:\w+ )?(?:any|taken|tried|took|been|used|had|on|prescribed|"
    r"one|antidepressants|medicines?|done)|not (?:any|a single|1|one|tried|taken|yet|been|taking|on any)|"
    r"(?:do|did|have) not (?:\w+ )?(?:tried|taken|took|take|try|used|any|been|had|done)|0|"
    r"no (?:antidepressants?|medicines?|never)|first time|have not|did not|haven't|ninguno|ninguna)\b"
)
_NOT_MANY = re.compile(r"\bnot (?:a lot|many|too many|very many|a whole lot)\b")
_ORDINAL = re.compile(
    r"\b(?:my|number) (second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|2nd|3rd|4th|5th|6th|7th|8th|"
    r"9th|10th)\b"
)
_ORDINALS = ("second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_UNSURE_NAME = re.compile(r"\b(?:maybe|possibly|might have been|or was it|i think|not sure (?:about|if)|perhaps)\s+(?:\w+\s)?$")


def read(text: str, setting: Setting) -> Answer | Invalid:
    own = ". ".join(own_clauses(plain(text)))
    low = digits(spaced(own))
    if not low.strip():
        return Invalid(EXPECTED)
    mentions = [
        mention for mention in find_medicines(low) if not is_denied(low, mention.start) and not is_planned(low, mention.start)
    ]
    tried = [mention for mention in mentions if "antidepressant" in mention.classes]
    named = [mention for mention in tried if "(unnamed)" not in mention.name]
    names = list(dict.fromkeys(mention.name for mention in named))
    counted = _counted(_without(low, named))
    if names:
        least, most = _with_names(low, named, names, counted)
    elif counted:
        least, most = counted
    elif mentions and not tried:
        return Invalid(UNKNOWN)
    else:
        return _without_count(low, bool(tried))
    if least > MOST:
        return Invalid(EXPECTED)
    return Answer({"min": least, "max": most, "names": names})


def _without_count(low: str, mentioned: bool) -> Answer | Invalid:
    reply = polarity(low)
    if _NOT_MANY.search(low):
        return Invalid(EXPECTED)
    if (_NONE.search(low) and reply != "unsure") or reply == "no":
        return Answer({"min": 0, "max": 0, "names": []})
    if reply == "unsure":
        return Answer({"min": 0, "max": None, "names": []})
    if mentioned and re.search(r"\b(?:an|1) antidepressant\b", low):
        return Answer({"min": 1, "max": 1, "names": []})
    return Invalid(EXPECTED)


def _without(low: str, mentions: list[Mention]) -> str:
    for mention in reversed(mentions):
        low = f"{low[: mention.start]} @ {low[mention.end :]}"
    return re.sub(r"@\s+\d+(?!\s*(?:other|more|different))", "@ ", low)


def _counted(low: str) -> tuple[int, int | None] | None:
    """The number said, as (least, most); None for most where there is no upper limit."""
    ordinal = _ORDINAL.search(low)
    if ordinal:
        number = _ORDINALS.index(ordinal[1]) + 2 if ordinal[1] in _ORDINALS else int(ordinal[1][:-2])
        return number, number
    rest = _NOT_A_COUNT.sub(" ", _ONE_OF_A_CLASS.sub("1 ", low))
    for pattern, add, sides in (
        (_AT_LEAST, 0, "low"),
        (_MORE_THAN, 1, "low"),
        (_FEWER_THAN, -1, "high"),
        (_AT_MOST, 0, "high"),
    ):
        match = pattern.search(rest)
        if match:
            number = int(next(filter(None, match.groups()))) + add
            return (number, None) if sides == "low" else (min(1, number), max(0, number))
    match = _RANGE.search(rest)
    if match and int(match[1]) < int(match[2]):
        return int(match[1]), int(match[2])
    numbers = [int(found[1]) for found in _COUNT.finditer(rest)]
    if numbers:
        total = sum(numbers) if re.search(r"\d+ (?:different )?(?:ssri|snri|tca|tricyclic|maoi)", rest) else numbers[0]
        return total, total
    if _NONE.search(rest) or _NOT_MANY.search(rest):
        return None
    return next(((least, most) for pattern, least, most in _WORDS if pattern.search(rest)), None)


def _with_names(
    low: str, named: list[Mention], names: list[str], counted: tuple[int, int | None] | None
) -> tuple[int, int | None]:
    more = _AND_MORE.search(low)
    if more:
        return _and_more(more, len(names))
    least = len(names)
    if len(names) == 2 and re.fullmatch(
        r"\s*(?:\d+\s*mg\s*)?,?\s*or\s+(?:maybe |was it |it was )?", low[named[0].end : named[-1].start]
    ):
        least = 1
    least -= sum(_UNSURE_NAME.search(low[: mention.start]) is not None for mention in named if least > 1)
    if counted is None or counted[0] < 1:
        return least, len(names)
    if counted[1] is None or counted[1] >= len(names):
        return max(counted[0], least), counted[1]
    return min(counted[0], least), len(names)


def _and_more(match: re.Match[str], named: int) -> tuple[int, int | None]:
    amount = match[1]
    if amount and amount.isdigit():
        return named + int(amount), named + int(amount)
    if amount in {"one", "another"} or match.group().startswith("one other") or "another" in match.group():
        return named + 1, named + 1
    return named + {"a couple": 2, "a few": 3, "few": 3, "several": 3}.get(amount or "", 1), None
