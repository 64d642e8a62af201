"""Numbers written as words."""

from __future__ import annotations

import re

_UNITS = {
    word: value
    for value, forms in enumerate(
        [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
            "twelve twelf", "thirteen thirten", "fourteen forteen fourten", "fifteen fiveteen fiften", "sixteen sixten",
            "seventeen seventen", "eighteen eightteen eigteen eighten", "nineteen ninteen nineten",
        ]
    )
    for word in forms.split()
}  # fmt: skip
_TENS = {
    word: 10 * value
    for value, forms in enumerate(
        [
            "twenty twentie tweny", "thirty thirdy thirtie", "forty fourty forthy", "fifty fivty fity", "sixty sixy",
            "seventy seventie sevnty", "eighty eightty eigthy", "ninety ninty nintey",
        ],
        start=2,
    )
    for word in forms.split()
}  # fmt: skip
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
}


def _any(table: dict[str, int]) -> str:
    return "|".join(sorted(table, key=len, reverse=True))


_SPOKEN_ALIKE = {"too": 2, "tree": 3, "fiv": 5, "sevn": 7, "ate": 8, "nin": 9}
_DIGIT = _any({word: value for word, value in _UNITS.items() if 0 < value < 10} | _SPOKEN_ALIKE)
_TENS_UNIT = rf"(?P<tens>{_any(_TENS)})(?:[\s-]*(?:and\s)?(?:(?P<digit>{_DIGIT})|(?P<ordinal>{_any(_ORDINALS)})))?"
_NUMBER = re.compile(
    rf"\b(?:(?P<hundred>(?:a|one)\s+hundred)(?:\s+and)?(?:\s+(?={_any(_TENS)}|{_any(_UNITS)}))?)?"
    rf"(?:{_TENS_UNIT}|(?P<unit>{_any(_UNITS)}))?\b"
)


def digits(text: str) -> str:
    """Plain text with number words as figures: "forty-one" becomes "41", "forty-first" "41st"."""
    return _NUMBER.sub(_figure, text)


def _figure(match: re.Match[str]) -> str:
    if not match.group():
        return ""
    value = 100 if match["hundred"] else 0
    if match["tens"]:
        value += (
            _TENS[match["tens"]]
            + ({**_UNITS, **_SPOKEN_ALIKE}).get(match["digit"] or "", 0)
            + _ORDINALS.get(match["ordinal"] or "", 0)
        )
    elif match["unit"]:
        value += _UNITS[match["unit"]]
    trailing = " " if match.group().endswith(" ") else ""
    return f"{value}{'th' if match['ordinal'] else ''}{trailing}"
