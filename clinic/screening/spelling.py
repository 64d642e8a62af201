"""Distance between spellings, and a list of words that finds its nearest quickly."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations

LONGEST_WORD = 30  # letters; the remainders of a longer one are too many


def distance(one: str, other: str, limit: int) -> int:
    """Optimal string alignment distance (insert, delete, replace, swap neighbours); limit + 1 if it is larger."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        older, before, row = before, row, [i]
        for j, right in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


class Spellings:
    """Known words by the letters that are left when one or two are dropped (symmetric delete spelling correction)."""

    def __init__(self, known: Iterable[str]) -> None:
        self._by_remainder: defaultdict[str, list[str]] = defaultdict(list)
        for word in sorted(set(known)):
            for remainder in _remainders(word, slips_allowed(word)):
                self._by_remainder[remainder].append(word)

    def nearest(self, word: str) -> list[str]:
        """All known words at the smallest distance that their length allows; empty if none is near enough."""
        allowed = slips_allowed(word)
        if not allowed or len(word) > LONGEST_WORD:
            return []
        seen = {known for rest in _remainders(word, allowed) for known in self._by_remainder.get(rest, ())}
        near = [(distance(word, known, 2), known) for known in seen]
        near = [(slips, known) for slips, known in near if slips <= min(allowed, slips_allowed(known))]
        best = min((slips for slips, _ in near), default=0)
        return sorted(known for slips, known in near if slips == best)


def slips_allowed(word: str) -> int:
    """Short words differ from others by one letter, so they must be right."""
    return 0 if len(word) < 5 else 1 if len(word) < 7 else 2


def _remainders(word: str, drops: int) -> set[str]:
    kept = {word}
    for count in range(1, drops + 1):
        for gone in combinations(range(len(word)), count):
            kept.add("".join(letter for place, letter in enumerate(word) if place not in gone))
    return kept
