"""Everything that the rules look at, read from the files."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from clinic.content import Topic
from clinic.content_rules.banned import Phrase, load_phrases
from clinic.content_rules.figures import Figure, load_figures
from clinic.facts import Facts, load_facts
from clinic.safety.resources import load_resources
from clinic.yaml_files import read_yaml

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)|\[([^\]]*)\]\{[^}]*\}")  # an entity as Rasa marks it


@dataclass(frozen=True)
class Material:
    """intents: an example of another intent -> "the intent greet in data/smalltalk/nlu.yml"; numbers: those of crisis lines."""

    topics: Mapping[str, Topic]
    facts: Facts
    intents: Mapping[str, str]
    phrases: tuple[Phrase, ...]
    figures: Mapping[str, tuple[Figure, ...]]
    numbers: frozenset[str]
    today: date


def load_material(root: Path, topics: Mapping[str, Topic], today: date) -> Material:
    """The rest of the material from the project's folder. Raises ContentError, FactsError, ResourceError, OSError."""
    data = root / "data"
    rows = load_resources(data / "crisis" / "resources.yml").rows
    return Material(
        topics=topics,
        facts=load_facts(root / "clinic.yml"),
        intents=load_intents(data),
        phrases=load_phrases(data / "content" / "banned.yml"),
        figures=load_figures(data / "content" / "figures.yml"),
        numbers=frozenset(row.number for row in rows if row.number),
        today=today,
    )


def load_intents(data: Path) -> dict[str, str]:
    """An example of another intent -> where it stands. Raises yaml.YAMLError, OSError."""
    examples = {}
    for path in sorted(data.glob("*/nlu.yml")):
        for block in read_yaml(path)["nlu"]:
            for line in block.get("examples", "").splitlines():
                text = _LINK.sub(lambda match: match[1] or match[2], line.strip().removeprefix("- "))
                examples[text] = f"the intent {block['intent']} in data/{path.parent.name}/nlu.yml"
    return examples
