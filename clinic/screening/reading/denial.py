"""Whether something named in a text is denied there."""

from __future__ import annotations

import re

_DENIAL = re.compile(
    r"\b(?:no|not|never|without|nor|neither|none|nope|nah|denies|deny|free of|ruled? out|negative for|"
    r"instead of|rather than|don'?t|didn'?t|nunca)\b"
)
_LIST_DENIAL = re.compile(r"\b(?:no|never|without|denies|neither)\b")
_ALTERNATIVE = re.compile(r"\b(?:n?or|either)\b")
_NO_DENIAL = re.compile(
    r"\b(?:(?:did|does|do) not (?:really |ever )?(?:work|help|do|like|agree|tolerate|touch|respond|seem|feel|"
    r"last)\w*|no (?:relief|luck|help|effects?|good|success|results?|improvement|benefit)|never (?:worked|"
    r"helped)|nothing (?:helped|worked|helps|works)|do not (?:know|remember|recall)|not (?:only|just|sure|"
    r"certain|always|well|really sure|controlled|under control|helping|working)|no (?:longer|doubt|question|"
    r"more|idea)|not any ?more|can not|could not"
    r"|never (?:ending|goes|went|stops|ends)|no,? wait)\b|^\W*(?:no|nope|nah)\s*[,.]"
)
_CONTRAST = re.compile(
    r"[.;:!?\n]|\b(?:but|just|only|although|though|except|besides|apart from|aside from|other than|yet|"
    r"however|mainly|mostly|because|since)\b|"
    r"\b(?:i am|i have|i had|i was|i take|i hear|i see|it is)\b(?! (?:not|never|no)\b)"
)
_ANSWERED_NO = re.compile(r"[\w -]{3,25}?[:=?.]?(?: -)?\s*\b(?:no|nope|never)\b(?! (?:longer|more|doubt))\s*(?:$|[,.;])")
_CLAIM = {"i", "my", "it", "yes", "have", "am", "on", "take", "now", "had"}


def is_denied(text: str, start: int) -> bool:
    """What begins at `start` is denied by the words before it; "no mania, psychosis or voices" denies all three."""
    listed = _DENIAL if _ALTERNATIVE.search(text, start) or _ALTERNATIVE.search(text[:start]) else _LIST_DENIAL
    before = _NO_DENIAL.sub(" ", _CONTRAST.split(text[max(0, start - 120) : start].lower())[-1])
    parts = before.split(",")
    if _DENIAL.search(parts[-1]) or _ANSWERED_NO.match(text[start:].lower()):
        return True
    for own, earlier in zip(reversed(parts), reversed(parts[:-1]), strict=False):
        if len(own.split()) > 3 or set(own.split()) & _CLAIM:
            return False
        if listed.search(earlier):
            return True
    return False
