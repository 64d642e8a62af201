"""Who a sentence speaks about: the visitor or somebody else."""

from __future__ import annotations

import re

_KIN_WORDS = (
    r"mom|mum|mother|mama|momma|mommy|ma|dad|father|papa|daddy|parents?|brothers?|bro|sisters?|sis|siblings?|"
    r"sons?|daughters?|kids?|child|children|stepson|stepdaughter|"
    r"grand(?:ma|pa|mother|father|parents?|son|daughter|kids?)|nana|aunts?|auntie|uncles?|cousins?|nieces?|"
    r"nephews?|wife|husband|hubby|spouse|partner|"
    r"girlfriend|boyfriend|gf|bf|fianc[eé]e?|ex(?:[- ](?:wife|husband))?|friends?|buddy|roommate|neighbou?r|"
    r"boss|coworker|colleague|client|patient|student|family|relatives?|"
    r"in-laws?|mother-in-law|father-in-law|brother-in-law|sister-in-law|twin|teen(?:ager)?|boy|girl|"
    r"bestie|loved one|ward"
)
KIN = re.compile(
    rf"\b(?:my|his|her|our|a|the|some|another|both my)\s+(?:\w+[\s-]+){{0,3}}?(?:{_KIN_WORDS})(?:'s|s')?\b|"
    rf"\b(?:family history|family side|runs? in (?:my|the) family)\b"
)
_REPORTS = re.compile(
    rf"\b(?:{_KIN_WORDS})\s+(?:\w+\s)?(?:says?|said|thinks?|thought|told|tells|noticed|notices|calls?|called|"
    rf"believes?|wants?|suggested|recommended|asked|made|worries|is worried)\b"
)
_SELF_TOO = re.compile(
    r"\bi am an? (?!(?:\w+ )?(?:parent|mother|father|friend))|"
    r"\b(?:after|since|before|following|lost|losing|birth of|death of)\b(?:\s+\w+){0,3}?\s+my\b|\band (?:i|me|"
    r"myself)\b|\bso do i\b|\bme too\b|\bboth of us\b|\blike me\b"
)
_CLAUSE = re.compile(
    r"[.!?;\n]+|,?\s+\b(?:but|however|although|though|while|whereas|because|yet)\b\s*|,\s*(?=(?:and\s+)?(?:i|"
    r"my|not|no|never|we|me)\b)|\s+and\s+(?=(?:i|my|am|have)\b(?!\s*$))"
)


def clauses(low: str) -> list[str]:
    """Plain text in parts that each say one thing."""
    return [part for part in (piece.strip(" ,") for piece in _CLAUSE.split(low)) if part]


def about_someone_else(clause: str) -> bool:
    """A clause on family or friends: "my mom is bipolar", but not "my wife says I am manic"."""
    return KIN.search(clause) is not None and not _REPORTS.search(clause) and not _SELF_TOO.search(clause)


def own_clauses(low: str) -> list[str]:
    """The clauses that speak of the visitor."""
    return [clause for clause in clauses(low) if not about_someone_else(clause)]
