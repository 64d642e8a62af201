"""The clinic's facts (clinic.yml) and their place in texts: {clinic.phone}, {clinic.prices.infusion}..."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from clinic.yaml_files import read_yaml

UNSET = "our staff will tell you"
_FIELD = re.compile(r"\{clinic\.([a-z_.]+)\}")
_KEYS = {
    "name", "phone", "email", "address", "website", "time_zone", "country", "hours", "holidays", "services",
    "languages", "prices", "insurance", "payment_plans", "parking", "booking", "cancellation", "telehealth",
    "fasting", "minimum_age", "callback_within", "crisis",
}  # fmt: skip
_DAYS = {"mon": "Monday", "tue": "Tuesday", "wed": "Wednesday", "thu": "Thursday", "fri": "Friday", "sat": "Saturday",
         "sun": "Sunday"}  # fmt: skip


class FactsError(ValueError):
    """clinic.yml, or a text that uses it, cannot be used; the message says where."""


@dataclass(frozen=True)
class Facts:
    """What clinic.yml says. `values` are the raw values by key; None means the clinic has not told us."""

    values: Mapping[str, Any]

    @property
    def name(self) -> str:
        return str(self.values["name"])

    @property
    def phone(self) -> str | None:
        return None if self.values["phone"] is None else str(self.values["phone"])

    def text(self, field: str) -> str:
        """A fact in words, by its dotted name; an unset one is "our staff will tell you"."""
        value: Any = self.values
        for part in field.split("."):
            if not isinstance(value, Mapping) or part not in value:
                raise FactsError(f"clinic.yml has no fact named {field}")
            value = value[part]
        return _words(value)

    def fill(self, text: str) -> str:
        """The text with every {clinic.…} field replaced. Raises FactsError for a field that does not exist."""
        return _FIELD.sub(lambda match: self.text(match[1]), text)


def _words(value: Any) -> str:
    if value is None or value == [] or value == {}:
        return UNSET
    if isinstance(value, Mapping):
        return "; ".join(f"{_DAYS.get(key, key)} {_words(item)}" for key, item in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)


def load_facts(path: Path) -> Facts:
    """Read clinic.yml. Raises FactsError naming the key when one is unknown or missing."""
    values = read_yaml(path)
    if not isinstance(values, dict):
        raise FactsError(f"{path.name} must hold a list of facts, one `name: value` a line")
    for problem, keys in (("does not know", values.keys() - _KEYS), ("lacks", _KEYS - values.keys())):
        if keys:
            raise FactsError(f"{path.name} {problem} {', '.join(sorted(keys))}")
    return Facts(values)
