"""All rules over all topics."""

from __future__ import annotations

from collections.abc import Callable, Collection

from clinic.content_rules.banned import check_phrases
from clinic.content_rules.figures import check_figures
from clinic.content_rules.finding import Finding
from clinic.content_rules.material import Material
from clinic.content_rules.questions import check_crisis, check_questions
from clinic.content_rules.records import check_follow_ups, check_review, check_sources
from clinic.content_rules.wording import check_wording


def check(material: Material, pages: Callable[[str], bool] | None = None, unreadable: Collection[str] = ()) -> list[Finding]:
    """Findings by topic, in alphabetical order.

    pages: whether a message would alert staff; None leaves that rule out
    unreadable: topics that exist but could not be read, so that others may name them
    """
    names = {*material.topics, *unreadable}
    found = check_questions(material.topics, material.intents)
    if pages is not None:
        found += check_crisis(material.topics, pages)
    for topic in material.topics.values():
        if topic.draft:
            found.append(Finding(topic.name, "note", "this is a draft: write the answer."))
            continue
        found += check_wording(topic, material.facts)
        found += check_phrases(topic, material.facts, material.phrases)
        found += check_follow_ups(topic, names)
        found += check_sources(topic, material.today)
        found += check_review(topic, material.today)
    figures = {name: rows for name, rows in material.figures.items() if name not in unreadable}
    found += check_figures(material.topics, figures, material.numbers)
    return sorted(found, key=lambda finding: finding.topic)
