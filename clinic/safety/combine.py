"""How the patterns and the semantic net become one verdict. All the rules of precedence are on this page.

1. The worst danger that the patterns found stands; the net never lowers it.
2. The net raises: to check_in above its threshold for showing lines, to crisis or emergency above the one for paging.
3. Where both see danger, the more urgent tier wins and the patterns name the category.
"""

from __future__ import annotations

from clinic.safety.scope import Judged
from clinic.safety.semantic import Opinion
from clinic.safety.verdict import Category, Subject, Tier, Verdict

BY_THE_NET = "semantic"

MOST_SPECIFIC = (
    Category.MEDICAL_EMERGENCY, Category.ATTEMPT, Category.THIRD_PERSON, Category.HARM_TO_OTHERS, Category.ABUSE,
    Category.PSYCHOSIS, Category.PLAN, Category.SELF_HARM, Category.ACTIVE_IDEATION, Category.PASSIVE_IDEATION)
"""At equal urgency the first of these names the verdict."""


def combine(judged: list[Judged], opinion: Opinion | None) -> Verdict:
    """One verdict of all that was found."""
    worst = max(judged, key=_weight, default=Judged(Tier.NONE, None, Subject.SELF, ()))
    names = tuple(dict.fromkeys(name for j in judged for name in j.rules))
    if opinion is None:
        return Verdict(worst.tier, worst.category, worst.subject, names)
    if opinion.tier.urgency <= worst.tier.urgency:
        return Verdict(worst.tier, worst.category, worst.subject, names, opinion.danger)
    category = worst.category or opinion.category
    subject = Subject.OTHER if category is Category.THIRD_PERSON else worst.subject
    return Verdict(opinion.tier, category, subject, (*names, BY_THE_NET), opinion.danger)


def _weight(judged: Judged) -> tuple[int, int]:
    rank = MOST_SPECIFIC.index(judged.category) if judged.category else len(MOST_SPECIFIC)
    return judged.tier.urgency, -rank
