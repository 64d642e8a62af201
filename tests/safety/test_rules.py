"""Every rule's own examples, and that loading is strict."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic.safety import Context, Screen
from clinic.safety.rules import Kind, Rule, RuleBook, RuleError, load_rules

CRISIS_DATA = Path(__file__).resolve().parents[2] / "data" / "crisis"

BOOK = load_rules(CRISIS_DATA / "rules")
DANGERS = [rule for rule in BOOK.rules if rule.kind is Kind.DANGER]
SCOPES = [rule for rule in BOOK.rules if rule.kind is not Kind.DANGER]


def context_of(rule: Rule) -> Context:
    return Context(question=min(rule.questions)) if rule.questions else Context()


def holds(screen: Screen, rule: Rule, text: str) -> bool:
    """The rule counts at its full tier: nothing around it takes it back."""
    return any(j.rules == (rule.name,) for j in screen.judgements(text, context_of(rule)))


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r in DANGERS for t in r.match], ids=lambda v: getattr(v, "name", v))
def test_danger_is_found(patterns: Screen, rule: Rule, text: str) -> None:
    assert holds(patterns, rule, text)
    assert patterns.screen(text, context_of(rule)).tier.urgency >= rule.tier.urgency


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r in DANGERS for t in r.no_match], ids=lambda v: getattr(v, "name", v))
def test_look_alike_is_not_that_danger(patterns: Screen, rule: Rule, text: str) -> None:
    assert not holds(patterns, rule, text)


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r in SCOPES for t in r.match], ids=lambda v: getattr(v, "name", v))
def test_scope_is_found(patterns: Screen, rule: Rule, text: str) -> None:
    assert rule.name in {f.rule.name for f in patterns.found(text, context_of(rule))}


@pytest.mark.parametrize(("rule", "text"), [(r, t) for r in SCOPES for t in r.no_match], ids=lambda v: getattr(v, "name", v))
def test_scope_is_not_found(patterns: Screen, rule: Rule, text: str) -> None:
    assert rule.name not in {f.rule.name for f in patterns.found(text)}


def test_there_are_enough_patterns(book: RuleBook) -> None:
    assert sum(len(rule.patterns) for rule in book.rules) >= 200


def write_rules(folder: Path, row: str) -> Path:
    for name in ("spelling.yml", "lexicon.yml", "scope.yml"):
        target = folder / "words" / name
        target.parent.mkdir(exist_ok=True)
        target.write_text((CRISIS_DATA / "rules" / "words" / name).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "mine.yml").write_text(f"rules:\n  - {row}\n", encoding="utf-8")
    return folder


GOOD = "{name: a, why: b, patterns: [want to die], match: [x]}"


def test_a_good_rule_loads(tmp_path: Path) -> None:
    assert [rule.name for rule in load_rules(write_rules(tmp_path, GOOD)).rules] == ["a"]


@pytest.mark.parametrize(("row", "said"), [
    ("{name: a, why: b, patterns: [die], match: [x], severity: 3}", "rule a: unknown key severity"),
    ("{name: a, patterns: [die], match: [x]}", "rule a: why is missing"),
    ("{name: a, why: b, patterns: [die], match: []}", "rule a: match is missing"),
    ("{name: a, why: b, patterns: die, match: [x]}", "rule a: expected a list"),
    ("{name: a, why: b, patterns: [die], match: [x], tier: huge}", "rule a: 'huge'"),
    ("{why: b, patterns: [die], match: [x]}", "a rule without a name"),
])
def test_a_bad_rule_is_named(tmp_path: Path, row: str, said: str) -> None:
    with pytest.raises(RuleError, match=said) as error:
        load_rules(write_rules(tmp_path, row))
    assert "mine.yml" in str(error.value)


@pytest.mark.parametrize("pattern", ["(die", "die)", "@nothing_like_this", "a?", "..3", "( | die)"])
def test_a_bad_pattern_is_an_error(tmp_path: Path, pattern: str) -> None:
    row = f'{{name: a, why: b, patterns: ["{pattern}"], match: [x]}}'
    with pytest.raises(RuleError, match="rule a"):
        Screen(load_rules(write_rules(tmp_path, row)), None)
