"""What to call the visitor; a sentence is not a name."""

from __future__ import annotations

import re

from clinic.screening.reading.base import SKIPPED, Answer, Invalid, Setting
from clinic.screening.reading.guard import is_chatter
from clinic.screening.reading.replies import polarity
from clinic.screening.reading.text import plain, tidy

EXPECTED = "Please tell me just the first name we should call you by, or say skip."
LONGEST = 40  # characters

_LEAD = re.compile(
    r"^(?:(?:hi|hello|hey|yo|sure|ok|okay|yes|yeah|well|um|oh|so|good (?:morning|afternoon|evening)|"
    r"of course)\b[\s,.!]*(?:there\b[\s,.!]*)?)*"
    r"(?:(?:my|the) (?:first |given |preferred |nick)?name(?:'s| is|:|s)?|name(?:'s| is|:|s)?|"
    r"first name(?: is|:)?|i am called|i'm called|i'm|i am|im|it's|its|it is|this is|that's|that would be|"
    r"(?:you (?:can|may) |please |just |everyone |everybody |people |they |friends |my friends |folks |"
    r"family )*(?:calls? me|address me as|refer to me as)|i go by|i'd go by|they call me|just put|put|just|"
    r"use|"
    r"me llamo|mi nombre es|soy|je m'appelle|the name's|i(?: would|'d) (?:like|prefer) (?:to be called|"
    r"you to call me)|(?:my )?nickname(?: is|:)?|i am known as|i prefer|i like)?\b[\s:,]*(?:just |still |"
    r"simply )?",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s*(?:[,.;!?:(/\n]\s+|[,;!?:(/\n]|\.$|\s+[\"'](?=\w)|\s-+\s|\b(?:but|thanks|thank you|please|and (?:i|"
    r"my|i'm|im)|here|is (?:my|fine|good|ok|the)|my (?:last|first|name)|works|will do|if you|because|ok|okay|"
    r"i am|or|for short|as in|with an?|nice to|though|i guess|is what)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_OTHERWISE = re.compile(
    r"\bbut (?:you can |please |just |everyone |everybody |people |they |most people |folks |most folks |"
    r"family |my friends |friends |i )*(?:calls? me|call me|go by|goes by|prefer)\s+(?P<name>.+)$",
    re.IGNORECASE | re.DOTALL,
)
_TITLE_DOT = re.compile(r"\b(mrs?|ms|dr|prof|st)\.", re.IGNORECASE)
_LAST_NAME_FIRST = re.compile(r"^[^\W\d_]+, (?!thanks|thank|please|hi|hello|nice|sir|maam)[^\W\d_]+\.?$", re.IGNORECASE)
_PICTURE = re.compile(r"[^\w\s.,;:!?()'\"/@~*-]")
_TITLE = re.compile(r"^(?:mr|mrs|ms|miss|dr|doctor|prof)\.?\s+", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f])*(?:['-][^\W\d_]+)*\.?")
_NO_NAME_WORDS = """
    a about after again ago all already also always am an and annoyed answer antidepressant anxiety anxious any
    anyone anything are as asdf ask asking at awful bad be because been before being better bipolar blank bored bot
    broken business but by call calling can cant care cold confused could curious dead depressed depression
    desperate did different do does doing dont down dying else email even ever every exhausted fed feel feeling
    female fine for from get getting give go going gonna good got great guess had happy has hate have having he hell
    hello help helpless her here hey hi him his hopeless how hurt hurting hungry i idk if ill im in interested into
    is it just ketamine know lately later let like listen living lol lonely looking lost love maam made make male
    man many maybe me mean medicine medicines mental mind mine more much my name named need nervous never new nice
    no nobody none nope nor not nothing now nowhere of off ok okay old on one only or other our out over pain panic
    person phone please poor prefer private prozac ptsd question quite rather ready really remember sad said same
    say scared see seriously she should sick skip so some someone something sorry spravato start starting still stop
    stressed struggling stuck stupid submit suffering suicidal sure tell terrible than thank thanks that the their
    them then there therapy these they thing think this those tired to today tomorrow tonight too treatment trouble
    trying ugh unsure up upset us use used very visitor wait want was way we well went were what whatever when where
    which who why with woman wondering wont worried would wtf wrong yeah yep yes yet you your zoloft human agent
    nurse cancel next back correct right true false test user patient unknown nah hmm um uh haha lmao desire anon
    secret client somebody
"""
_NEVER = frozenset(_NO_NAME_WORDS.split())
_ANONYMOUS = re.compile(
    r"\b(?:anonymous(?:ly)?|anon|no name|nobody|not my real name|incognito|stay private|jane doe|john doe|"
    r"n/?a|none)\b",
    re.IGNORECASE,
)


def read(text: str, setting: Setting) -> Answer | Invalid:
    said = _PICTURE.sub("", tidy(text))
    if _ANONYMOUS.search(said) or (polarity(text) == "no" and len(said.split()) <= 3):
        return Answer(dict(SKIPPED))
    if is_chatter(text) or re.search(r"[@?]", said):
        return Invalid(EXPECTED)
    if _LAST_NAME_FIRST.match(said):
        return Invalid(EXPECTED)
    said = _TITLE_DOT.sub(r"\1", said)
    other = _OTHERWISE.search(said)
    name = _END.sub("", _LEAD.sub("", other["name"] if other else said, count=1)).strip(" \"'.,;:!*~-_")
    title = _TITLE.match(name)
    tokens = _TITLE.sub("", name).split()
    if not _is_name(tokens):
        return Invalid(EXPECTED)
    proper = " ".join(_cased(token) for token in tokens)
    return Answer(f"{title.group().strip().capitalize()} {proper}" if title else proper)


def _is_name(tokens: list[str]) -> bool:
    joined = " ".join(tokens)
    if not 1 <= len(tokens) <= 4 or len(joined) > LONGEST or plain(joined) in {"y", "n", "k", "x", "ok"}:
        return False
    return all(_TOKEN.fullmatch(token) and token.lower().strip(".") not in _NEVER and not _gibberish(token) for token in tokens)


def _gibberish(token: str) -> bool:
    low = token.lower()
    return (low.isascii() and len(low) > 3 and not re.search(r"[aeiouy]", low)) or re.search(r"(.)\1{3}", low) is not None


def _cased(token: str) -> str:
    """Small or shouted letters become a name's; "McKenzie", "JD" and "J." stay."""
    if (token.isupper() and len(token.strip(".")) <= 2) or not (token.islower() or token.isupper()):
        return token
    return re.sub(r"(^|-|'(?=\w\w))(\w)", lambda m: m[1] + m[2].upper(), token.lower())
