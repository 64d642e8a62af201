from __future__ import annotations

import pytest

from clinic.screening.catalogue import load_medicines
from clinic.screening.flags import RULES, Level, flags
from clinic.screening.questions import NAMES
from tests.screening.reading import value

CALM = {
    "age": "41",
    "main_reason": "depression",
    "antidepressants_tried": "prozac, zoloft and lexapro",
    "blood_pressure": "no",
    "psychosis_or_mania": "no",
    "pregnancy": "no",
    "medicines": "none",
}


def raised(**said: str) -> dict[str, Level]:
    answers = {name: value(name, text) for name, text in (CALM | said).items()}
    assert "INVALID" not in answers.values()
    return {flag.rule: flag.level for flag in flags(answers)}


def test_a_plain_case_raises_nothing() -> None:
    assert raised() == {}
    assert flags({}) == []


@pytest.mark.parametrize(
    ("question", "text", "rule", "level"),
    [
        ("age", "66", "over_65", Level.INFO),
        ("main_reason", "anxiety", "not_depression", Level.REVIEW),
        ("main_reason", "bipolar 2", "bipolar_reason", Level.REVIEW),
        ("antidepressants_tried", "just prozac", "fewer_than_two_trials", Level.REVIEW),
        ("antidepressants_tried", "not sure", "fewer_than_two_trials", Level.REVIEW),
        ("blood_pressure", "high and not controlled", "uncontrolled_pressure", Level.HOLD),
        ("blood_pressure", "160/100", "high_reading", Level.HOLD),
        ("blood_pressure", "high but controlled", "high_pressure", Level.REVIEW),
        ("blood_pressure", "not sure", "pressure_unsure", Level.REVIEW),
        ("psychosis_or_mania", "I am manic right now", "active_psychosis_or_mania", Level.HOLD),
        ("psychosis_or_mania", "psychosis years ago", "psychosis_or_mania_history", Level.REVIEW),
        ("psychosis_or_mania", "not sure", "psychosis_or_mania_unsure", Level.REVIEW),
        ("pregnancy", "breastfeeding", "pregnancy", Level.HOLD),
        ("pregnancy", "not sure", "pregnancy", Level.HOLD),
        ("pregnancy", "skip", "pregnancy_not_answered", Level.REVIEW),
        ("callback", "skip", "no_callback", Level.INFO),
        ("medicines", "klonipin", "benzodiazepine", Level.REVIEW),
        ("medicines", "lamictol", "lamotrigine", Level.REVIEW),
        ("medicines", "nardil", "maoi", Level.REVIEW),
        ("medicines", "off nardil since May", "maoi_stopped", Level.REVIEW),
        ("medicines", "vyvance", "stimulant", Level.REVIEW),
        ("medicines", "percoset", "opioid", Level.REVIEW),
        ("medicines", "suboxone", "opioid", Level.REVIEW),
        ("medicines", "ambien", "z_drug", Level.REVIEW),
        ("medicines", "gabbapentin", "gabapentinoid", Level.REVIEW),
        ("medicines", "flexeril", "other_depressant", Level.REVIEW),
        ("medicines", "theo-24", "theophylline", Level.REVIEW),
        ("medicines", "synthroid", "thyroid_hormone", Level.REVIEW),
        ("medicines", "paxlovid", "cyp3a4_inhibitor", Level.REVIEW),
        ("medicines", "st johns wort", "cyp3a4_inducer", Level.REVIEW),
        ("medicines", "plavix", "cyp2b6_inhibitor", Level.REVIEW),
        ("medicines", "tegretol", "cyp2b6_inducer", Level.REVIEW),
        ("medicines", "clozaril", "clozapine", Level.REVIEW),
        ("medicines", "haldol", "haloperidol", Level.REVIEW),
        ("medicines", "risperdal", "risperidone", Level.REVIEW),
        ("medicines", "vivitrol", "naltrexone", Level.REVIEW),
        ("medicines", "spravato", "ketamine_already", Level.REVIEW),
        ("medicines", "blorbozine 5mg", "unrecognised_medicine", Level.REVIEW),
        ("medicines", "I don't remember", "medicines_unknown", Level.REVIEW),
    ],
)
def test_rule_fires(question: str, text: str, rule: str, level: Level) -> None:
    assert raised(**{question: text}).get(rule) == level


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("age", "65"),
        ("blood_pressure", "120/80"),
        ("psychosis_or_mania", "no, but my mom is bipolar"),
        ("pregnancy", "I'm a man"),
        ("medicines", "my wife takes xanax, I take nothing"),
        ("medicines", "vitamin d and metformin"),
    ],
)
def test_nothing_fires(question: str, text: str) -> None:
    assert raised(**{question: text}) == {}


def test_every_rule_says_why_and_where_from() -> None:
    names = [rule.flag.rule for rule in RULES]
    assert len(names) == len(set(names))
    for rule in RULES:
        assert rule.flag.question in NAMES and rule.flag.why.endswith(".") and rule.flag.source


def test_the_most_urgent_comes_first() -> None:
    levels = list(raised(age="70", blood_pressure="180/110", medicines="xanax").values())
    assert levels == sorted(levels, key=list(Level).index) and levels[0] is Level.HOLD


def test_every_class_that_a_rule_names_exists() -> None:
    labels, medicines = load_medicines()
    assert len(medicines) >= 250
    used = {label for medicine in medicines for label in medicine.classes}
    assert used == set(labels)
