"""The crisis screen: one message in, one verdict out; no input or output, no state between messages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from clinic.safety.combine import combine
from clinic.safety.normalise import Sentence
from clinic.safety.patterns import Found, Patterns
from clinic.safety.rules import Kind, RuleBook, load_rules
from clinic.safety.scope import Judged, Reader
from clinic.safety.semantic import SemanticNet, load_semantic_net
from clinic.safety.verdict import Category, Context, Subject, Tier, Verdict

UNCLEAR = Judged(Tier.CHECK_IN, Category.PASSIVE_IDEATION, Subject.SELF, ("answer_not_clear",))

SHORT = 12
"""Words; only sentences and messages up to this length are also read as one with their neighbour."""

SAFETY_QUESTIONS = frozenset({"safety", "safety_question"})
"""Questions of which an answer that is neither clear nor long counts as unsure."""

UNSURE_UP_TO = 6
"""Words."""

MAX_CHARACTERS = 6_000
"""Beyond this the beginning and the end are read: a message must not be able to make the screen slow."""


class Screen:
    """Patterns, their scopes and the semantic net."""

    def __init__(self, book: RuleBook, net: SemanticNet | None) -> None:
        self._book = book
        self._patterns = Patterns(book)
        self._reader = Reader(book.negation, book.subjects)
        self._net = net

    @property
    def degraded(self) -> bool:
        """The semantic net could not be loaded; patterns work alone."""
        return self._net is None

    def warm(self) -> None:
        """Do now, in a thread after the start, what would slow down the first messages."""
        self._patterns.warm()

    def screen(self, text: str, context: Context = Context()) -> Verdict:
        """The verdict on one message. May raise; the caller counts that as a crisis."""
        if len(text) > MAX_CHARACTERS:
            text = text[: MAX_CHARACTERS // 2] + " . " + text[-MAX_CHARACTERS // 2 :]
        judged = self.judgements(text, context)
        opinion = self._net.judge(text, context, judged) if self._net and text.strip() else None
        return combine(judged, opinion)

    def judgements(self, text: str, context: Context = Context()) -> list[Judged]:
        """What the patterns alone make of a message."""
        sentences = self._book.normaliser.sentences(text)
        found = [(s, self._patterns.find(s, context.question)) for s in sentences]
        joined = [(one + two, self._across(one, two)) for one, two in self._joins(sentences, context)]
        kinds = frozenset(f.rule.kind for _, several in found for f in several)
        judged = [j for s, several in found + joined for j in self._reader.judge(s, several, kinds)]
        if _unclear(text, sentences, kinds, context) and not any(j.tier.shows_lines for j in judged):
            judged.append(UNCLEAR)
        return judged

    def found(self, text: str, context: Context = Context()) -> list[Found]:
        """Every rule that holds in a sentence of the message, before its surroundings are read."""
        return [f for s in self._book.normaliser.sentences(text) for f in self._patterns.find(s, context.question)]

    def _joins(self, sentences: list[Sentence], context: Context) -> Iterator[tuple[Sentence, Sentence]]:
        """Neighbouring short sentences, and a short message with the short one before it, to be read as one."""
        chain = list(sentences)
        if context.previous and chain and len(chain) <= 2:
            chain = self._book.normaliser.sentences(context.previous[-1])[-1:] + chain
        for first, second in pairwise(chain):
            if len(first.words) <= SHORT and len(second.words) <= SHORT:
                yield first, second

    def _across(self, first: Sentence, second: Sentence) -> list[Found]:
        """Of what a join holds, the dangers that neither half shows alone, and the scopes that explain them."""
        seam, found = len(first.words), self._patterns.find(first + second)
        if not any(f.rule.kind is Kind.DANGER for f in found):
            return found
        alone = {f.rule.name for half in (first, second) for f in self._patterns.find(half)}
        return [
            f for f in found
            if f.rule.kind is not Kind.DANGER or (f.start < seam < f.end and f.rule.name not in alone)
        ]  # fmt: skip


def _unclear(text: str, sentences: list[Sentence], kinds: frozenset[Kind], context: Context) -> bool:
    """A short answer to a question about safety that is no answer, and no question either."""
    words = sum(len(s.words) for s in sentences)
    return context.question in SAFETY_QUESTIONS and Kind.CLEAR not in kinds and 0 < words <= UNSURE_UP_TO and "?" not in text


def load_screen(data: Path, models: Path) -> Screen:
    """The screen from data/crisis/rules and, when it is there, models/crisis."""
    return Screen(load_rules(data / "crisis" / "rules"), load_semantic_net(models))
