"""The last question: send the answers, or change one."""

from __future__ import annotations

import re

from clinic.screening.reading.base import Answer, Invalid, Setting
from clinic.screening.reading.numbers import digits
from clinic.screening.reading.replies import polarity
from clinic.screening.reading.text import plain

EXPECTED = "Please say submit to send your answers, or name the answer you want to change, for example: change my age."
WHICH = "Which answer would you like to change? For example: change my age."

_QUESTIONS: dict[str, str] = {
    "for_whom": r"for ?_?whom|who (?:it|this) is for|for (?:myself|someone else)|myself or someone",
    "age": r"(?<!\w)age|date of birth|birth ?(?:day|date)|dob|how old|years old|birth year|(?:i am|"
    r"am actually) \d{1,3}\b(?! (?:mg|on))",
    "first_name": r"first_?name|(?:my |the )?name\b|spelling of my|spelled my|what you call me",
    "callback": r"call ?_?back|phone|number(?! of (?:anti|med))|cell|mobile|e-?mail|contact|voice ?mail|"
    r"leave (?:a )?message|how (?:to|you) reach",
    "main_reason": r"main_?reason|reason|why i am here|what (?:brings|brought) me|diagnosis|condition",
    "antidepressants_tried": r"anti-?_?depress\w*|(?:how many|number of) (?:anti\w*|medicines|drugs|pills)|"
    r"treatments? (?:i )?(?:have )?tried|tried",
    "blood_pressure": r"blood_? ?pressure|pressure|hypertension",
    "psychosis_or_mania": r"psycho\w*|mania|manic|bipolar|hallucinat\w*|voices",
    "pregnancy": r"pregn\w*|breast ?-?feed\w*|nursing",
    "medicines": r"medicines?|drugs?|pills?|prescriptions?|supplements?|dos(?:e|es|age)|med list",
    "consent": r"consent|privacy",
}
_NAMED = {name: re.compile(rf"\b(?:{pattern})") for name, pattern in _QUESTIONS.items()}
_CHANGE = re.compile(
    r"\b(?:change|chnage|chang|edit|fix|correct (?:my|the|a|an|something|it|one|that)|update|modify|redo|"
    r"wrong|incorrect|mistake|typo|error|go back|back to|actually|meant|should (?:be|say)|forgot|add|remove|"
    r"not right|not correct|revise|amend|adjust|instead|different|misspelled|mis-?typed|not (?:my|the)|"
    r"one more|also take|missing|left out|take back|withdraw)\b"
)
_SUBMIT = re.compile(
    r"\b(?:submit|sumbit|sumit|send|sned|confirm|finish(?:ed)?|complete|done|approve)\b|\b(?:looks?|all|"
    r"everything(?: is)?|it is all|that is all|it is|that is|this is|seems|sounds|they are all|"
    r"they are) (?:\w+ )?(?:good|great|right|correct|fine|ok|okay|perfect|set|accurate|there|in order)\b"
    r"|\b(?:go ahead|no changes?(?: needed)?|nothing (?:to|else to|i want to) (?:change|add|fix)|"
    r"do not (?:need|want|have) to change|all set|good to go|that is it|nothing to change|i agree|"
    r"let us (?:go|do it)|ship it|enviar|everything right|nothing wrong|no mistakes|not change anything|"
    r"change nothing|leave it as is|no need to change)\b"
)
_BARE_SUBMIT = re.compile(
    r"(?:ok(?:ay)?|k|good|great|perfect|correct|right|fine|cool|ready|i am ready|proceed|continue|go|awesome|"
    r"excellent|accurate|alright|all right|that is all|next|nope,? (?:all )?good|no,? (?:it is |that is |all |"
    r"looks )*(?:all )?(?:good|right|fine|correct))"
)
_NO_CHANGE = re.compile(
    r"\b(?:no changes?(?: needed)?|nothing (?:to|else to|i want to) (?:change|add|fix)|do not (?:need|want|"
    r"have) to change(?: anything)?|nothing wrong|no mistakes|not change anything|change nothing|"
    r"no need to change(?: anything)?|nothing is wrong)\b"
)
_NOT_YET = re.compile(
    r"\b(?:do not|not|never) (?:want to |yet )?(?:submit|send|ready|yet|sure|confirm|finished|done)\b|"
    r"\bnot yet\b|\bwait\b|\bhold on\b|\bbefore (?:i|you|we)\b"
)


def read(text: str, setting: Setting) -> Answer | Invalid:
    low = digits(plain(text))
    kept = _NO_CHANGE.sub(" ", low)
    wants_change = _CHANGE.search(kept)
    places = sorted((match.start(), name) for name, pattern in _NAMED.items() if (match := pattern.search(kept)))
    if places and (wants_change or not _SUBMIT.search(kept)):
        return Answer({"change": places[0][1]})
    if _NOT_YET.search(low):
        return Invalid(EXPECTED)
    if wants_change:
        return Invalid(WHICH)
    bare = " ".join(re.sub(r"[^\w\s']", " ", low).split())
    if kept != low or _SUBMIT.search(low) or _BARE_SUBMIT.fullmatch(bare) or polarity(text) == "yes":
        return Answer("submit")
    return Invalid(WHICH if polarity(text) == "no" else EXPECTED)
