"""Making staff accounts, for the command line."""

from __future__ import annotations

import re

from frontdesk.staff.passwords import hash_password, one_time_password
from frontdesk.storage import Store

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")
FIRST_USERNAME = "admin"
FIRST_NAME = "Staff"  # until the person who signs in first says who they are


class AccountError(ValueError):
    """An account that cannot be made; the message says why."""


def create_first_login(store: Store) -> tuple[str, str] | None:
    """Username and one-time password of the first account; None when there are accounts already."""
    if store.has_staff():
        return None
    return FIRST_USERNAME, add_staff(store, FIRST_USERNAME, FIRST_NAME)


def add_staff(store: Store, username: str, name: str) -> str:
    """Add a staff member who has to choose a password at first login; returns the one-time password.

    name: shown to colleagues; its first word is shown to visitors. Raises AccountError.
    """
    username, name = username.strip().lower(), " ".join(name.split())
    if not _USERNAME.fullmatch(username):
        raise AccountError("A username has 2 to 40 small letters, digits, dots, dashes or underscores.")
    if not 1 <= len(name) <= 80:
        raise AccountError("A name has 1 to 80 characters.")
    if store.staff(username) is not None:
        raise AccountError(f"There is already a staff member with the username {username}.")
    password = one_time_password()
    store.add_staff(username, hash_password(password), name, must_change=True)
    return password
