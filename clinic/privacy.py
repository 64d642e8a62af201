"""Takes out of a question what says who asks it, so that it can be kept and read by those who write the answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from clinic.screening.catalogue import load_conditions, load_medicines
from clinic.screening.common_words import COMMON_WORDS

LONGEST = 300  # characters of what is kept
PLACEHOLDER = re.compile(r"\[(?:e-mail|link|number|date|address|name)\]", re.IGNORECASE)
_UPPER = "A-ZÀ-ÖØ-ÞĆČĎĐĞĘİŁŃŇŐŘŚŞŠŤŮŰŹŻŽ"
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?|(?-i:May|MAY))\b\.?"  # small, it is mostly the verb
)
_NTH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,? ?(?:\d{4}|['’]\d\d)\b)?"
_STREET = r"street|avenue|ave|road|rd|boulevard|blvd|lane|ln|highway|hwy|parkway|pkwy|court|ct(?! scan)"
_UNIT_NUMBER = r"(?:apartment|apt|unit|suite)\b\.? ?#?\d\w*"
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
    rf"\b\d{{1,2}}{_NTH} (?:of )?may\b{_YEAR}|\bmay (?:the )?\d{{1,2}}(?:{_NTH}\b{_YEAR}|,? \d{{4}}\b)|"
    rf"\b{_DAY} may,? \d{{4}}\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    rf"(?:\b{_UNIT_NUMBER},? )?(?:"
    rf"\b\d{{1,5}}[a-z]? (?:(?!{_LITTLE_WORD})[\w'’.-]+ ){{1,3}}(?:{_STREET})\b\.?|"
    rf"\b\d{{1,5}}[a-z]? (?:(?-i:[{_UPPER}][\w'’.-]* )){{1,3}}(?-i:St|Dr|Drive|Way|Place|Pl|Terrace|Circle|Square)\b\.?"
    r")(?:,? (?:apartment|apt|unit|suite)\.? ?#?\w+)?|"
    rf"\b{_UNIT_NUMBER}|"
    r"\bp\.? ?o\.? box \w+",
    re.IGNORECASE,
)
_MEMBER = re.compile(  # "insurance id XYZ12B"
    r"(\b(?:id|(?:insurance|member|policy|group|subscriber|claim|account|record) (?:id|no\.?|number|num|#))"
    r"(?: is|:|#| number| no\.?)? ?)(?=[a-z-]*\d)[a-z0-9][a-z0-9-]{3,}",
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
_NAME_WORDS = """
    ahmed alfred april august camila clive dawn dominic eric faith fred grace hope jared john joy june kendal mark mason may
    mercy mohammed olive rose sterling summer will
"""
_NAMES_TOO = frozenset(_NAME_WORDS.split())  # given names that are, or end as, ordinary words or medicines do
_STATE_WORDS = """
    adhd adopted asap asian asleep autistic blind broke catholic christian crazy curious dad dads deaf desperate dizzy due
    dutch elderly female fit frail french gay german gonna gotta greek guardian hiv hungry immigrant irish keen kinda korean
    latina latino leery lesbian mad male mom mormon muslim newbie obese ocd overweight poor postpartum prone ptsd queer
    safe scientist seasick sedentary sensitive single skeptic slow smoker sober straight stuck tall thirsty tiny touchy trans
    unemployed underweight unsure unwell vegan vegetarian vulnerable wary weary widow widower wrote writes
"""
_STATES = frozenset(_STATE_WORDS.split())  # what people say they are, and no common word, condition or _STATE_ENDING tells
_NUMERAL = r"(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|een)(?:-\w+)?"
_STATE_ENDING = re.compile(
    r".{2,}(?:ed|ing|ic|ive|ous|ful|less|able|ible|ish|[dinsu]al|ical|.{2}(?:[au]l|re|nt|ve|te|se)ly|n['’]?t)|" + _NUMERAL
)
_NAME = rf"[{_UPPER}](?:['’][{_UPPER}])?[^\W\d_]*[a-zà-ÿ][\w'’-]*"  # "Robin", "McKenzie", "O'Neil-Lake"; not "I", not "ROBIN"
_WORD = r"[^\W\d_][\w'’-]*"
_INTRODUCED = re.compile(
    rf"((?:\b(?:my|the) (?:(?:first|last|full|given) )?name(?:['’]?s| is|:)?|\b(?<!brand )(?<!generic )name ?:) ?)(?<=[ :])(?!\[)"
    rf"([^\W\d_][\w'’.-]*)(?:(?: (?-i:{_NAME}))+| {_WORD}(?=[,.;!?]|$| and\b| i\b))?",
    re.IGNORECASE,
)
_IS_NAME = re.compile(rf"(\b(?:I['’]?m|I am|this is|call me) )(?-i:({_NAME}))(?: (?-i:{_NAME}))*", re.IGNORECASE)
_IS_ANY_CASE = re.compile(  # "im robin lake"; IM is a way to inject
    rf"(\b(?:[Ii](?:['’]?m| am)|I['’]M|I AM) )({_WORD})(?: ({_WORD}))??"
    r"(?=[,.;!?]|$| (?i:and|i|my|can|could|do|does|is|what|how|where|when|from|here)\b)"
)
_HERE = re.compile(rf"(\b(?:hi|hello|hey|morning|afternoon|evening),? )({_WORD})(?: ({_WORD}))?(?= here\b)", re.IGNORECASE)
_TITLED = re.compile(
    rf"(\b(?:Dr|Mr|Mrs|Ms|Miss|Doctor|Prof)\b\.? ?)(?-i:([{_UPPER}][\w'’.-]*))(?: (?-i:{_NAME}))*", re.IGNORECASE
)
_TITLED_SMALL = re.compile(
    rf"(\b(?:(?<!\bmy )(?<!\bthe )(?<!\byour )(?<!\ba )(?:Dr|Mr|Mrs|Ms)|(?:Dr|Mr|Mrs|Ms)\.) )({_WORD})", re.IGNORECASE
)
_RELATED = re.compile(
    r"(\bmy (?:husband|wife|spouse|partner|boyfriend|girlfriend|fianc[eé]e?|son|daughter|mother|father|mom|mum|dad|brother|"
    rf"sister|aunt|uncle|cousin|friend|boss|doctor|therapist|psychiatrist|nurse),? )(?-i:({_NAME}))(?: (?-i:{_NAME}))*",
    re.IGNORECASE,
)
_SURNAME = re.compile(rf"(\[name\]) ({_NAME})")


def without_personal_data(text: str, names: Iterable[str] = ()) -> str:
    """The text on one line, with [e-mail], [link], [number], [date], [address] and [name] in place of such things.

    Doses, ages, prices and short numbers such as 911 stay. names: known ones, replaced wherever they stand.
    At most 300 characters. Best effort: a name in the middle of a sentence cannot be told from another word.
    """
    text = _without_names(" ".join(text.split()), names)
    text = _MAIL.sub("[e-mail]", text)
    text = _SPELT_MAIL.sub("[e-mail]", text)
    text = _LINK.sub("[link]", text)
    for pattern in (_INTRODUCED, _IS_NAME, _RELATED):
        text = pattern.sub(_name, text)
    for pattern in (_IS_ANY_CASE, _HERE):
        text = pattern.sub(_unknown_words, text)
    text = _ADDRESS.sub("[address]", text)
    for pattern in (_TITLED, _SURNAME):
        text = pattern.sub(_name, text)
    text = _TITLED_SMALL.sub(_unknown_words, text)
    text = _MEMBER.sub(r"\1[number]", text)
    text = _DATE.sub("[date]", text)
    text = _NUMBER.sub(_number, text)
    return text[:LONGEST].rstrip()


def _without_names(text: str, names: Iterable[str]) -> str:
    """A name that is an ordinary word as well goes only where it has a capital: "Will" is one, "will" is none."""
    parts = {part for name in names for part in (" ".join(name.split()), *name.split())}
    for part in sorted(parts, key=len, reverse=True):
        if len(part.strip(".")) > 1 and part.casefold().strip(".") not in _TITLES:
            ordinary = part.casefold() in COMMON_WORDS
            wanted, flags = (part.capitalize(), re.NOFLAG) if ordinary else (part, re.IGNORECASE)
            text = re.sub(rf"(?<!\w){re.escape(wanted)}(?!\w)", "[name]", text, flags=flags)
    return _SURNAME.sub(_name, text)


def _name(found: re.Match[str]) -> str:
    """What stands where a name is expected is one, unless it is an ordinary word, a condition or a medicine."""
    word = _base(found[2])
    if word not in _NAMES_TOO and (_is_common(word) or word in _medical()):
        return found[0]
    return "[name]" if found[1] == "[name]" else f"{found[1]}[name]"


def _unknown_words(found: re.Match[str]) -> str:
    """One word or two in any case, if neither the language nor medicine knows the first: "im robin lake", "I'M SCARED"."""
    first, *second = [word for word in found.groups()[1:] if word]
    if _is_known(first):
        return found[0]
    rest = f" {second[0]}" if second and _is_known(second[0]) else ""
    return f"{found[1]}[name]{rest}"


def _is_known(word: str) -> bool:
    low = _base(word)
    if _is_common(low) or low in _STATES:
        return True
    return low not in _NAMES_TOO and (low in _medical() or _STATE_ENDING.fullmatch(low) is not None)


def _is_common(low: str) -> bool:
    return len(low) < 2 or low in COMMON_WORDS or low.rstrip("s") in COMMON_WORDS


def _base(word: str) -> str:
    """In small letters, without a short form at its end: "it" for "it's", but "o'neil"."""
    low = word.casefold().replace("’", "'").strip(".'-")
    head, _, tail = low.partition("'")
    return head if tail in {"s", "m", "d", "ll", "ve", "re"} else low


@lru_cache(maxsize=1)
def _medical() -> frozenset[str]:
    """Every word of the names of conditions and medicines, in small letters."""
    forms = [form for condition in load_conditions() for form in condition.forms]
    forms += [form for medicine in load_medicines()[1] for form in medicine.forms]
    return frozenset(word for form in forms for word in re.split(r"[\s-]+", form.casefold()))


def _number(found: re.Match[str]) -> str:
    """A phone number or the like; "100-200 mg", "$400-600" and "120-180 minutes" are none."""
    digits, before, after = found[0], found.string[: found.start()], found.string[found.end() :]
    amount = bool(_UNIT.match(after)) or before.endswith(("$", "€", "£"))
    if amount and (_RANGE.fullmatch(digits) or _SMALL_RANGE.fullmatch(digits)):
        return digits
    return digits if _TIMES.match(after) and _SMALL_RANGE.fullmatch(digits) else "[number]"
