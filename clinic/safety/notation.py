"""The short notation of the rules, compiled to spaCy token patterns.

    want to (die | be dead)     words and alternatives, each of one or more words
    really? (right now)?        optional
    @want                       a list of words/lexicon.yml
    ..3                         up to three words of any kind
    !(with | on)                one word that is none of these
    < no >                      beginning and end of the sentence
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

START, END = "<", ">"
_TOKEN = re.compile(r"\s*(\.\.\d+|[()|?!<>]|@\w+|[^\s()|?!<>@]+)")
MAX_SEQUENCES = 2000


class NotationError(ValueError):
    """A pattern that does not follow the notation."""


@dataclass(frozen=True)
class Step:
    """One place in a sequence of words.

    words: what may stand here (empty: anything); at_most: 0 for exactly once, n for zero to n times; excluded: anything but words
    """

    words: frozenset[str]
    at_most: int = 0
    excluded: bool = False

    @property
    def required(self) -> bool:
        """A word of `words` has to be there for the pattern to match."""
        return bool(self.words) and not self.excluded and self.at_most == 0

    def as_spacy(self) -> dict[str, object]:
        """The token pattern of spaCy's Matcher."""
        token: dict[str, object] = {}
        if self.excluded:
            token["TEXT"] = {"NOT_IN": sorted(self.words)}
        elif len(self.words) == 1:
            token["TEXT"] = next(iter(self.words))
        elif self.words:
            token["TEXT"] = {"IN": sorted(self.words)}
        if self.at_most:
            token["OP"] = "?" if self.at_most == 1 else f"{{0,{self.at_most}}}"
        return token


Sequence = tuple[Step, ...]


@dataclass(frozen=True)
class Choice:
    """One of several runs of nodes; an empty run makes the whole optional."""

    options: tuple[tuple[Step | Choice, ...], ...]


Node = Step | Choice
Lexicon = Mapping[str, Choice]
Tokenise = Callable[[str], list[str]]


def sequences(choice: Choice) -> list[Sequence]:
    """Every sequence of steps that a pattern stands for."""
    found = [sequence for option in choice.options for sequence in _run(option)]
    if len(found) > MAX_SEQUENCES:
        raise NotationError(f"{len(found)} sequences; split the pattern")
    return list(dict.fromkeys(found))


def characteristic(choice: Choice, cost: Callable[[str], int]) -> frozenset[str] | None:
    """Words of which one is in any text that the pattern matches, the cheapest such set; None: there is none."""
    words: set[str] = set()
    for option in choice.options:
        sets = [s for node in option if (s := _needed(node, cost)) is not None]
        if not sets:
            return None
        words |= min(sets, key=lambda s: sum(map(cost, s)))
    return frozenset(words)


def _needed(node: Node, cost: Callable[[str], int]) -> frozenset[str] | None:
    if isinstance(node, Step):
        return node.words if node.required else None
    return characteristic(node, cost)


def _run(option: tuple[Node, ...]) -> Iterator[Sequence]:
    parts = [[(node,)] if isinstance(node, Step) else sequences(node) for node in option]
    return (tuple(step for part in choice for step in part) for choice in product(*parts))


@dataclass
class Notation:
    """Reads patterns; `tokenise` brings a pattern's words into the form that messages get."""

    lexicon: Lexicon
    tokenise: Tokenise

    def read(self, pattern: str) -> Choice:
        """The pattern as a tree."""
        tokens = list(_tokens(pattern))
        choice, rest = self._alternatives(tokens, 0)
        if rest != len(tokens):
            raise NotationError(f"unbalanced bracket in {pattern!r}")
        return choice

    def _alternatives(self, tokens: list[str], at: int) -> tuple[Choice, int]:
        options: list[tuple[Node, ...]] = []
        while True:
            option, at = self._option(tokens, at)
            options.append(option)
            if at >= len(tokens) or tokens[at] != "|":
                return Choice(_merge_single_words(options)), at
            at += 1

    def _option(self, tokens: list[str], at: int) -> tuple[tuple[Node, ...], int]:
        nodes: list[Node] = []
        while at < len(tokens) and tokens[at] not in ("|", ")"):
            several, at = self._item(tokens, at)
            if at < len(tokens) and tokens[at] == "?":
                several, at = (_optional(several),), at + 1
            nodes.extend(several)
        if not nodes:
            raise NotationError("an empty alternative")
        return tuple(nodes), at

    def _item(self, tokens: list[str], at: int) -> tuple[tuple[Node, ...], int]:
        token = tokens[at]
        if token == "(":
            choice, at = self._bracket(tokens, at)
            return (_plain(choice),), at
        if token == "!":
            choice, at = self._bracket(tokens, at + 1)
            words = frozenset(word for sequence in sequences(choice) for step in sequence for word in step.words)
            return (Step(words, excluded=True),), at
        if token.startswith(".."):
            return (Step(frozenset(), at_most=int(token[2:])),), at + 1
        if token.startswith("@"):
            if token[1:] not in self.lexicon:
                raise NotationError(f"unknown list {token}")
            return (_plain(self.lexicon[token[1:]]),), at + 1
        if token in (START, END):
            return (Step(frozenset([token])),), at + 1
        if token == "?":
            raise NotationError("'?' with nothing before it")
        words_meant = self.tokenise(token)
        if not words_meant:
            raise NotationError(f"no word in {token!r}")
        return tuple(Step(frozenset([word])) for word in words_meant), at + 1

    def _bracket(self, tokens: list[str], at: int) -> tuple[Choice, int]:
        if at >= len(tokens) or tokens[at] != "(":
            raise NotationError("'!' needs a bracket")
        choice, at = self._alternatives(tokens, at + 1)
        if at >= len(tokens) or tokens[at] != ")":
            raise NotationError("a bracket is not closed")
        return choice, at + 1


def _tokens(pattern: str) -> Iterator[str]:
    at = 0
    pattern = pattern.rstrip()
    while at < len(pattern):
        found = _TOKEN.match(pattern, at)
        if found is None:
            raise NotationError(f"cannot read {pattern[at:]!r}")
        yield found.group(1)
        at = found.end()


def _merge_single_words(options: list[tuple[Node, ...]]) -> tuple[tuple[Node, ...], ...]:
    """Options of a single plain word become one step, so that patterns do not multiply."""
    single = [o[0] for o in options if len(o) == 1 and isinstance(o[0], Step) and o[0].required]
    if len(single) < 2:
        return tuple(options)
    merged = Step(frozenset().union(*(step.words for step in single)))
    return ((merged,), *(o for o in options if not (len(o) == 1 and o[0] in single)))


def _plain(choice: Choice) -> Node:
    """A choice of one step is that step."""
    if len(choice.options) == 1 and len(choice.options[0]) == 1:
        return choice.options[0][0]
    return choice


def _optional(several: tuple[Node, ...]) -> Node:
    if len(several) == 1 and isinstance(several[0], Step) and several[0].required:
        return Step(several[0].words, at_most=1)
    return Choice((several, ()))
