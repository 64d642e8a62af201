"""Rasa-sdk adapters: a few lines each, no rules, no database."""
