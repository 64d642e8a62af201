"""What must hold for the approved answers; every finding is a sentence that a clinic employee can act on."""

from __future__ import annotations

from clinic.content_rules.check import check
from clinic.content_rules.finding import Finding, Severity
from clinic.content_rules.material import Material, load_intents, load_material
from clinic.content_rules.questions import new_question_faults
from clinic.content_rules.reading import read_topics
from clinic.content_rules.wording import TITLE, title_faults

__all__ = [
    "TITLE",
    "Finding",
    "Material",
    "Severity",
    "check",
    "load_intents",
    "load_material",
    "new_question_faults",
    "read_topics",
    "title_faults",
]
