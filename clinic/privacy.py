"""Takes out of a question what says who asks it, so that it can be kept and read by those who write the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable

LONGEST = 300  # characters of what is kept
_UPPER = "A-ZÀ-ÖØ-ÞĆČĎĐĞĘİŁŃŇŐŘŚŞŠŤŮŰŹŻŽ"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|(?-i:May|MAY))\b\.?"  # small, it is mostly the verb
)
_NTH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,? ?(?:\d{4}|['’]\d\d)\b)?"
_STREET = r"street|avenue|ave|road|rd|boulevard|blvd|lane|ln|highway|hwy|parkway|pkwy"
_LITTLE_WORD = r"(?:a|an|and|are|at|by|down|for|from|i|in|is|it|me|my|of|off|on|or|our|that|the|to|your)\b"

_MAIL = re.compile(r"(?<!\S)\S*@\S*")
_SPELT_MAIL = re.compile(  # "robin dot lake at gmail dot com"
    r"(?<!\S)[^\s@]+(?: dot [^\s@]+)? ?(?:\bat|\(at\)|\[at\]) ?(?:gmail|yahoo|hotmail|outlook|icloud|aol|proton(?:mail)?|gmx)\b"
    r"(?: ?(?:\.|\bdot\b) ?\w+)*",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"(?:\bhttps?:|\bwww\.)\S+|"
    r"(?<![\w.-])[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|info|biz|io|co|uk|ca|de|app|dev|online|site|health|clinic)\b(?:[/?#]\S*)?",
    re.IGNORECASE,
)
_DAY, _NUMBER_OF_MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_DATE = re.compile(
    rf"(?<!\d)(?:{_DAY} ?[/.-] ?{_NUMBER_OF_MONTH}|{_NUMBER_OF_MONTH} ?[/.-] ?{_DAY}) ?[/.-] ?(?:\d{{4}}|\d\d)(?![./-]?\d)|"
    rf"(?<!\d)\d{{4}} ?[/.-] ?{_NUMBER_OF_MONTH} ?[/.-] ?{_DAY}(?![./-]?\d)|"
    rf"\b{_MONTH} ?(?:the )?\d{{1,2}}{_NTH}?\b{_YEAR}|"
    rf"\b\d{{1,2}}{_NTH}?(?: of)?[ -]{_MONTH}{_YEAR}|"
    rf"\b\d{{1,2}}{_NTH} (?:of )?may\b{_YEAR}|\bmay (?:the )?\d{{1,2}}(?:{_NTH}\b{_YEAR}|,? \d{{4}}\b)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rf"\b\d{{1,5}}[a-z]? (?:(?!{_LITTLE_WORD})[\w'’.-]+ ){{1,3}}(?:{_STREET})\b\.?(?:,? (?:apt|unit|suite)\.? ?\w+)?|"
    rf"\b\d{{1,5}}[a-z]? (?:(?-i:[{_UPPER}][\w'’.-]* )){{1,3}}(?-i:St|Dr|Drive|Way|Place|Pl|Court|Ct|Terrace|Circle|Square)\b\.?"
    r"(?:,? (?:apt|unit|suite)\.? ?\w+)?|"
    r"\bp\.? ?o\.? box \w+",
    re.IGNORECASE,
)
_APART = r"[\s\u200b-\u200f\u2060_()–—‐‑-]{0,4}"
_HOTLINE = r"(?:911|988) (?!\d{4})"  # "call 988 24/7"
_NUMBER = re.compile(rf"\+?\(?(?<!\d)(?!{_HOTLINE})\d(?:{_APART}\d){{4,}}|(?<!\d)\d{{1,4}}(?:\.\d{{1,4}}){{2,}}")
_RANGE = re.compile(r"\d{1,4} ?[–-] ?\d{1,4}")
_SMALL_RANGE = re.compile(r"\d{1,3}(?: ?[–-] ?\d{1,3})+")
_UNIT = re.compile(r" ?(?:mg|mcg|µg|μg|ug|ml|g|kg|lbs?|pounds|dollars|bucks|usd|percent|calories|%)(?!\w)", re.IGNORECASE)
_TIMES = re.compile(r" ?(?:minutes?|mins?|hours?|days?|weeks?|times)\b", re.IGNORECASE)

_TITLES = {"dr", "mr", "mrs", "ms", "miss", "doctor", "prof"}
_NAME = rf"[{_UPPER}][^\W\d_]*[a-zà-ÿ][\w'’-]*"  # "Robin", "McKenzie"; not "I", not "ROBIN"
_INTRODUCED = re.compile(
    rf"(\b(?:my|the) (?:(?:first|last|full|given) )?name(?:['’]?s| is|:)? )(?!\[)[^\W\d_][\w'’.-]*"
    rf"(?:(?: (?-i:{_NAME}))+| [^\W\d_][\w'’-]*(?=[,.;!?]|$| and\b| i\b))?",
    re.IGNORECASE,
)
_IS_NAME = re.compile(rf"(\b(?:I['’]?m|I am|this is|call me) )(?-i:{_NAME})(?: (?-i:{_NAME}))*", re.IGNORECASE)
_TITLED = re.compile(rf"(\b(?:Dr|Mr|Mrs|Ms|Miss|Doctor|Prof)\b\.? ?)(?-i:[{_UPPER}][\w'’.-]*)(?: (?-i:{_NAME}))*", re.IGNORECASE)


def without_personal_data(text: str, names: Iterable[str] = ()) -> str:
    """The text on one line, with [e-mail], [link], [number], [date], [address] and [name] in place of such things.

    Doses, ages, prices and short numbers such as 911 stay. names: known ones, replaced wherever they stand.
    At most 300 characters. Best effort: a name in the middle of a sentence cannot be told from another word.
    """
    text = _without_names(" ".join(text.split()), names)
    text = _MAIL.sub("[e-mail]", text)
    text = _SPELT_MAIL.sub("[e-mail]", text)
    text = _LINK.sub("[link]", text)
    text = _INTRODUCED.sub(r"\1[name]", text)
    text = _IS_NAME.sub(r"\1[name]", text)
    text = _ADDRESS.sub("[address]", text)
    text = _TITLED.sub(r"\1[name]", text)
    text = _DATE.sub("[date]", text)
    text = _NUMBER.sub(_number, text)
    return text[:LONGEST].rstrip()


def _without_names(text: str, names: Iterable[str]) -> str:
    parts = {part for name in names for part in (" ".join(name.split()), *name.split())}
    for part in sorted(parts, key=len, reverse=True):
        if len(part.strip(".")) > 1 and part.casefold().strip(".") not in _TITLES:
            text = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", "[name]", text, flags=re.IGNORECASE)
    return text


def _number(found: re.Match[str]) -> str:
    """A phone number or the like; "100-200 mg", "$400-600" and "120-180 minutes" are none."""
    digits, before, after = found[0], found.string[: found.start()], found.string[found.end() :]
    amount = bool(_UNIT.match(after)) or before.endswith(("$", "€", "£"))
    if amount and (_RANGE.fullmatch(digits) or _SMALL_RANGE.fullmatch(digits)):
        return digits
    return digits if _TIMES.match(after) and _SMALL_RANGE.fullmatch(digits) else "[number]"
