"""Reads data/crisis/rules: the patterns of danger, the scopes around them, spelling and word lists.

Loading is strict: an unknown key, a missing one or a pattern that cannot be read is an error that names the file and the rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from clinic.safety.normalise import Normaliser
from clinic.safety.notation import Choice, Notation, NotationError
from clinic.safety.verdict import Category, Tier
from clinic.yaml_files import read_yaml

_SIGN = re.compile(r"[()|?!<>]")


class RuleError(ValueError):
    """A rule file that cannot be used."""


class Kind(str, Enum):
    """What a pattern tells: danger, or something about the danger beside it."""

    DANGER = "danger"
    IDIOM = "idiom"
    PAST = "past"
    LONG_PAST = "long_past"
    RECENT = "recent"
    TOPIC = "topic"
    BEREAVEMENT = "bereavement"
    PROFESSIONAL = "professional"
    DOUBT = "doubt"
    RESOLVED = "resolved"
    CLEAR = "clear"


@dataclass(frozen=True)
class Rule:
    """One pattern of danger or one scope.

    writer: the rule is about the writer whoever is named in the sentence
    questions: the rule holds only for answers to these questions (empty: always)
    keeps: scopes that do not lower this rule
    """

    name: str
    kind: Kind
    why: str
    patterns: tuple[str, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...] = ()
    tier: Tier = Tier.NONE
    category: Category | None = None
    writer: bool = False
    questions: frozenset[str] = frozenset()
    keeps: frozenset[Kind | str] = frozenset()


@dataclass(frozen=True)
class Subjects:
    """Words that tell whom a sentence is about, nearest one to the left of the danger wins."""

    writer: frozenset[str]
    writer_inside: frozenset[str]
    other: frozenset[str]
    other_inside: frozenset[str]
    generic: frozenset[str]
    past_tense: frozenset[str]


@dataclass(frozen=True)
class Negation:
    """A negator before the danger, with nothing but fillers between, takes it back."""

    negators: frozenset[str]
    bare_negators: frozenset[str]
    bare_before: frozenset[str]
    fillers: frozenset[str]
    unless_before: frozenset[str]
    unless_after: frozenset[str]
    terminators: frozenset[str]


@dataclass(frozen=True)
class RuleBook:
    """Everything that the patterns need."""

    rules: tuple[Rule, ...]
    notation: Notation
    normaliser: Normaliser
    subjects: Subjects
    negation: Negation

    def read(self, rule: Rule) -> Choice:
        """The rule's patterns as one tree."""
        try:
            return Choice(tuple((self.notation.read(pattern),) for pattern in rule.patterns))
        except NotationError as problem:
            raise RuleError(f"rule {rule.name}: {problem}") from problem


def load_rules(folder: Path) -> RuleBook:
    """All rules under `folder` (data/crisis/rules)."""
    normaliser = _normaliser(folder / "words" / "spelling.yml")
    lexicon_file = folder / "words" / "lexicon.yml"
    lists = _mapping(_read(lexicon_file), lexicon_file)
    files = sorted(path for path in folder.rglob("*.yml") if path.parent.name != "words")
    rules = tuple(rule for path in files for rule in _rules_in(path))
    _unique(rules)
    normaliser.vocabulary |= _vocabulary(normaliser, lists, rules)
    notation = Notation({}, normaliser.pattern_word)
    notation.lexicon = _lexicon(notation, lists, lexicon_file)
    scope_file = folder / "words" / "scope.yml"
    scope = _mapping(_read(scope_file), scope_file)
    _only(scope, {"subjects", "negation"}, str(scope_file))
    return RuleBook(rules, notation, normaliser,
                    Subjects(**_word_sets(scope["subjects"], Subjects, scope_file)),
                    Negation(**_word_sets(scope["negation"], Negation, scope_file)))


def _read(path: Path) -> Any:
    try:
        return read_yaml(path)
    except yaml.YAMLError as problem:
        raise RuleError(f"{path.name}: {problem}") from problem


def _mapping(value: Any, path: Path) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise RuleError(f"{path.name}: expected a mapping")
    return value


def _only(row: Mapping[str, Any], allowed: Iterable[str], where: str) -> None:
    unknown = set(row) - set(allowed)
    if unknown:
        raise RuleError(f"{where}: unknown key {', '.join(sorted(map(str, unknown)))}")


_FILE_KEYS = {"kind", "category", "tier", "rules"}
_RULE_KEYS = {"name", "why", "patterns", "match", "no_match", "tier", "category", "writer", "questions", "keeps", "kind"}


def _rules_in(path: Path) -> list[Rule]:
    file = _mapping(_read(path), path)
    where = f"{path.parent.name}/{path.name}"
    _only(file, _FILE_KEYS, where)
    return [_rule(row, file, where) for row in file.get("rules") or []]


def _rule(row: Any, file: Mapping[str, Any], where: str) -> Rule:
    if not isinstance(row, dict) or "name" not in row:
        raise RuleError(f"{where}: a rule without a name")
    where = f"{where}, rule {row['name']}"
    _only(row, _RULE_KEYS, where)
    for key in ("why", "patterns", "match"):
        if not row.get(key):
            raise RuleError(f"{where}: {key} is missing")
    try:
        kind = Kind(row.get("kind", file.get("kind", "danger")))
        category = row.get("category", file.get("category"))
        return Rule(
            name=row["name"], kind=kind, why=row["why"],
            patterns=_strings(row["patterns"], where), match=_strings(row["match"], where),
            no_match=_strings(row.get("no_match", []), where),
            tier=Tier(row.get("tier", file.get("tier", "none"))),
            category=Category(category) if category else None,
            writer=bool(row.get("writer", False)),
            questions=frozenset(_strings(row.get("questions", []), where)),
            keeps=frozenset(_strings(row.get("keeps", []), where)))
    except ValueError as problem:
        raise RuleError(f"{where}: {problem}") from problem


def _strings(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise RuleError(f"{where}: expected a list of texts, got {value!r}")
    return tuple(value)


def _unique(rules: Iterable[Rule]) -> None:
    seen: set[str] = set()
    for rule in rules:
        if rule.name in seen:
            raise RuleError(f"rule {rule.name}: the name is used twice")
        seen.add(rule.name)


def _normaliser(path: Path) -> Normaliser:
    file = _mapping(_read(path), path)
    _only(file, {"words", "phrases", "repair", "censored", "emoji"}, path.name)
    return Normaliser(
        words={written: tuple(meant.split()) for meant, line in file["words"].items() for written in line.split()},
        phrases={tuple(written.split()): tuple(meant.split())
                 for meant, several in file["phrases"].items() for written in several},
        repair=frozenset(file["repair"].split()),
        censored=tuple(file["censored"].split()),
        emoji=file["emoji"])


def _vocabulary(normaliser: Normaliser, lists: Mapping[str, list[str]], rules: Iterable[Rule]) -> set[str]:
    """Every word that a rule looks for; disguised words are recognised by it."""
    lines = [line for several in lists.values() for line in several]
    lines += [pattern for rule in rules for pattern in rule.patterns]
    words = {word for line in lines for word in _SIGN.sub(" ", line.lower()).split() if word.isalpha()}
    return words | normaliser.repair | set(normaliser.censored)


def _lexicon(notation: Notation, lists: Mapping[str, list[str]], path: Path) -> dict[str, Choice]:
    """Lists may use the lists above them."""
    read: dict[str, Choice] = {}
    for name, lines in lists.items():
        notation.lexicon = read
        try:
            read[name] = notation.read(" | ".join(_strings(lines, f"{path.name}, list {name}")))
        except NotationError as problem:
            raise RuleError(f"{path.name}, list {name}: {problem}") from problem
    return read


def _word_sets(row: Any, shape: type, path: Path) -> dict[str, frozenset[str]]:
    names = set(shape.__dataclass_fields__)  # type: ignore[attr-defined]
    if not isinstance(row, dict) or set(row) != names:
        raise RuleError(f"{path.name}: expected exactly the keys {', '.join(sorted(names))}")
    return {name: frozenset(str(words).split()) for name, words in row.items()}
