"""Sample questions: enough of them, each in one place only, none that the crisis screen would stop."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from clinic.content import Topic
from clinic.content_rules.finding import Finding
from clinic.privacy import PLACEHOLDER

FEWEST = 30
_PUNCTUATION = re.compile(r"[^\w\s]|_")


def check_questions(topics: Mapping[str, Topic], intents: Mapping[str, str]) -> list[Finding]:
    """intents: an example of another intent -> where it stands. A draft may have few questions."""
    known = {plain(text): where for text, where in intents.items()}
    titles = {plain(topic.title): topic.name for topic in topics.values()}
    first: dict[str, str] = {}
    found = []
    for topic in topics.values():
        if len(topic.questions) < FEWEST and not topic.draft:
            message = f"there are {len(topic.questions)} sample questions; please write at least {FEWEST}."
            found.append(Finding(topic.name, "error", message))
        for question in topic.questions:
            faults = [*_where_else(topic.name, plain(question), first, titles, known), *_placeholders(question)]
            for message in faults:
                found.append(Finding(topic.name, "error", f"the question “{question}” {message}"))
            first.setdefault(plain(question), topic.name)
    return found


def new_question_faults(name: str, text: str, topics: Mapping[str, Topic], intents: Mapping[str, str]) -> list[str]:
    """What speaks against one more sample question of the topic `name`, in sentences; its own file is left out."""
    others = [topic for topic in topics.values() if topic.name != name]
    taken = {plain(question): topic.name for topic in others for question in topic.questions}
    titles = {plain(topic.title): topic.name for topic in others}
    known = {plain(example): where for example, where in intents.items()}
    faults = [*_where_else(name, plain(text), taken, titles, known), *_placeholders(text)]
    return [f"The question “{text}” {fault}" for fault in faults]


def check_crisis(topics: Mapping[str, Topic], pages: Callable[[str], bool]) -> list[Finding]:
    """Every question, and every title, which is a question too, as the crisis screen judges it."""
    message = "would be taken for a crisis and alert staff, so nobody would see this answer; please reword or remove it."
    return [
        Finding(topic.name, "error", f"the question “{text}” {message}")
        for topic in topics.values()
        for text in (topic.title, *topic.questions)
        if pages(text)
    ]


def plain(text: str) -> str:
    """Two questions that differ in capitals, punctuation and spaces only are the same."""
    return " ".join(_PUNCTUATION.sub("", text.casefold()).split())


def _where_else(
    name: str, question: str, first: Mapping[str, str], titles: Mapping[str, str], intents: Mapping[str, str]
) -> Iterator[str]:
    if not question:
        yield "holds no word; please remove it."
        return
    if first.get(question) == name:
        yield "stands here twice; please remove one."
    elif question in first:
        yield f"stands in {first[question]}.yml as well; please keep it in one of the two."
    if titles.get(question, name) != name:
        yield f"is the title of {titles[question]}.yml; please remove it here."
    if question in intents:
        yield f"is also an example of {intents[question]}; please keep it in one of the two."


def _placeholders(question: str) -> Iterator[str]:
    for found in PLACEHOLDER.findall(question):
        yield f"holds {found}, which stands for what was taken out; please write it without."
