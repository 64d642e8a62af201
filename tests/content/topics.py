"""A topic, and everything around it, that keep to every rule; tests change one thing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Any

from clinic.content import Source, Topic
from clinic.content_rules import Material
from clinic.content_rules.banned import Phrase
from clinic.content_rules.figures import Figure
from clinic.facts import Facts

TODAY = date(2026, 11, 20)
SOURCE = Source("A study of sleep and mood", "Journal of Rest", "2024-03-10")
MORE = " ".join(["Sleep helps many people. It is not a cure. Ask the clinic when you are not sure."] * 4)
A = "abcdefgh"


def a_topic(**changes: Any) -> Topic:
    questions = tuple(f"does sleep help {one}{two}" for one in A for two in A[:4])
    topic = Topic(
        name="sleep", title="Does sleep help?", questions=questions, answer="Sleep helps many people. It is not a cure.",
        more=MORE, follow_ups=("food", "walks"), sources=(SOURCE,), reviewed_by="", reviewed_on=None,
        review_due=date(2027, 5, 20),
    )  # fmt: skip
    return replace(topic, **changes)


def another(name: str, follow_ups: tuple[str, ...]) -> Topic:
    """A second topic without a fault."""
    questions = tuple(f"{name} {one}{two}" for one in A for two in A[:4])
    return a_topic(name=name, title=f"And {name}?", questions=questions, follow_ups=follow_ups)


def material(*topics: Topic, **changes: Any) -> Material:
    """The given topics and the two that `a_topic` names."""
    around = {name: another(name, ("sleep", other)) for name, other in (("food", "walks"), ("walks", "food"))}
    phrase = Phrase("magic", re.compile("magic"), None, "Nothing is magic.", "Please say what is known.", ("magic",), ("real",))
    facts = Facts({"name": "Sample Clinic", "phone": None, "prices": {"infusion": "500 dollars"}})
    whole = Material(
        topics=around | {topic.name: topic for topic in topics}, facts=facts, intents={"hello": "the intent greet"},
        phrases=(phrase,), figures={}, numbers=frozenset({"741741"}), today=TODAY,
    )  # fmt: skip
    return replace(whole, **changes)


def a_figure(text: str, source: str = "sleep and mood") -> dict[str, tuple[Figure, ...]]:
    return {"sleep": (Figure(text, source),)}
