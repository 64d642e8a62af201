"""Finds the rules in a sentence with spaCy's Matcher, one small matcher a rule, compiled when first needed.

A message meets only the rules of which it holds a characteristic word; so the start is quick and a turn costs little.
"""

from __future__ import annotations

from dataclasses import dataclass

from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from clinic.safety.normalise import Sentence
from clinic.safety.notation import END, START, Choice, characteristic, sequences
from clinic.safety.rules import Rule, RuleBook, RuleError

_COMMON_WORDS = """
i me my to the a an it is are am be been was do did not no and or of in on for at with that this so up out go
get have has had will would can could if as all you he she they we him her them going want just about from
like really what how when any some by now but feel know think de que no me la el en y a lo un una mi se con
por es esta he < >
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Words that hardly narrow down which rules a message can meet."""


@dataclass(frozen=True)
class Found:
    """A rule and the words it holds for: sentence.words[start:end]."""

    rule: Rule
    start: int
    end: int


class Patterns:
    """All rules, ready to be looked for."""

    def __init__(self, book: RuleBook) -> None:
        self._rules = book.rules
        self._trees: list[Choice] = [book.read(rule) for rule in book.rules]
        self._vocab = Vocab()
        self._matchers: dict[int, Matcher] = {}
        self._rules_by_word: dict[str, list[int]] = {}
        for number, tree in enumerate(self._trees):
            words = characteristic(tree, _cost)
            if words is None:
                raise RuleError(f"rule {book.rules[number].name}: a pattern without a word that must be there")
            for word in words:
                self._rules_by_word.setdefault(word, []).append(number)

    def warm(self) -> None:
        """Compile every rule now; about half a second, which the first messages then do not pay."""
        for number in range(len(self._rules)):
            self._matcher(number)

    def find(self, sentence: Sentence, question: str | None = None) -> list[Found]:
        """Every rule that holds in the sentence, with its longest span at each place."""
        words = [START, *sentence.words, END]
        doc = Doc(self._vocab, words=words)
        numbers = {number for word in set(words) for number in self._rules_by_word.get(word, ())}
        found: list[Found] = []
        for number in sorted(numbers):
            rule = self._rules[number]
            if rule.questions and question not in rule.questions:
                continue
            spans = [(start, end) for _, start, end in self._matcher(number)(doc)]
            found.extend(Found(rule, max(start - 1, 0), min(end - 1, len(sentence.words))) for start, end in _longest(spans))
        return found

    def _matcher(self, number: int) -> Matcher:
        matcher = self._matchers.get(number)
        if matcher is None:
            matcher = Matcher(self._vocab)
            matcher.add(self._rules[number].name, [[step.as_spacy() for step in s] for s in sequences(self._trees[number])])
            self._matchers[number] = matcher
        return matcher


def _longest(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if not any(a <= start and end <= b for a, b in kept):
            kept.append((start, end))
    return kept


def _cost(word: str) -> int:
    return 40 if word in COMMON else 1
