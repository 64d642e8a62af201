"""What a clinician must see in the answers. For staff only; a visitor never hears a level or a rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from clinic.screening.questions import QUESTIONS, is_skipped

Answers = Mapping[str, Any]

BRIEF = "The project's clinical brief; to be confirmed by the clinic's clinicians"
SPRAVATO = "Spravato (esketamine) prescribing information"
KETALAR = "Ketalar (ketamine) prescribing information"


class Level(str, Enum):
    """Most urgent first. URGENT is for the crisis path; HOLD: before booking; REVIEW: at the consultation."""

    URGENT = "urgent"
    HOLD = "hold"
    REVIEW = "review"
    INFO = "info"


@dataclass(frozen=True)
class Flag:
    """One reason to look; question: whose answer caused it."""

    level: Level
    question: str
    rule: str
    why: str
    source: str


@dataclass(frozen=True)
class Rule:
    flag: Flag
    applies: Callable[[Any], bool]


def _rule(level: Level, question: str, name: str, why: str, source: str, applies: Callable[[Any], bool]) -> Rule:
    return Rule(Flag(level, question, name, why, source), applies)


def _takes(*classes: str) -> Callable[[Any], bool]:
    wanted = set(classes)
    return lambda value: any(wanted & set(entry["classes"]) for entry in value["medicines"])


_HOLD, _REVIEW, _INFO = Level.HOLD, Level.REVIEW, Level.INFO

_ANSWERS: tuple[Rule, ...] = (
    _rule(_INFO, "age", "over_65", "Over 65 years.", BRIEF, lambda age: age > 65),
    _rule(
        _REVIEW,
        "main_reason",
        "not_depression",
        "The main reason is not depression.",
        BRIEF,
        lambda v: v["codes"][0] != "depression",
    ),
    _rule(
        _REVIEW,
        "main_reason",
        "bipolar_reason",
        "Bipolar disorder is named among the reasons.",
        BRIEF,
        lambda v: "bipolar" in v["codes"],
    ),
    _rule(
        _REVIEW,
        "antidepressants_tried",
        "fewer_than_two_trials",
        "Fewer than two antidepressants are certain; treatment resistance means at least two adequate trials. Not a refusal.",
        BRIEF,
        lambda v: v["min"] < 2,
    ),
    _rule(
        _HOLD,
        "blood_pressure",
        "uncontrolled_pressure",
        "High blood pressure that is said or measured not to be controlled.",
        f"{KETALAR}: contraindicated where a significant rise of blood pressure would be a serious hazard; the brief",
        lambda v: v["high"] == "yes" and v["controlled"] is False,
    ),
    _rule(
        _HOLD,
        "blood_pressure",
        "high_reading",
        "The reading given is at or above 140/90 mmHg.",
        f"{SPRAVATO}: weigh the risk if the pressure before a dose is above 140/90 mmHg",
        lambda v: v["reading"] is not None and (v["reading"][0] >= 140 or v["reading"][1] >= 90),
    ),
    _rule(
        _REVIEW,
        "blood_pressure",
        "high_pressure",
        "High blood pressure; whether it is controlled needs a look.",
        f"{SPRAVATO} and {KETALAR}: blood pressure rises after a dose",
        lambda v: v["high"] == "yes" and v["controlled"] is not False,
    ),
    _rule(
        _REVIEW,
        "blood_pressure",
        "pressure_unsure",
        "Not sure about blood pressure.",
        BRIEF,
        lambda v: v["high"] == "unsure",
    ),
    _rule(
        _HOLD,
        "psychosis_or_mania",
        "active_psychosis_or_mania",
        "Psychosis or mania said to be present now.",
        BRIEF,
        lambda v: v["answer"] != "no" and v["current"] is True,
    ),
    _rule(
        _REVIEW,
        "psychosis_or_mania",
        "psychosis_or_mania_history",
        "Psychosis, mania or bipolar disorder in the history.",
        BRIEF,
        lambda v: v["answer"] == "yes" and v["current"] is not True,
    ),
    _rule(
        _REVIEW,
        "psychosis_or_mania",
        "psychosis_or_mania_unsure",
        "Not sure about psychosis or mania.",
        BRIEF,
        lambda v: v["answer"] == "unsure" and v["current"] is not True,
    ),
    _rule(
        _HOLD,
        "pregnancy",
        "pregnancy",
        "Pregnant, trying, breast-feeding, or not sure.",
        f"{SPRAVATO}: not recommended in pregnancy or while breast-feeding; {KETALAR}: not recommended in pregnancy",
        lambda v: v["answer"] in {"yes", "unsure"},
    ),
)

_DEPRESSANTS = f"{KETALAR} and {SPRAVATO}: other central nervous system depressants deepen sedation"
_CYP = "Ketamine is metabolised by CYP2B6 and CYP3A4; to be confirmed by the clinic's clinicians"
_CLASSES: tuple[tuple[str, tuple[str, ...], str, str], ...] = (
    (
        "benzodiazepine",
        ("benzodiazepine",),
        "Benzodiazepine: may shorten the effect and deepens sedation.",
        f"{BRIEF}; {_DEPRESSANTS}",
    ),
    ("lamotrigine", ("lamotrigine",), "Lamotrigine: may weaken the effect.", BRIEF),
    (
        "maoi",
        ("maoi",),
        "MAO inhibitor: blood pressure may rise.",
        f"{SPRAVATO}: watch blood pressure closely with MAO inhibitors",
    ),
    (
        "stimulant",
        ("stimulant",),
        "Stimulant: blood pressure may rise.",
        f"{SPRAVATO}: watch blood pressure closely with psychostimulants",
    ),
    ("opioid", ("opioid",), "Opioid: sedation and breathing.", _DEPRESSANTS),
    ("z_drug", ("z_drug",), "Z-drug: sedation.", _DEPRESSANTS),
    ("gabapentinoid", ("gabapentinoid",), "Gabapentinoid: sedation.", _DEPRESSANTS),
    ("other_depressant", ("sedative", "barbiturate", "muscle_relaxant"), "Another sedating medicine.", _DEPRESSANTS),
    (
        "theophylline",
        ("theophylline",),
        "Theophylline or aminophylline: seizure threshold.",
        f"{KETALAR}: may lower the seizure threshold together",
    ),
    ("thyroid_hormone", ("thyroid_hormone",), "Thyroid hormone: blood pressure and pulse.", BRIEF),
    ("cyp3a4_inhibitor", ("cyp3a4_inhibitor",), "Strong CYP3A4 inhibitor: ketamine level may rise.", _CYP),
    ("cyp3a4_inducer", ("cyp3a4_inducer",), "CYP3A4 inducer: ketamine level may fall.", _CYP),
    ("cyp2b6_inhibitor", ("cyp2b6_inhibitor",), "CYP2B6 inhibitor: ketamine level may rise.", _CYP),
    ("cyp2b6_inducer", ("cyp2b6_inducer",), "CYP2B6 inducer: ketamine level may fall.", _CYP),
    ("clozapine", ("clozapine",), "Clozapine.", BRIEF),
    ("haloperidol", ("haloperidol",), "Haloperidol.", BRIEF),
    ("risperidone", ("risperidone",), "Risperidone.", BRIEF),
    ("naltrexone", ("naltrexone",), "Naltrexone: may change the effect.", BRIEF),
    ("ketamine_already", ("ketamine",), "Takes ketamine or esketamine already.", BRIEF),
)

_MEDICINES: tuple[Rule, ...] = (
    *(_rule(_REVIEW, "medicines", name, why, source, _takes(*classes)) for name, classes, why, source in _CLASSES),
    _rule(
        _REVIEW,
        "medicines",
        "maoi_stopped",
        "An MAO inhibitor is named as not taken now; its effect outlasts the last dose.",
        BRIEF,
        lambda v: bool(set(v["stopped"]) & {"phenelzine", "tranylcypromine", "isocarboxazid", "selegiline", "MAOI (unnamed)"}),
    ),
    _rule(
        _REVIEW,
        "medicines",
        "unrecognised_medicine",
        "A medicine that was not recognised.",
        BRIEF,
        lambda v: bool(v["unrecognised"]),
    ),
    _rule(
        _REVIEW,
        "medicines",
        "medicines_unknown",
        "The visitor could not name the medicines.",
        BRIEF,
        lambda v: not v["medicines"] and not v["unrecognised"] and not v["none"],
    ),
)

RULES: tuple[Rule, ...] = _ANSWERS + _MEDICINES

_SKIPPED = {
    "callback": Flag(_INFO, "callback", "no_callback", "No way to call or write back.", BRIEF),
    "pregnancy": Flag(_REVIEW, "pregnancy", "pregnancy_not_answered", "The question on pregnancy was skipped.", BRIEF),
}


def flags(answers: Answers) -> list[Flag]:
    """Every flag that the answers raise, most urgent first. Unanswered questions raise none."""
    found = [_SKIPPED[name] for name in _SKIPPED if is_skipped(answers.get(name))]
    for rule in RULES:
        value = answers.get(rule.flag.question)
        if value is not None and not is_skipped(value) and rule.applies(value):
            found.append(rule.flag)
    return sorted(found, key=_order)


def _order(flag: Flag) -> tuple[int, int]:
    names = [question.name for question in QUESTIONS]
    return list(Level).index(flag.level), names.index(flag.question)
