"""How the clinic may call or write back."""

from __future__ import annotations

import re
from typing import Any

import phonenumbers

from clinic.screening.reading.base import SKIPPED, Answer, Invalid, Setting
from clinic.screening.reading.email import find_email, suggestion
from clinic.screening.reading.numbers import digits
from clinic.screening.reading.replies import polarity
from clinic.screening.reading.text import plain, tidy

EXPECTED = "Please give a phone number with area code, or an e-mail address, or say skip."
ONE_NUMBER = "I see more than one phone number. Which one should we call?"
ONE_ADDRESS = "I see more than one e-mail address. Which one should we write to?"
NOT_A_PHONE = "That phone number does not look complete. Please give it with its area code, or an e-mail address."
NOT_AN_EMAIL = "That e-mail address does not look complete. Please type it again, like name@example.com."

_NO_MESSAGE = re.compile(
    r"\b(?:do not|never|please do not|not|no|without|rather you did not|would prefer you did not|not (?:ok|"
    r"okay|safe) to|is not (?:ok|okay|safe) to)\s+(?:\w+\s+){0,3}?(?:voice ?mails?|messages?|vms?|msgs?|vm)\b"
    r"|\bmessages? (?:is|are) not (?:ok|okay|safe|fine)\b|\bnot safe\b|\b(?:hang up|shared (?:phone|line|"
    r"voicemail))\b"
)
_MESSAGE = re.compile(
    r"\b(?:ok|okay|fine|can|may|safe|feel free|please|go ahead|good|alright|yes|just|ahead and|you can|"
    r"could)\b[^.!?]*?\b(?:voice ?mails?|messages?|vms?|msgs?)\b|\b(?:voice ?mails?|messages?|vms?|"
    r"msgs?)\b[^.!?]*\b(?:ok|okay|fine|safe|good|alright|welcome)\b"
    r"|\bleave (?:me )?(?:a |any )?(?:voice ?mail|message|msg|vm)s?\b"
)
_NO_CONTACT = re.compile(
    r"\b(?:do not|never|please do not|rather you not) (?:call|contact|phone|text|email|e-mail)(?: me)?\b|"
    r"\bno (?:calls|contact)\b|\b(?:n/?a|none)\b"
)
_LETTER_O = re.compile(r"\b(?=[oO\d]*\d)[oO\d]{3,10}\b")
_SPOKEN = re.compile(r"\b(?:\d[\s,-]+){6,}\d\b")


def read(text: str, setting: Setting) -> Answer | Invalid:
    low = plain(text)
    found = find_email(text)
    address, rest = found if found else (None, tidy(text))
    if address:
        better = suggestion(address)
        if better:
            return Invalid(f"Did you mean {better}? Please type the address once more.")
        if (second := find_email(rest)) and second[0].lower() != address.lower():
            return Invalid(ONE_ADDRESS)
    numbers = _phones(rest, setting.region)
    if len({number["phone"] for number in numbers}) > 1:
        return Invalid(ONE_NUMBER)
    value: dict[str, Any] = dict(numbers[0]) if numbers else {}
    if address:
        value["email"] = address
    if not value:
        return _without_contact(text, low)
    if not numbers and sum(char.isdigit() for char in rest) >= 7:
        return Invalid(NOT_A_PHONE)
    if _NO_MESSAGE.search(low):
        value["leave_message"] = False
    elif _MESSAGE.search(low):
        value["leave_message"] = True
    return Answer(value)


def _without_contact(text: str, low: str) -> Answer | Invalid:
    if "@" in low or re.search(r"\w\.(?:com|net|org|edu)\b", low):
        return Invalid(NOT_AN_EMAIL)
    if sum(char.isdigit() for char in digits(low)) >= 4:
        return Invalid(NOT_A_PHONE)
    names_a_way = re.search(r"\b(?:phone|e-?mail|cell|number|messages?|voicemails?|computer)\b", low)
    if _NO_CONTACT.search(low) or (polarity(text) == "no" and len(low.split()) <= 3 and not names_a_way):
        return Answer(dict(SKIPPED))
    return Invalid(EXPECTED)


def _phones(text: str, region: str) -> list[dict[str, str]]:
    """The valid numbers of a text, each {"phone": E.164[, "extension": digits]}; the same number counts once."""
    text = _LETTER_O.sub(lambda m: re.sub("[oO]", "0", m.group()), text)
    found = _match(text, region)
    if not found:
        spoken = re.sub(r"\b(?:oh|o)\b", "zero", text.lower())
        joined = _SPOKEN.sub(lambda m: re.sub(r"\D", "", m.group()), digits(re.sub(r"\bdouble (\w+)", r"\1 \1", spoken)))
        found = _match(joined, region)
    return found


def _match(text: str, region: str) -> list[dict[str, str]]:
    result: dict[str, dict[str, str]] = {}
    for match in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID):
        phone = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
        entry = {"phone": phone}
        if match.number.extension:
            entry["extension"] = match.number.extension
        result.setdefault(phone, entry)
    return list(result.values())
