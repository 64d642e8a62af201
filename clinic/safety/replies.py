"""The fixed words that answer a verdict (data/crisis/replies.yml). No sentence here is ever generated."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from clinic.safety.resources import Line, Resources, load_resources
from clinic.safety.verdict import Category, Subject, Tier, Verdict
from clinic.yaml_files import read_yaml

LANGUAGES = ("en", "es")
LOCAL_NUMBER = {"en": "your local emergency number", "es": "número de emergencia local"}
_KEYS = {"automated", "staff", "buttons", "support", "support_elsewhere", "replies"}
_REPLY_KEYS = {"when", "lines", "elsewhere", *LANGUAGES}


class ReplyError(ValueError):
    """replies.yml cannot be used."""


@dataclass(frozen=True)
class StaffFacts:
    """What is true about the alert and the office at this moment. open: None when the hours are unknown."""

    alert: Literal["not_stored", "stored", "delivered", "acknowledged"] = "not_stored"
    open: bool | None = None


@dataclass(frozen=True)
class CrisisReply:
    """What the visitor sees: words, lines that call or text, answers to the one question."""

    text: str
    lines: tuple[Line, ...]
    buttons: tuple[dict[str, str], ...]


@dataclass(frozen=True)
class Replies:
    """replies.yml and resources.yml, ready."""

    words: Mapping[str, Any]
    resources: Resources

    def reply(self, verdict: Verdict, *, language: str, country: str | None, staff: StaffFacts) -> CrisisReply:
        """The answer to a verdict of check_in, crisis or emergency. country: ISO code, None when unknown."""
        if not verdict.tier.shows_lines:
            raise ReplyError(f"no crisis reply for tier {verdict.tier.value}")
        language = language if language in LANGUAGES else "en"
        row = self._row(verdict)
        number = self.resources.emergency_number(country)
        words = row["elsewhere"] if "elsewhere" in row and country not in (None, "US", "CA") else row
        text = words[language].format(
            emergency=number or LOCAL_NUMBER[language],
            automated=self.words["automated"][language],
            staff=self.staff_line(verdict, language, staff))
        return CrisisReply(" ".join(text.split()), tuple(self.resources.for_purposes(country, row["lines"], language)),
                           self._buttons(verdict, language))

    def staff_line(self, verdict: Verdict, language: str, staff: StaffFacts) -> str:
        """Never more than the stored state of the alert."""
        said = self.words["staff"]
        if asks_consent(verdict) and staff.alert == "not_stored":
            return str(said["consent"][language])
        if verdict.tier is Tier.CHECK_IN and staff.alert == "stored":
            line = said["told"][language]
        else:
            line = said[staff.alert][language]
        if staff.open is False and staff.alert in ("stored", "delivered"):
            line = f"{line} {said['closed'][language]}"
        return str(line)

    def support_line(self, language: str, country: str | None = None) -> str:
        """One sentence beside a normal answer that touches suicide."""
        key = "support" if country in (None, "US", "CA") else "support_elsewhere"
        return str(self.words[key][language if language in LANGUAGES else "en"])

    def emergency_lines(self, country: str | None, language: str = "en") -> list[Line]:
        """Lines that the widget carries for when nothing else works."""
        return self.resources.for_purposes(country, ["emergency", "suicide", "text", "chat"], language)

    def _row(self, verdict: Verdict) -> Mapping[str, Any]:
        facts = {"tier": verdict.tier.value, "category": verdict.category.value if verdict.category else None,
                 "subject": verdict.subject.value}
        return next(row for row in self.words["replies"] if all(facts[key] == value for key, value in row["when"].items()))

    def _buttons(self, verdict: Verdict, language: str) -> tuple[dict[str, str], ...]:
        own_thoughts = verdict.tier is Tier.CHECK_IN and verdict.category is not Category.THIRD_PERSON
        rows = self.words["buttons"]["thoughts_now" if own_thoughts else "safe_now"]
        if verdict.tier is Tier.EMERGENCY or verdict.subject is Subject.OTHER or verdict.category is Category.HARM_TO_OTHERS:
            rows = self.words["buttons"]["thoughts_now"]
        return tuple({"title": row["title"][language], "payload": row["payload"][language]} for row in rows)


def asks_consent(verdict: Verdict) -> bool:
    """Staff are told about a third person only with the visitor's consent, unless the danger is immediate."""
    return verdict.category is Category.THIRD_PERSON and verdict.tier is not Tier.EMERGENCY


def load_replies(folder: Path) -> Replies:
    """From data/crisis: replies.yml and resources.yml; strict."""
    path = folder / "replies.yml"
    words = read_yaml(path)
    if not isinstance(words, dict) or set(words) != _KEYS:
        raise ReplyError(f"{path.name}: expected exactly the keys {', '.join(sorted(_KEYS))}")
    for number, row in enumerate(words["replies"], start=1):
        if set(row) | {"elsewhere"} != _REPLY_KEYS or not set(row["when"]) <= {"tier", "category", "subject"}:
            raise ReplyError(f"{path.name}, reply {number}: unknown or missing key")
    return Replies(words, load_resources(folder / "resources.yml"))
