"""What must hold for the approved answers; every finding is a sentence that a clinic employee can act on."""

from __future__ import annotations

from clinic.content_rules.check import check
from clinic.content_rules.finding import Finding, Severity
from clinic.content_rules.material import Material, load_material
from clinic.content_rules.reading import read_topics

__all__ = ["Finding", "Material", "Severity", "check", "load_material", "read_topics"]
