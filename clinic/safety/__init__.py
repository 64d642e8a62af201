"""The crisis screen and the fixed words that follow from its verdict."""

from __future__ import annotations

from clinic.safety.screen import Screen, load_screen
from clinic.safety.verdict import Category, Context, Subject, Tier, Verdict

__all__ = ["Category", "Context", "Screen", "Subject", "Tier", "Verdict", "load_screen"]
