"""Reading the topics so that one broken file does not hide the rest; what is wrong with it in plain words."""

from __future__ import annotations

from pathlib import Path

import yaml

from clinic.content import ContentError, Topic, load_topic
from clinic.content_rules.finding import Finding

_PLAIN_WORDS = {
    "mapping values are not allowed": "a text holds a colon and a space; please put quotation marks around the whole text",
    "unknown escape": "a backslash stands in a text; please remove it",
    "quoted scalar": "a quotation mark in this line or above it is opened and not closed; please close it",
    "cannot start any token": "the line has a tab or begins with a sign such as @ or %; please use spaces and quotation marks",
    "could not find expected ':'": "the line is not of the form “name: text”; please check its colon and its indentation",
    "expected <block end>": "the line does not fit the lines above; please check its indentation and its quotation marks",
    "flow ": "a bracket is not closed or a comma is missing; please check the line",
}


def read_topics(folder: Path) -> tuple[dict[str, Topic], list[Finding]]:
    """Every topic that can be used, and an error for every file that cannot."""
    topics, found = {}, []
    for path in sorted(folder.glob("*.yml")):
        try:
            topics[path.stem] = load_topic(path)
        except (ContentError, yaml.YAMLError) as error:
            message = _fault(path) or f"{str(error).removeprefix(path.name).lstrip(':, ')}; please put this right."
            found.append(Finding(path.stem, "error", message))
    return topics, found


def _fault(path: Path) -> str | None:
    """The mistake in a file that is not YAML: its line and what to do; None if it is YAML after all."""
    try:
        yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.MarkedYAMLError as error:
        said = f"{error.context} {error.problem}"
        opened = error.context_mark if "quoted" in said else error.problem_mark
        advice = next((words for key, words in _PLAIN_WORDS.items() if key in said), f"please check this line ({error.problem})")
        return f"line {opened.line + 1 if opened else '?'}: {advice}."
    except ValueError:
        return None  # not UTF-8, or a date that does not exist: the loader says so
    except yaml.YAMLError:
        return "the file holds a character that no text can hold; please write it anew."
    return None
