"""Lines that a person in danger can call, text or open, by country (data/crisis/resources.yml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from clinic.yaml_files import read_yaml

ANYWHERE = "*"
DEFAULT_COUNTRY = "US"
_KEYS = {"id", "country", "purpose", "who", "channel", "number", "href", "label", "detail", "body", "hours", "languages",
         "verified_on", "review_by", "source"}
_PURPOSES = {"emergency", "suicide", "text", "chat", "poison", "violence", "support", "lgbtq", "sexual_assault", "child",
             "maternal", "veterans", "directory"}
_SCHEMES = {"call": "tel:", "text": "sms:", "chat": "https:", "web": "https:"}


class ResourceError(ValueError):
    """A row of resources.yml that cannot be used."""


@dataclass(frozen=True)
class Line:
    """One button: what it says, what it opens (tel:, sms: or https:), one line of detail."""

    label: str
    href: str
    detail: str


@dataclass(frozen=True)
class Resource:
    """A row of resources.yml; country "*" serves every country; verified_on is None until somebody looked."""

    id: str
    country: str
    purpose: str
    who: str
    channel: str
    number: str | None
    href: str
    label: Mapping[str, str]
    detail: Mapping[str, str]
    body: Mapping[str, str]
    hours: str
    languages: tuple[str, ...]
    verified_on: date | None
    review_by: date
    source: str

    def line(self, language: str) -> Line:
        """The button in a language (English when there is no other)."""
        body = self.body.get(language, "")
        return Line(_in(self.label, language), self.href + (f"?&body={body}" if body else ""), _in(self.detail, language))


@dataclass(frozen=True)
class Resources:
    """All lines."""

    rows: tuple[Resource, ...]

    @property
    def countries(self) -> frozenset[str]:
        """Countries with lines of their own."""
        return frozenset(row.country for row in self.rows) - {ANYWHERE}

    def for_purposes(self, country: str | None, purposes: Sequence[str], language: str) -> list[Line]:
        """Lines in the order of `purposes`; unknown country: the default country's lines and the directory together."""
        known = country if country in self.countries else DEFAULT_COUNTRY if country is None else ANYWHERE
        wanted = list(purposes) + (["directory"] if known != country else [])
        found = [row for purpose in wanted for row in self.rows if row.purpose == purpose and row.country in (known, ANYWHERE)]
        return [row.line(language) for row in {row.id: row for row in found}.values()]

    def emergency_number(self, country: str | None) -> str | None:
        """The number for police and ambulance; None where only "your local emergency number" can be said."""
        known = DEFAULT_COUNTRY if country is None else country
        return next((row.number for row in self.rows if row.purpose == "emergency" and row.country == known), None)

    def due(self, today: date) -> list[Resource]:
        """Rows nobody has verified, or whose review date has passed."""
        return [row for row in self.rows if row.verified_on is None or row.review_by < today]


def load_resources(path: Path) -> Resources:
    """Strict: a missing or unknown key is an error that names the row."""
    rows = read_yaml(path)["lines"]
    return Resources(tuple(_resource(row) for row in rows))


def _resource(row: dict[str, Any]) -> Resource:
    where = f"resources.yml, row {row.get('id', '?')}"
    if set(row) | {"body"} != _KEYS:
        raise ResourceError(f"{where}: unknown or missing key {', '.join(sorted((set(row) | {'body'}) ^ _KEYS))}")
    if row["purpose"] not in _PURPOSES:
        raise ResourceError(f"{where}: unknown purpose {row['purpose']}")
    if not str(row["href"]).startswith(_SCHEMES.get(row["channel"], "?")):
        raise ResourceError(f"{where}: {row['href']} does not suit the channel {row['channel']}")
    if row["number"] and _digits(row["number"]) not in _digits(row["href"]):
        raise ResourceError(f"{where}: the number and the href differ")
    return Resource(**{**row, "body": row.get("body") or {}, "languages": tuple(row["languages"])})


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or texts["en"]
