"""What the crisis screen says about one message."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Tier(str, Enum):
    """How much has to happen, most urgent first."""

    EMERGENCY = "emergency"
    CRISIS = "crisis"
    CHECK_IN = "check_in"
    SUPPORT = "support"
    NONE = "none"

    @property
    def urgency(self) -> int:
        """4 for an emergency down to 0 for none."""
        return len(Tier) - 1 - list(Tier).index(self)

    @property
    def shows_lines(self) -> bool:
        """The fixed crisis words replace the normal answer."""
        return self.urgency >= Tier.CHECK_IN.urgency

    @property
    def pages_staff(self) -> bool:
        """A person is paged, not only told."""
        return self.urgency >= Tier.CRISIS.urgency


class Category(str, Enum):
    ACTIVE_IDEATION = "active_ideation"
    PASSIVE_IDEATION = "passive_ideation"
    PLAN = "plan"
    ATTEMPT = "attempt"
    SELF_HARM = "self_harm"
    HARM_TO_OTHERS = "harm_to_others"
    ABUSE = "abuse"
    PSYCHOSIS = "psychosis"
    MEDICAL_EMERGENCY = "medical_emergency"
    THIRD_PERSON = "third_person"


class Subject(str, Enum):
    SELF = "self"
    OTHER = "other"


@dataclass(frozen=True)
class Context:
    """What the screen may know besides the message itself.

    question: name of the pre-screening question last asked, or "safety" for "Are you safe right now?"
    previous: the visitor's earlier messages, oldest first
    """

    question: str | None = None
    previous: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """The screen's result; it never carries the visitor's words.

    rules: names of the patterns that fired; score: probability of danger by the semantic net (None: net not loaded)
    """

    tier: Tier
    category: Category | None = None
    subject: Subject = Subject.SELF
    rules: tuple[str, ...] = ()
    score: float | None = None
