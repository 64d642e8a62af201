"""Length, reading grade, title and clinic facts of the texts."""

from __future__ import annotations

from collections.abc import Iterator

from clinic.content import Topic
from clinic.content_rules.finding import Finding
from clinic.facts import Facts, FactsError
from clinic.readability import grade

TITLE = 60  # characters, so that it fits on a button
ANSWER_WORDS, ANSWER_GRADE = (1, 90), 8.0
MORE_WORDS, MORE_GRADE = (60, 260), 9.0


def check_wording(topic: Topic, facts: Facts) -> list[Finding]:
    """Texts are measured as visitors read them, with the facts of clinic.yml filled in."""
    messages = [
        *title_faults(topic.title),
        *_text("answer", topic.answer, facts, ANSWER_WORDS, ANSWER_GRADE),
        *_text("longer text (more)", topic.more, facts, MORE_WORDS, MORE_GRADE),
    ]
    return [Finding(topic.name, "error", message) for message in messages]


def title_faults(title: str) -> Iterator[str]:
    """What speaks against a title, in parts of sentences."""
    if len(title) > TITLE:
        yield f"the title has {len(title)} characters; please shorten it to {TITLE}, so that it fits on a button."
    if not title.endswith("?"):
        yield "the title does not end with a question mark; please write it as the question that visitors ask."


def _text(name: str, text: str, facts: Facts, words: tuple[int, int], hardest: float) -> Iterator[str]:
    try:
        shown = facts.fill(text)
    except FactsError as error:
        yield f"the {name} uses a clinic fact that does not exist ({error}); please use one of those in clinic.yml."
        return
    if "{" in shown or "}" in shown:
        yield f"the {name} holds a curly bracket that names no clinic fact; please write it as in {{clinic.phone}}."
    fewest, most = words
    if (count := len(shown.split())) > most:
        yield f"the {name} has {count} words; please shorten it to {most}."
    elif count < fewest:
        yield f"the {name} has {count} words; please write at least {fewest}."
    if count and (level := grade(shown)) > hardest:
        yield (
            f"the {name} needs {level:.1f} years of school to read; please get it down to {hardest:.0f} "
            "with shorter sentences and plainer words."
        )
