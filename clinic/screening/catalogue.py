"""The medicines and conditions that the screening knows, read strictly from data/screening."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from clinic.yaml_files import read_yaml

DATA = Path(__file__).resolve().parents[2] / "data" / "screening"
PSYCHOSIS_OR_MANIA = "psychosis_or_mania"

_REVIEW = {"reviewed_by", "reviewed_on"}
_REASONS = {"depression", "anxiety", "ptsd", "ocd", "bipolar", "chronic_pain"}


class CatalogueError(ValueError):
    """A data file cannot be used; the message names the file, the entry and what is wrong."""


@dataclass(frozen=True)
class Medicine:
    """name: generic, lower case; forms: every name, brand and spelling that means it, lower case."""

    name: str
    classes: tuple[str, ...]
    forms: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """reason: code of the question main_reason; lifelong: naming it says nothing about now."""

    id: str
    reason: str
    group: str | None
    lifelong: bool
    forms: tuple[str, ...]


def load_medicines(path: Path = DATA / "medicines.yml") -> tuple[dict[str, str], tuple[Medicine, ...]]:
    """(label of each class, every medicine). Raises CatalogueError."""
    raw = _read(path, {"classes", "medicines"} | _REVIEW)
    labels = {str(key): str(label) for key, label in raw["classes"].items()}
    medicines = []
    for number, entry in enumerate(raw["medicines"], start=1):
        where = f"{path.name}, medicine {number} ({_name(entry, 'name')})"
        _check(where, entry, required={"name", "classes"}, optional={"brands", "also"})
        if unknown := set(entry["classes"]) - labels.keys():
            raise CatalogueError(f"{where}: unknown class {', '.join(sorted(unknown))}")
        forms = _forms(where, [entry["name"], *entry.get("brands", []), *entry.get("also", [])])
        medicines.append(Medicine(entry["name"], tuple(entry["classes"]), forms))
    _unique(path.name, [(medicine.name, medicine.forms) for medicine in medicines])
    return labels, tuple(medicines)


def load_conditions(path: Path = DATA / "conditions.yml") -> tuple[Condition, ...]:
    """Every condition. Raises CatalogueError."""
    raw = _read(path, {"conditions"} | _REVIEW)
    conditions = []
    for number, entry in enumerate(raw["conditions"], start=1):
        where = f"{path.name}, condition {number} ({_name(entry, 'id')})"
        _check(where, entry, required={"id", "also"}, optional={"reason", "group", "lifelong"})
        reason, group = entry.get("reason", "other"), entry.get("group")
        if reason not in _REASONS | {"other"}:
            raise CatalogueError(f"{where}: unknown reason {reason}")
        if group not in {None, PSYCHOSIS_OR_MANIA}:
            raise CatalogueError(f"{where}: unknown group {group}")
        conditions.append(Condition(entry["id"], reason, group, bool(entry.get("lifelong")), _forms(where, entry["also"])))
    _unique(path.name, [(condition.id, condition.forms) for condition in conditions])
    return tuple(conditions)


def _read(path: Path, keys: set[str]) -> Mapping[str, Any]:
    try:
        raw = read_yaml(path)
    except yaml.YAMLError as error:
        raise CatalogueError(f"{path.name}: this is not valid YAML ({getattr(error, 'problem_mark', error)})") from None
    _check(path.name, raw, required=keys, optional=set())
    return raw  # type: ignore[no-any-return]


def _check(where: str, raw: Any, required: set[str], optional: set[str]) -> None:
    if not isinstance(raw, Mapping):
        raise CatalogueError(f"{where}: expected `key: value` lines")
    for problem, keys in (("unknown", raw.keys() - required - optional), ("missing", required - raw.keys())):
        if keys:
            raise CatalogueError(f"{where}: {problem} {', '.join(sorted(map(str, keys)))}")


def _name(entry: Any, key: str) -> str:
    return str(entry.get(key, "no name")) if isinstance(entry, Mapping) else "no name"


def _forms(where: str, names: list[Any]) -> tuple[str, ...]:
    for name in names:
        if not isinstance(name, str) or not name.strip():
            raise CatalogueError(f"{where}: {name!r} must be a text (put it in quotes)")
    return tuple(dict.fromkeys(name.lower() for name in names))


def _unique(file: str, named: list[tuple[str, tuple[str, ...]]]) -> None:
    owner: dict[str, str] = {}
    for name, forms in named:
        for form in forms:
            if owner.setdefault(form, name) != name:
                raise CatalogueError(f"{file}: {form!r} stands for both {owner[form]} and {name}")
