"""The pre-screening: its questions, reading the answers, and what a clinician must see."""
