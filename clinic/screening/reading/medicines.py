"""The medicines taken now, as a list that is read back."""

from __future__ import annotations

import re
from typing import Any

from clinic.screening.medications import find_medicines, spaced
from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.guard import is_chatter
from clinic.screening.reading.medicine_items import Item, split_items
from clinic.screening.reading.people import own_clauses
from clinic.screening.reading.replies import polarity
from clinic.screening.reading.text import plain

EXPECTED = "Please list the medicines and supplements you take now, such as sertraline 50 mg, or say none."

_NONE = re.compile(
    r"(?:(?:i |we )?(?:do not|never) (?:\w+ )?(?:take|use|have|do|need) (?:any|anything|nothing|nuthin|nothin|anythin|medicines?|"
    r"none|no|a thing|pills|drugs|any of that)(?: \w+){0,4}|(?:i am |currently |i )?(?:not|taking|on|"
    r"take) (?:on |taking |using )?(?:any|anything|nothing|none|no medicines?|no|0|zero)(?: \w+){0,4}"
    r"|(?:no|zero|0|none|nothing|nada|zilch|without)(?: (?:medicines?|drugs|pills|prescriptions?|supplements?|"
    r"currently|at all|at the moment|right now|now|at this time|regular|daily|other|vitamins?|of them|or|and|"
    r"whatsoever|for me|as of now|today|really|thanks|at present|any|to list|to report|i take|taken|"
    r"that i know of|whatever))*"
    r"|n\s?/?\s?a|(?:medicine|drug|med)[- ]free|ninguno|ninguna|nil|not (?:currently|right now|at the moment|"
    r"at this time|any|taking anything|on anything)|i am not|(?:all )?clean(?: as a whistle)?|"
    r"nothing (?:at all|regularly|regular|prescribed|prescription))"
)
_NO_FIRST = re.compile(r"^\W*(?:no|none|nope|nothing|nah)\b")


def read(text: str, setting: Setting) -> Answer | Invalid:
    said = spaced(text)
    mentions = find_medicines(said)
    items = split_items(said, mentions)
    taken = _distinct([entry for item in items for entry in item.taken])
    names = {entry["name"] for entry in taken}
    stopped = [name for name in dict.fromkeys(name for item in items for name in item.not_taken) if name not in names]
    unknown = list(dict.fromkeys(item.unknown for item in items if item.unknown))
    if taken:
        return _value(taken, unknown, stopped)
    bare = " ".join(re.sub(r"[^\w\s'/-]", " ", plain(text)).split())
    reply = polarity(text)
    if (
        _NONE.fullmatch(bare)
        or _says_none(text, unknown)
        or (stopped and not unknown)
        or (reply == "no" and _says_only_no(bare, items))
    ):
        return _value([], [], stopped, none=True)
    if reply == "unsure":
        return _value([], unknown if _looks_like_list(items) else [], stopped)
    if unknown and reply is None and not is_chatter(text) and _looks_like_list(items):
        return _value([], unknown, stopped)
    return Invalid(EXPECTED)


def _value(taken: list[dict[str, Any]], unknown: list[str], stopped: list[str], none: bool = False) -> Answer:
    return Answer({"medicines": taken, "unrecognised": unknown, "stopped": stopped, "none": none})


def _says_none(text: str, unknown: list[str]) -> bool:
    """A clause of the visitor's own says none: "my wife takes Xanax, I take nothing"."""
    return not unknown and any(_NONE.fullmatch(clause) for clause in own_clauses(plain(text)))


def _says_only_no(bare: str, items: list[Item]) -> bool:
    return (_NO_FIRST.match(bare) is not None and not any(item.unknown for item in items)) or len(bare.split()) <= 4


def _looks_like_list(items: list[Item]) -> bool:
    """Unknown words that surely mean medicines; a whole sentence of them is something else."""
    return any(item.unknown for item in items) and all(item.certain for item in items if item.unknown)


def _distinct(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each medicine once; a later mention only adds its dose."""
    merged: dict[str, dict[str, Any]] = {}
    for entry in entries:
        first = merged.setdefault(entry["name"], entry)
        if first["dose"] is None:
            first["dose"] = entry["dose"]
    return list(merged.values())
