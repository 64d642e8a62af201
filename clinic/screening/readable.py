"""Answers in words that the visitor reads back before sending them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

_YES_NO = {"yes": "Yes", "no": "No", "unsure": "Not sure", "not_applicable": "Does not apply"}
_REASONS = {
    "depression": "Depression",
    "anxiety": "Anxiety",
    "ptsd": "PTSD",
    "ocd": "OCD",
    "bipolar": "Bipolar disorder",
    "chronic_pain": "Chronic pain",
    "other": "Something else",
}
_PRESSURE = {"yes": "High", "no": "Not high", "unsure": "Not sure"}
_PREGNANCY = {"pregnant": "pregnant", "trying": "trying to become pregnant", "breastfeeding": "breast-feeding"}


def is_skipped(value: object) -> bool:
    """The visitor chose not to answer."""
    return isinstance(value, Mapping) and value.get("skipped") is True


def readable(question: str, value: Any) -> str:
    """One line for a person; a value of an unexpected shape raises KeyError or TypeError, it is never hidden."""
    if is_skipped(value):
        return "Skipped"
    return _READERS[question](value)


def _contact(value: Mapping[str, Any]) -> str:
    ways = [value[way] for way in ("phone", "email") if value.get(way)]
    message = {True: " (a message may be left)", False: " (please leave no message)"}
    return " or ".join(ways) + message.get(value.get("leave_message"), "")  # type: ignore[arg-type]


def _reason(value: Mapping[str, Any]) -> str:
    named = ", ".join(_REASONS[code] for code in value["codes"])
    if (value.get("text") or "").casefold() == named.casefold():
        return named
    return f"{named}: “{value['text']}”" if value.get("text") else named


def _trials(value: Mapping[str, Any]) -> str:
    low, high, names = value["min"], value["max"], value["names"]
    if low == high:
        number = "None" if low == 0 else str(low)
    elif high is None:
        number = f"{low} or more" if low else "Not sure"
    else:
        number = f"{low} to {high}"
    return f"{number} ({', '.join(names)})" if names else number


def _pressure(value: Mapping[str, Any]) -> str:
    control = {True: "controlled", False: "not controlled"}.get(value["controlled"])
    reading = "/".join(str(number) for number in value["reading"] or [])
    return ", ".join(filter(None, [_PRESSURE[value["high"]], control, reading]))


def _psychosis(value: Mapping[str, Any]) -> str:
    when = {True: "now", False: "in the past"}.get(value["current"])
    which = ", ".join(name.replace("_", " ") for name in value["which"])
    return ", ".join(filter(None, [_YES_NO[value["answer"]], which, when]))


def _pregnancy(value: Mapping[str, Any]) -> str:
    kind = value.get("kind")
    return f"{_YES_NO[value['answer']]}, {_PREGNANCY[kind]}" if kind else _YES_NO[value["answer"]]


def _medicines(value: Mapping[str, Any]) -> str:
    listed = [" ".join(filter(None, [entry["name"], entry["dose"]])) for entry in value["medicines"]]
    listed += [f"“{words}”" for words in value["unrecognised"]]
    now = ", ".join(listed) or ("None" if value["none"] else "Not sure")
    return f"{now} (not now: {', '.join(value['stopped'])})" if value["stopped"] else now


_READERS: dict[str, Callable[[Any], str]] = {
    "consent": lambda value: _YES_NO[value],
    "for_whom": lambda value: {"self": "Myself", "other": "Someone else"}[value],
    "age": str,
    "first_name": str,
    "callback": _contact,
    "main_reason": _reason,
    "antidepressants_tried": _trials,
    "blood_pressure": _pressure,
    "psychosis_or_mania": _psychosis,
    "pregnancy": _pregnancy,
    "medicines": _medicines,
    "review": lambda value: "Submit" if value == "submit" else f"Change {value['change'].replace('_', ' ')}",
}
