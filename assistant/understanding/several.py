"""Two questions in one message: where it can be cut into clauses that each ask something."""

from __future__ import annotations

import re
import unicodedata

from assistant.understanding.references import says_nothing_new

MOST = 3  # questions that are answered at once; who asks more is answered by the classifier's best guess
OPENERS = (
    r"how|what|what's|whats|wat|when|where|who|which|why|can|could|do|does|did|is|are|will|would|should|may|must|am|"
    r"have|has|if|whether|any|were|r u|r you|hw|wht|wats|how's|wuld|wud|shud|cud|dose|duz|whats|wen|wich|wil"
)
LONG = 90  # words; the encoder reads 128 tokens
_MARKUP = re.compile(r"</?[a-z][^>]*>", re.IGNORECASE)
_CONTACT = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)\+?\d[\d ().-]{5,}\d(?!\w)")
_SENTENCE = re.compile(r"(?<=[.?!;])\s+|\n+")
_JOINT = re.compile(
    rf"(?:\s*,\s*|\s+)(?:and|also|plus|&|n|but)\s+(?:(?:also|then|then also|if so)\s+)?(?=(?:{OPENERS})\b)"
    rf"|\s*,\s*(?=(?:{OPENERS})\b)|\s+(?:also|plus)\s+",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"^(?:(?:and|also|so|but|ok|okay|then|plus|hi|hello|oh|well|please|thanks)[\s,]+)*(?:{OPENERS})\b|\?\s*$"
    r"|\b(?:is (?:it|that|this|there)|(?:can|could|do|should|will|would|may) (?:i|we|you|they|it)|whats"
    r"|how (?:much|long|many|often|soon|do|does)|what(?:'s| is| are| about| do| does| if))\b"
    r"|\b(?:wonder|wondering|want to know|need to know|like to know|tell me|curious|ask|question)\b",
    re.IGNORECASE,
)


def questions_in(text: str) -> list[str]:
    """The clauses of a message that ask something, in order; a backstory is none of them."""
    clauses = [clause.strip() for sentence in _SENTENCE.split(text) for clause in _JOINT.split(sentence)]
    return [clause for clause in clauses if _ASKS.search(clause) and not says_nothing_new(clause)]


def as_read(text: str) -> str:
    """The text as the encoder gets it: plain letters without markup, addresses and telephone numbers, which say nothing about
    what is asked; of a long story only the last clauses that ask."""
    plain = _MARKUP.sub(" ", unicodedata.normalize("NFKC", text))
    plain = _CONTACT.sub(" ", plain).strip() or text
    if len(plain.split()) <= LONG:
        return plain
    asked = " ".join(questions_in(plain)) or plain
    return " ".join(asked.split()[-LONG:])
