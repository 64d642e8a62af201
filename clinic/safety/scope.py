"""What the words around a danger make of it: negation that reassures, past, somebody else, a topic, an idiom.

The ideas are those of ConText (Harkema et al. 2009); the words are data (data/crisis/rules/scope, words/scope.yml).
"""

from __future__ import annotations

from dataclasses import dataclass

from clinic.safety.normalise import Sentence
from clinic.safety.patterns import Found
from clinic.safety.rules import Kind, Negation, Subjects
from clinic.safety.verdict import Category, Subject, Tier

MAX_REACH = 15
"""How many words a negator or a subject may stand before the danger."""

ABOUT_THE_MIND = frozenset({
    Category.ACTIVE_IDEATION, Category.PASSIVE_IDEATION, Category.PLAN, Category.ATTEMPT, Category.SELF_HARM})
"""Categories that become "third person" when somebody else is meant."""


OF_THE_MESSAGE = frozenset({Kind.RESOLVED, Kind.PROFESSIONAL})
"""Scopes that reach over the whole message; the others end with their clause."""


@dataclass(frozen=True)
class Judged:
    """One danger after its surroundings were read."""

    tier: Tier
    category: Category | None
    subject: Subject
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Reader:
    """Reads dangers in the light of the scopes of the same sentence and of the message."""

    negation: Negation
    subjects: Subjects

    def judge(self, sentence: Sentence, found: list[Found], message_kinds: frozenset[Kind]) -> list[Judged]:
        """A judgement for every danger of the sentence; those that an idiom covers are gone."""
        scopes = [f for f in found if f.rule.kind is not Kind.DANGER]
        dangers = [f for f in found if f.rule.kind is Kind.DANGER]
        idioms = [s for s in scopes if s.rule.kind is Kind.IDIOM]
        dangers = [d for d in dangers if not any(_explains(idiom, d) for idiom in idioms) or "idiom" in d.rule.keeps]
        return [self._judge(sentence, d, dangers, scopes, message_kinds) for d in dangers]

    def _judge(self, sentence: Sentence, danger: Found, dangers: list[Found], scopes: list[Found],
               message_kinds: frozenset[Kind]) -> Judged:
        rule = danger.rule
        subject = Subject.SELF if rule.writer else self.subject(sentence, danger)
        first_person = rule.writer or self._names_writer(sentence, danger)
        kinds = {s.rule.kind: s.rule.name for s in scopes if self._same_clause(sentence, danger, s)}
        lowered = self._lowered(sentence, danger, dangers, kinds, message_kinds, subject, first_person)
        category = rule.category
        if subject is Subject.OTHER and category in ABOUT_THE_MIND:
            category = Category.THIRD_PERSON
        if lowered is None:
            return Judged(rule.tier, category, subject, (rule.name,))
        tier, reason = lowered
        return Judged(min(tier, rule.tier, key=lambda t: t.urgency), None, subject, (rule.name, reason))

    def _lowered(self, sentence: Sentence, danger: Found, dangers: list[Found], kinds: dict[Kind, str],
                 message_kinds: frozenset[Kind], subject: Subject, first_person: bool) -> tuple[Tier, str] | None:
        rule = danger.rule
        if "negation" not in rule.keeps and Kind.DOUBT not in kinds and self.negated(sentence, danger, dangers):
            return Tier.NONE, "negation"
        now = rule.tier is Tier.EMERGENCY  # what would cost minutes is taken back by years only
        general = not first_person and subject is Subject.SELF
        holds = {
            Kind.LONG_PAST: Kind.RECENT not in kinds,
            Kind.PAST: Kind.RECENT not in kinds and not now,
            Kind.RESOLVED: self._is_told(sentence, danger) and rule.category in ABOUT_THE_MIND and not now,
            Kind.BEREAVEMENT: not first_person,
            Kind.TOPIC: not first_person,
            Kind.PROFESSIONAL: general,
        }
        heard = {**dict.fromkeys(message_kinds & OF_THE_MESSAGE, ""), **kinds}
        for kind, does in holds.items():
            if does and kind in heard and kind.value not in rule.keeps:
                return Tier.SUPPORT, heard[kind] or kind.value
        return None

    def negated(self, sentence: Sentence, danger: Found, dangers: list[Found]) -> bool:
        """A negator stands before the danger and only fillers, or a danger under the same negator, between."""
        words, at = sentence.words, danger.start - 1
        inside = {i for d in dangers for i in range(d.start, d.end)} - set(range(danger.start, danger.end))
        while at >= 0 and danger.start - at <= MAX_REACH:
            if at + 1 in sentence.breaks and words[at + 1] in self.subjects.writer | self.subjects.other:
                return False
            if words[at] in self.negation.terminators:
                return False
            if words[at] in self.negation.negators:
                return self._reassures(words, at, adjacent=at == danger.start - 1)
            if words[at] not in self.negation.fillers and at not in inside:
                return False
            at -= 1
        return False

    def _reassures(self, words: tuple[str, ...], at: int, adjacent: bool) -> bool:
        before = words[at - 1] if at else ""
        after = words[at + 1] if at + 1 < len(words) else ""
        if words[at] in self.negation.bare_negators and not adjacent and after not in self.negation.bare_before:
            return False
        return before not in self.negation.unless_before and after not in self.negation.unless_after

    def subject(self, sentence: Sentence, danger: Found) -> Subject:
        """Whom the danger is about: a word inside it tells, else the nearest word before it."""
        inside = sentence.words[danger.start : danger.end]
        if any(word in self.subjects.writer_inside for word in inside):
            return Subject.SELF
        if any(word in self.subjects.other_inside for word in inside):
            return Subject.OTHER
        for word in reversed(sentence.words[: danger.start]):
            if word in self.subjects.writer:
                return Subject.SELF
            if word in self.subjects.other:
                return Subject.OTHER
        return Subject.SELF

    def _names_writer(self, sentence: Sentence, danger: Found) -> bool:
        """The danger, or its nearest subject, is the writer, said in words and not only assumed."""
        inside = sentence.words[danger.start : danger.end]
        if any(word in self.subjects.writer_inside for word in inside):
            return True
        for word in reversed(sentence.words[: danger.start]):
            if word in self.subjects.generic or word in self.subjects.other:
                return False
            if word in self.subjects.writer:
                return True
        return False

    def _is_told(self, sentence: Sentence, danger: Found) -> bool:
        """The danger is told in the past tense."""
        return any(word in self.subjects.past_tense for word in sentence.words[max(danger.start - 3, 0) : danger.end])

    def _same_clause(self, sentence: Sentence, danger: Found, scope: Found) -> bool:
        """No terminator ("but", "though") stands between the two."""
        left, right = sorted(((danger.start, danger.end), (scope.start, scope.end)))
        return not any(word in self.negation.terminators for word in sentence.words[left[1] : right[0]])


def _explains(idiom: Found, danger: Found) -> bool:
    """They overlap, and the idiom is not merely a part of what the danger says."""
    overlap = danger.start < idiom.end and idiom.start < danger.end
    part = danger.start <= idiom.start and idiom.end <= danger.end and idiom.end - idiom.start < danger.end - danger.start
    return overlap and not part
