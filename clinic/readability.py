"""How hard an English text is to read: the Flesch-Kincaid grade, in school years of the United States.

Grade = 0.39 words per sentence + 11.8 syllables per word - 15.59. Source: Kincaid, Fishburne, Rogers and Chissom,
"Derivation of new readability formulas for Navy enlisted personnel", Naval Technical Training Command, 1975.

What counts, after Flesch's own instructions (The Art of Readable Writing, 1949):
- a sentence ends with . ? ! : ; or a line break; a point inside a number, an address or "e.g." ends none
- a word stands between spaces or hyphens; a number counts as the words that it is read as (54% is "fifty four percent")
- a syllable is a group of vowels, after silent letters have been removed and vowels read apart have been parted;
  an abbreviation is one word, read letter by letter (FDA: 3), unless it is one that is read as a word (REMS: 1)
"""

from __future__ import annotations

import re

_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_BY_DIGIT = {"911", "988"}
_SIGNS = {"%": " percent ", "$": " dollar ", "&": " and ", "+": " plus ", "@": " at "}

_SHORTHAND = re.compile(r"\b(?:e\.g|i\.e|u\.s|a\.m|p\.m|dr|mr|mrs|ms|vs)\.(?=\s+\S)", re.IGNORECASE)
_END = re.compile(r"[.?!:;]+(?=[\s\"”’')]|$)|\n+")
_SIGN = re.compile(r"[%$&+@]")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ABBREVIATION = re.compile(r"[A-Z]{2,5}s?")
_READ_AS_WORDS = {"ELEKT", "HOME", "KARMA", "NICE", "REMS", "STAR", "THREE"}

_SILENT = (
    re.compile(r"(?<=[aeiouy][^aeiouy])e(?=(?:ly|ment|ness|ful|less|ty|where|thing|times?|one|fore|line|style)s?$)"),
    re.compile(r"(?<=[aeiouy][^aeiouy]{2})e(?=(?:ly|ment|where)$)|(?<=els)e(?=where$)"),  # largely
    re.compile(r"(?<=[^aeiouytd])(?<![^aeiouyl]l)ed$"),  # called; but wanted, handled
    re.compile(r"(?<=[^aeiouyszxcg])(?<![sc]h)(?<![^aeiouyl]l)es$"),  # notes; but places, tables
    re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouyl]l)e$|(?<=q)ue$"),  # note, whole; but table
)
_PARTED = re.compile(
    r"(?<=[aeiouy])(?=ing)"  # do|ing
    r"|(?<=[^tcsgx]i)(?=a(?!ge?s?$))"  # medi|a; but social, marriage
    r"|(?<=ci)(?=at)|(?<=si)(?=olo)|(?<=cre)(?=at[eio])"  # dissoci|ation, anesthesi|ologist, re|cre|ation
    r"|(?<=[^tcsgxlnv]i)(?=o)|(?<=[^tcsgx]i)(?=um|ou)"  # peri|od, lithi|um, seri|ous; but million, behavior
    r"|(?<=i)(?=et)|(?<=[^tcsgv]i)(?=en)|(?<=[lsrdvnk]i)(?=er$|est$)"  # qui|et, cli|ent, earli|er
    r"|(?<=[^qg]u)(?=a|en|ou)"  # usu|al, influ|ence
    r"|(?<=[^g]e)(?=o(?!ple|u))"  # vide|o
    r"|(?<=[aou]y)(?=[aeiou])|(?<=[^aeiou]y)(?=[aou])|(?<=ey)(?=o)"  # play|er, any|one
    r"|(?<=s)(?=ms?$)|(?<=th)(?=ms?$)"  # autis|m, rhyth|m
)
_IRREGULAR = {
    "apnea": 3, "area": 3, "areas": 3, "business": 2, "coordinate": 4, "create": 2, "creates": 2, "diabetes": 4,
    "element": 3, "evening": 2, "evenings": 2, "every": 2, "everyone": 3, "everything": 3, "everyday": 3, "eye": 1,
    "eyes": 1, "fluid": 2, "fluids": 2, "friend": 1, "friends": 1, "genuine": 3, "hundred": 2, "hundreds": 2, "idea": 3,
    "ideal": 3, "ideas": 3, "lawyer": 2, "naive": 2, "nausea": 3, "poem": 2, "react": 2, "reacted": 3,
    "reaction": 3, "reactions": 3, "science": 2, "someone": 2, "something": 2, "suicide": 3, "suicidal": 4, "valproate": 3,
}  # fmt: skip


def grade(text: str) -> float:
    """The Flesch-Kincaid grade. Raises ValueError for a text without words."""
    counts = [len(words(sentence)) for sentence in sentences(text)]
    spoken = [word for sentence in sentences(text) for word in words(sentence)]
    if not spoken:
        raise ValueError("a text without words has no reading grade")
    return 0.39 * len(spoken) / len(counts) + 11.8 * sum(map(syllables, spoken)) / len(spoken) - 15.59


def sentences(text: str) -> list[str]:
    """The sentences that hold at least one word."""
    plain = _SHORTHAND.sub(lambda match: match[0].replace(".", ""), text)
    return [part for part in _END.split(plain) if words(part)]


def words(text: str) -> list[str]:
    """The words as they are read aloud, numbers and signs included."""
    spelled = _SIGN.sub(lambda match: _SIGNS[match[0]], text)
    return _WORD.findall(_NUMBER.sub(lambda match: f" {_number(match[0])} ", spelled).replace(".", " "))


def syllables(word: str) -> int:
    """How many syllables a word has; never fewer than one."""
    if _ABBREVIATION.fullmatch(word) and word not in _READ_AS_WORDS:
        return sum(3 if letter == "W" else 1 for letter in word.rstrip("s"))
    plain = re.sub(r"(?<=[ds])n['’]t$", "nent", word.lower())  # did|n't
    plain = re.sub(r"['’]s?", "", plain) if plain.endswith(("'s", "’s", "'", "’")) else re.sub(r"['’]", "", plain)
    if plain in _IRREGULAR:
        return _IRREGULAR[plain]
    for letters in _SILENT:
        plain = letters.sub("", plain) if re.search(r"[aeiouy].*[aeiouy]", plain) else plain
    return max(1, len(re.findall(r"[aeiouy]+|(?<=\|)m", _PARTED.sub("|", plain))))


def _number(digits: str) -> str:
    """A number in words: 22.5 is "twenty two point five", 2013 "twenty thirteen", 988 "nine eight eight"."""
    whole, _, decimals = digits.replace(",", "").partition(".")
    if decimals:
        return f"{_number(whole)} point {_one_by_one(decimals)}"
    if whole in _BY_DIGIT or re.fullmatch(r"0\d+|\d{5,}", digits):
        return _one_by_one(whole)
    if len(digits) == 4 and 1100 <= int(whole) < 2100 and not 2000 <= int(whole) < 2010:
        return f"{_below_1000(int(whole[:2]))} {_below_1000(int(whole[2:])) or 'hundred'}"
    return " ".join(_groups(int(whole))) or "zero"


def _one_by_one(digits: str) -> str:
    return " ".join(_ONES[int(digit)] for digit in digits)


def _groups(value: int) -> list[str]:
    parts = []
    for size, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (1, "")):
        count, value = divmod(value, size)
        if count:
            parts.append(f"{_below_1000(count % 1000)} {name}".strip())
    return parts


def _below_1000(value: int) -> str:
    """Empty for nought."""
    hundreds, rest = divmod(value, 100)
    said = [f"{_ONES[hundreds]} hundred"] if hundreds else []
    if rest >= 20:
        said.append(_TENS[rest // 10])
        rest %= 10
    return " ".join([*said, *([_ONES[rest]] if rest else [])])
