"""Reference numbers that people read aloud: no letter or digit that is mistaken for another."""

from __future__ import annotations

import secrets

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Such as FD-7K3M-92QX; one of 6.5e11, cryptographically random."""
    first, second = ("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(2))
    return f"FD-{first}-{second}"
