"""E-mail addresses: finding one in a sentence, and the slips of the finger in its domain."""

from __future__ import annotations

import re

from clinic.screening.reading.text import tidy
from clinic.screening.spelling import distance

_ADDRESS = re.compile(
    r"(?<![\w.+%@-])([A-Za-z0-9](?:[\w.+%'-]*[\w+%-])?@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?\.[A-Za-z]{2,24})(?![\w@])"
)
_SPOKEN = (
    (re.compile(r"\s*(?:\(at\)|\[at\]|\bat sign\b)\s*", re.IGNORECASE), "@"),
    (re.compile(r"\s*(?:\(dot\)|\[dot\])\s*|\s+dot\s+", re.IGNORECASE), "."),
    (re.compile(r"\s+underscore\s+", re.IGNORECASE), "_"),
    (re.compile(r"(?<=[\w.])\s+at\s+(?=(?:\w+[.-])+\w{2,})", re.IGNORECASE), "@"),
    (re.compile(r"\s*@\s*"), "@"),
    (re.compile(r"(?<=@)(\w+)\s*[.,]\s*(?=(?:com|net|org|edu)\b)", re.IGNORECASE), r"\1."),
)
_COMMON_DOMAINS = """
    gmail.com yahoo.com hotmail.com outlook.com icloud.com aol.com comcast.net live.com msn.com me.com mac.com verizon.net
    att.net sbcglobal.net bellsouth.net cox.net charter.net protonmail.com googlemail.com ymail.com rocketmail.com earthlink.net
"""
_COMMON = tuple(_COMMON_DOMAINS.split())
_COUNTRY_ENDINGS = """
    ca uk fr de es it in mx br au nz ie jp nl se no dk be at ch ar co.uk co.in co.jp com.mx com.br com.au co.nz com.ar
"""
_OTHER_COUNTRIES = frozenset(_COUNTRY_ENDINGS.split())
_REAL = frozenset(_COMMON) | {
    "email.com",
    "mail.com",
    "gmx.com",
    "gmx.net",
    "proton.me",
    "pm.me",
    "fastmail.com",
    "hey.com",
    "zoho.com",
    "usa.net",
    "juno.com",
}
_SLIPS = {
    "com": "con cmo comm vom cim ocm cpm xom som conm comn coom om cm clm cok ccom dom",
    "net": "nte ner met nett",
    "org": "ogr orgg",
    "edu": "edi eud",
}
_ENDINGS = {slip: ending for ending, slips in _SLIPS.items() for slip in slips.split()}
_NAMES = (
    "gmail",
    "yahoo",
    "hotmail",
    "outlook",
    "icloud",
    "comcast",
    "protonmail",
    "verizon",
    "sbcglobal",
    "bellsouth",
)


def find_email(text: str) -> tuple[str, str] | None:
    """(address in lower-case domain, the text without it), or None."""
    said = tidy(text)
    for pattern, mark in _SPOKEN:
        said = pattern.sub(mark, said)
    match = _ADDRESS.search(said)
    if not match or ".." in match[1] or ".-" in match[1] or "-." in match[1]:
        return None
    name, domain = match[1].rsplit("@", 1)
    if len(name) > 64:
        return None
    return f"{name}@{domain.lower()}", said[: match.start()] + " " + said[match.end() :]


def suggestion(address: str) -> str | None:
    """The address that was probably meant, if its domain looks like a slip; None if nothing looks wrong."""
    name, domain = address.rsplit("@", 1)
    if domain in _REAL:
        return None
    host, _, ending = domain.partition(".")
    if host in _NAMES and ending in _OTHER_COUNTRIES:
        return None
    stem, _, last = domain.rpartition(".")
    fixed = f"{stem}.{_ENDINGS[last]}" if last in _ENDINGS else domain
    near = _nearest(fixed)
    return f"{name}@{near or fixed}" if (near or fixed) != domain else None


def _nearest(domain: str) -> str | None:
    if domain in _REAL:
        return domain
    host, _, ending = domain.partition(".")
    for known in _COMMON:
        right, _, right_ending = known.partition(".")
        if right not in _NAMES:
            continue
        slip = distance(host, right, 2)
        same_ending = ending == right_ending or ending in {"co", "comcom", "net", "org", "c", "com.com"}
        if (slip == 0 and same_ending) or (ending == right_ending and slip <= (2 if len(right) >= 7 else 1)):
            return known
    return None
