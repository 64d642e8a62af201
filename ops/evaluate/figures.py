"""Proportions with their uncertainty, and the messages to score."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
Z = 1.96  # standard deviations of a 95 % interval


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a proportion (Wilson 1927)."""
    if of == 0:
        return 0.0, 1.0
    share, z2 = hits / of, Z * Z
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = Z / (1 + z2 / of) * math.sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return middle - half, middle + half


def row(name: str, hits: Iterable[bool]) -> str:
    """A line of a Markdown table: name, hits/of = share [interval]."""
    values = list(hits)
    if not values:
        return f"| {name} | none |"
    low, high = wilson(sum(values), len(values))
    return f"| {name} | {sum(values)}/{len(values)} = {sum(values) / len(values):.3f} [{low:.3f}, {high:.3f}] |"
