"""A typed list of medicines in items: what is taken, its dose, what is no longer taken, what is not known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from clinic.screening.common_words import COMMON_WORDS
from clinic.screening.medications import Mention
from clinic.screening.reading.denial import is_denied
from clinic.screening.reading.people import about_someone_else
from clinic.screening.reading.text import plain

_SPLIT = re.compile(
    r"[,;\n+&•|]|(?<=[a-z])\s*/\s*(?=[a-z])|\s-\s(?!\.?\d)|(?<![\d.])\.(?=\s|$)|[!?]|\b(?:and|plus|then|but|also|"
    r"however|although|as well as|along with)\b|(?:^|(?<=\D))\d{1,2}[.)]\s",
    re.IGNORECASE,
)
_UNIT = r"mgs?|mcgs?|ug|µg|g|gm|grams?|ml|iu|units?|milligrams?|miligrams?|micrograms?|meq|%"
_DOSE = re.compile(
    rf"(?<![\w.])(\d*\.?\d+(?:,\d{{3}})?(?:\s*[/-]\s*\d+(?:\.\d+)?)?)\s*-?\s*(?:({_UNIT})(?![\w%])|"
    rf"(?![\w.%])(?!\s*(?:{_UNIT})\b)(?!\s*(?:x|times|years?|months?|weeks?|days?|pills?|tablets?|tabs?|"
    rf"capsules?|caps|puffs?|hours?|am\b|pm\b|ago|different|per|a day|daily)\b))",
    re.IGNORECASE,
)
_UNIT_NAMES = {
    "milligram": "mg",
    "milligrams": "mg",
    "miligram": "mg",
    "miligrams": "mg",
    "mgs": "mg",
    "mcgs": "mcg",
    "microgram": "mcg",
    "micrograms": "mcg",
    "ug": "mcg",
    "µg": "mcg",
    "iu": "IU",
    "unit": "units",
    "gm": "g",
    "gram": "g",
    "grams": "g",
    "meq": "mEq",
}
_STOPPED = re.compile(
    r"\b(?:stopped|stoped|quit(?:ting)?|no longer|used to|came off|come off|coming off|went off|got off|"
    r"getting off|gone off|weaned(?: myself)?(?: off)?|tapered(?: off)?|discontinued|ditched|dropped|gave up|"
    r"given up|previously|formerly|in the past|past medicines?|tried|switched from|changed from|"
    r"switching from|took me off|off of|(?<!day )(?<!and )off(?! and on| label|-label| days| brand)|was on|"
    r"was taking|had been on|were on|have been off|years ago|months ago|not any ?more|until (?:last|\d)|"
    r"finished|ended|replaced)\b"
)
_NOT_YET = re.compile(
    r"\b(?:want(?:s|ed)? (?:me )?(?:to (?:start|try|take|put|go on)|on)|going to (?:start|try|take)|"
    r"thinking (?:about|of)|consider\w*|will (?:start|be starting|begin)|about to start|supposed to (?:start|"
    r"take|be on)|allergic to|allergy to|refused|interested in|waiting (?:for|on|to start)|might (?:start|try|"
    r"take)|hoping (?:for|to start|to try)|not started|prescribed but|recommended|suggested|offered|"
    r"instead of|ran out of)\b"
)
_TAKEN_BACK = re.compile(
    r"\b(?:but|and|although|,)?\s*(?:i )?(?:do not|did not|have not|never|stopped|quit|no longer|"
    r"am not)\s+(?:\w+\s)?(?:take|taking|took|taken|start|started|use|using|used|on|like taking)\s*(?:it|them|"
    r"that|those|any more|either)?\b"
)
_ENDED = re.compile(
    r"\s*\(?(?:\d+ ?mg )?(?:was )?(?:stopped|discontinued|in the past|previously|years ago|until|"
    r"not any ?more|no longer|(?:a )?\w+ (?:years?|months?|weeks?) ago)\b"
)
_NEXT_ITEM = re.compile(r"[.;!?\n]|,(?!\s*(?:but|stopped|quit|no longer|not any|until|discontinued))")
_STILL = re.compile(
    r"\b(?:still|now|currently|i take|i am on|am taking|started|back on|switched to|changed to|now on|"
    r"restarted|continue|today|on (?=\w+ (?:now|currently)))\b"
)
_SWITCH_TO = re.compile(r"\b(?:switched|changed|moved|went|transitioned|replaced|from)\b.*\b(?:to|with)\s+(?:\w+\s)?$")
_CLAUSE_END = re.compile(
    r"[.;!?\n]|\b(?:but|however|although|now|and (?=i\b|am\b|now\b|still\b|currently\b|started\b))\b|"
    r",\s*(?=(?:i|now|still|currently|am|started|on|just|only|not|no longer|used|stopped|take|taking)\b)"
)
_DESCRIBED = re.compile(
    r"\b(?:(?:pills?|tablets?|medicines?|capsules?|shots?|injections?|drops?|creams?|patch|inhaler|"
    r"something) (?:\w+ ){0,2}?(?:for|that)\b|(?:little|blue|white|pink|yellow|green|red|purple|orange|round|"
    r"small|big|new|daily|1|one|two|three|some|other|more) (?:\w+ )?(?:pills?|tablets?|capsules?|medicines?|"
    r"shots?|injections?)\b)"
)
_LEAD = re.compile(
    r"^\s*(?:(?:and|also|i|im|i'm|i am|am|take|taking|on|some|a|an|my|just|the|use|using|called|"
    r"something(?! (?:for|to|that)\b)|thing|have|been|currently|of|idk|like|maybe|then)\b\s*)+",
    re.IGNORECASE,
)
_BORROWED = re.compile(r"\bi (?:\w+ )?(?:take|use|took|borrow|share|steal|have been taking)\b.*'s?\b")
_WORD = re.compile(r"[^\W\d_][\w'-]*")
_FILLER_WORDS = """
    aka am approx bed bid btw cant cap caps cr daily day dont dosage dose dr ea eg er etc extended-release haha hcg
    hcl high-dose hmm hs idk ie im iu iud ive la lol low low-dose max mcg med meds mg min ml mr needed-only night
    nightly nope od ok once-daily otc pm po prn qd qid rx sl slow-release sr tab tabs tid twice-daily uh um vs w
    weekly well x xl xr yeah yep yo yup
"""
_FILLER = frozenset(_FILLER_WORDS.split())


@dataclass(frozen=True)
class Item:
    """taken: entries as in the answer; not_taken: generic names; unknown: words that may be a medicine.

    certain: the unknown words surely mean a medicine, since they have a dose or are called a pill
    """

    taken: tuple[dict[str, Any], ...] = ()
    not_taken: tuple[str, ...] = ()
    unknown: str = ""
    certain: bool = False


def split_items(said: str, mentions: list[Mention]) -> list[Item]:
    """The items of a list; a medicine whose name holds a separator is never cut."""
    cuts = [
        match for match in _SPLIT.finditer(said) if not any(m.start < match.end() and match.start() < m.end for m in mentions)
    ]
    starts = [0, *(cut.end() for cut in cuts)]
    ends = [*(cut.start() for cut in cuts), len(said)]
    return [_item(said, start, end, mentions) for start, end in zip(starts, ends, strict=True)]


def is_planned(said: str, start: int) -> bool:
    """What begins at `start` is only planned, advised or refused: "my doctor wants me on Zoloft"."""
    return _NOT_YET.search(_CLAUSE_END.split(said[:start].lower())[-1]) is not None


def _item(said: str, start: int, end: int, everything: list[Mention]) -> Item:
    mentions = [mention for mention in everything if start <= mention.start < end]
    clause = plain(_clause(said, start, end))
    if about_someone_else(clause) and not _BORROWED.search(clause):
        return Item()
    words = said[start:end]
    if not mentions:
        return _unknown(words, said, start)
    taken, not_taken = [], []
    for place, mention in enumerate(mentions):
        if _is_taken(said, mention, everything):
            taken.append({
                "name": mention.name,
                "as_said": mention.as_said,
                "classes": list(mention.classes),
                "dose": _dose(said, start, end, mentions, place),
            })  # fmt: skip
        else:
            not_taken.append(mention.name)
    return Item(tuple(taken), tuple(not_taken))


def _clause(said: str, start: int, end: int) -> str:
    """The sentence part around an item, for who and when."""
    before = _CLAUSE_END.split(said[:start].lower())[-1]
    after = _CLAUSE_END.split(said[end:].lower())[0] if end < len(said) else ""
    return f"{before}{said[start:end].lower()} {after}"


def _is_taken(said: str, mention: Mention, everything: list[Mention]) -> bool:
    """Taken now: neither stopped, denied, planned, nor somebody's advice."""
    low = said.lower()
    said_before = low[_own_start(low, mention, everything) : mention.start]
    before = plain(_CLAUSE_END.split(said_before)[-1] + " x")[:-1].rstrip() + " "
    after = plain(_after(low, mention.end))
    if _TAKEN_BACK.match(after.strip()) or _ENDED.match(after):
        return False
    if _SWITCH_TO.search(before):
        return True
    if _STOPPED.search(before) or _NOT_YET.search(before):
        return _STILL.search(before) is not None and not re.search(r"\b(?:no longer|stopped|off|quit)\b", before)
    return not is_denied(plain(said_before) + " ", len(plain(said_before)) + 1)


def _own_start(low: str, mention: Mention, everything: list[Mention]) -> int:
    """Where the words on this medicine begin: behind an earlier one that is itself marked as ended ("Zoloft (stopped), ...")."""
    ended = [_ENDED.match(low, other.end) for other in everything if other.end <= mention.start]
    return max((match.end() for match in ended if match), default=0)


def _after(low: str, end: int) -> str:
    """The words up to the end of the sentence, as far as no other item begins."""
    return _NEXT_ITEM.split(low[end : end + 90])[0]


def _dose(said: str, start: int, end: int, mentions: list[Mention], place: int) -> str | None:
    """The dose after the name; before it where the item begins with a dose."""
    following = mentions[place + 1].start if place + 1 < len(mentions) else end
    before = said[mentions[place - 1].end if place else start : mentions[place].start]
    after = said[mentions[place].end : following]
    leading = _DOSE.search(said[start : mentions[0].start])
    match = (_DOSE.search(before) or _DOSE.search(after)) if leading else _DOSE.search(after)
    return _written(match) if match else None


def _written(match: re.Match[str]) -> str:
    number = re.sub(r"\s+", "", match[1])
    number = f"0{number}" if number.startswith(".") else number
    unit = (match[2] or "").lower()
    return f"{number} {_UNIT_NAMES.get(unit, unit)}".strip()


def _unknown(words: str, said: str, start: int) -> Item:
    """An item without a known medicine; ordinary words alone say nothing."""
    low = plain(words)
    strange = [
        word
        for word in _WORD.findall(low)
        if len(word) > 2 and word not in COMMON_WORDS and word not in _FILLER and not word.endswith(("ing", "'s"))
    ]
    before = plain(_CLAUSE_END.split(said[:start].lower())[-1])
    described = _DESCRIBED.search(low)
    if not (strange or described) or _NOT_YET.search(before + low):
        return Item()
    if is_denied(low, described.start() if described else low.find(strange[0])):
        return Item()
    kept = _LEAD.sub("", words.strip(" .-:()\"'")).strip()
    named = len(kept.split()) <= 3 and all(word in strange or word in _FILLER for word in _WORD.findall(plain(kept)))
    certain = named or described is not None or _DOSE.search(words) is not None
    return Item(unknown=kept, certain=certain)
