"""A message is sent again until it was answered; its key tells a repetition from a new message."""

from __future__ import annotations

import hashlib

from frontdesk.storage import Turn


def key_for(turn: Turn, key: str, text: str) -> str:
    """The key under which to store `text`: another text under a key already used is another message, and is not lost."""
    known = turn.message_with_key(key)
    if known is None or known.body.get("text") == text:
        return key
    return f"{key[:40]}~{hashlib.sha256(text.encode()).hexdigest()[:16]}"
