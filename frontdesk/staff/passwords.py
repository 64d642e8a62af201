"""Passwords of staff: hashing with argon2id, one-time passwords, and what a new password must be like."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

MIN_LENGTH = 12
MAX_LENGTH = 200  # a longer one would only make hashing slow
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"  # no 0/o, 1/l/i

_hasher = PasswordHasher()  # library defaults: RFC 9106, low-memory profile


def _same_form(password: str) -> str:
    # the same password typed on two keyboards may reach us in two Unicode forms
    return unicodedata.normalize("NFKC", password)


def hash_password(password: str) -> str:
    return _hasher.hash(_same_form(password))


def verify_password(stored: str | None, password: str) -> bool:
    """Whether the password fits; stored None (unknown user) takes as long as a wrong password and never fits."""
    try:
        _hasher.verify(stored or _unknown_user_hash(), _same_form(password[: MAX_LENGTH + 1]))
    except (VerifyMismatchError, InvalidHashError):
        return False
    return stored is not None


@cache
def _unknown_user_hash() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def one_time_password() -> str:
    """Sixteen readable characters in four groups, 79 bits."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def why_not(password: str, username: str, current: str) -> str | None:
    """The sentence to show when this cannot be the new password; None when it can."""
    plain = _same_form(password).casefold()
    if len(password) < MIN_LENGTH:
        return f"Use at least {MIN_LENGTH} characters. Four unrelated words make a good password."
    if len(password) > MAX_LENGTH:
        return f"Use at most {MAX_LENGTH} characters."
    if username.casefold() in plain:
        return "Choose a password that does not contain your username."
    if len(set(plain)) < 5:
        return "Choose a password with more different characters."
    if plain == _same_form(current).casefold():
        return "Choose a password that differs from the current one."
    return None
