"""Figures on messages that no author of rules, examples or training data has read."""
