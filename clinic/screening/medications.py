"""Finding medicines and conditions in what people type: names, brands, lay names and misspellings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from clinic.screening.catalogue import Condition, Medicine, load_conditions, load_medicines
from clinic.screening.common_words import COMMON_WORDS
from clinic.screening.reading.text import tidy
from clinic.screening.spelling import Spellings, distance

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

_GLUED = re.compile(r"(?<=[a-z]{4})(?=\d)|(?<=[a-z]{3})[+&](?=[a-z])|(?<=\d(?:mg|ml))(?=[a-z]{3})", re.IGNORECASE)


@dataclass(frozen=True)
class Mention:
    """A medicine as it stands in a text; start and end count characters of `spaced(text)`."""

    name: str
    classes: tuple[str, ...]
    as_said: str
    start: int
    end: int


@dataclass(frozen=True)
class ConditionMention:
    """A condition as it stands in a text; start and end count characters of `spaced(text)`."""

    id: str
    reason: str
    group: str | None
    lifelong: bool
    start: int
    end: int


@dataclass(frozen=True)
class _Finder:
    nlp: Language
    matcher: PhraseMatcher
    owner: Mapping[str, str]
    spellings: Spellings

    def find(self, text: str) -> list[tuple[str, int, int]]:
        """(name, start, end) in order; the longest of overlapping names wins, misspellings come last."""
        from spacy.util import filter_spans

        doc = self.nlp.make_doc(_lower(text))
        spans = filter_spans(self.matcher(doc, as_spans=True))
        found = [(span.label_, span.start_char, span.end_char) for span in spans]
        taken = {token.i for span in spans for token in span}
        return sorted(found + self._misspelt(doc, taken), key=lambda item: item[1])

    def _misspelt(self, doc: Doc, taken: set[int]) -> list[tuple[str, int, int]]:
        found = []
        for token in doc:
            if token.i not in taken and token.is_alpha and (name := self._meant(token.lower_)):
                found.append((name, token.idx, token.idx + len(token)))
        return found

    def _meant(self, word: str) -> str | None:
        """The one name that a misspelt word can mean; None for ordinary words and where two names are as near."""
        if word in COMMON_WORDS or word.rstrip("s") in COMMON_WORDS:
            return None
        near = [known for known in self.spellings.nearest(word) if _plausible(word, known)]
        names = {self.owner[known] for known in near}
        return names.pop() if len(names) == 1 else None


def spaced(text: str) -> str:
    """The tidy text in which mentions are counted, with figures set apart from the words they stick to."""
    return _GLUED.sub(" ", tidy(text))


def find_medicines(text: str) -> list[Mention]:
    """Every medicine named in a text, in order; whether it is taken now is not decided here."""
    said = spaced(text)
    finder, catalogue = _medicines()
    return [Mention(name, catalogue[name].classes, said[start:end], start, end) for name, start, end in finder.find(said)]


def find_conditions(text: str) -> list[ConditionMention]:
    """Every condition named in a text, in order; denial and family are not decided here."""
    finder, catalogue = _conditions()
    found = []
    for name, start, end in finder.find(spaced(text)):
        condition = catalogue[name]
        found.append(ConditionMention(name, condition.reason, condition.group, condition.lifelong, start, end))
    return found


def _lower(text: str) -> str:
    """Lower case of the same length, so that places in it are places in the text."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)


def _plausible(word: str, known: str) -> bool:
    """Two slips and another first letter are too many, unless the word is long."""
    return word[0] == known[0] or distance(word, known, 1) <= 1 or len(known) >= 10


@lru_cache(maxsize=1)
def _medicines() -> tuple[_Finder, dict[str, Medicine]]:
    catalogue = {medicine.name: medicine for medicine in load_medicines()[1]}
    return _finder((name, medicine.forms) for name, medicine in catalogue.items()), catalogue


@lru_cache(maxsize=1)
def _conditions() -> tuple[_Finder, dict[str, Condition]]:
    catalogue = {condition.id: condition for condition in load_conditions()}
    return _finder((name, condition.forms) for name, condition in catalogue.items()), catalogue


def _finder(named: Iterable[tuple[str, tuple[str, ...]]]) -> _Finder:
    # spaCy takes a second to import; an age or a name must not wait for it.
    import spacy
    from spacy.matcher import PhraseMatcher

    nlp = spacy.blank("en")
    matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
    owner: dict[str, str] = {}
    for name, forms in named:
        matcher.add(name, [nlp.make_doc(form) for form in forms])
        owner.update((form, name) for form in forms if form.isalpha())
    return _Finder(nlp, matcher, owner, Spellings(owner))
