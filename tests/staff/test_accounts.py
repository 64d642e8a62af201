"""Accounts made on the command line, and what a password must be like."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frontdesk.settings import Settings
from frontdesk.staff.accounts import AccountError, add_staff, create_first_login
from frontdesk.staff.passwords import hash_password, one_time_password, verify_password, why_not
from frontdesk.storage import Store, open_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(data_dir=tmp_path / "var"))
    opened.migrate()
    yield opened
    opened.close()


def test_the_first_login_is_made_once(store: Store) -> None:
    username, password = create_first_login(store)
    staff = store.staff(username)
    assert username == "admin" and staff.must_change
    assert verify_password(staff.password_hash, password)
    assert password not in staff.password_hash
    assert create_first_login(store) is None


def test_no_first_login_once_there_is_staff(store: Store) -> None:
    add_staff(store, " Kit ", "Kit  Lang")
    assert store.staff("kit").name == "Kit Lang"
    assert create_first_login(store) is None


@pytest.mark.parametrize(
    ("username", "name", "why"),
    [
        ("k", "Kit", "2 to 40"),
        ("kit lang", "Kit", "2 to 40"),
        ("kit", "  ", "1 to 80"),
        ("sam", "Sam", "already"),
    ],
)
def test_accounts_that_cannot_be_made(store: Store, username: str, name: str, why: str) -> None:
    add_staff(store, "sam", "Sam Rivers")
    with pytest.raises(AccountError, match=why):
        add_staff(store, username, name)


def test_one_time_passwords_are_readable_and_good_enough_to_change() -> None:
    made = {one_time_password() for _ in range(50)}
    assert len(made) == 50
    for password in made:
        assert len(password) == 19 and not set(password) & set("0o1liO")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("elevenchars", "at least 12"),
        ("x" * 201, "at most 200"),
        ("the Sam I know well", "username"),
        ("aaaaaaaaaaaabbb", "different characters"),
        ("The Current Password", "differs"),
        ("quiet river copper lamp", None),
    ],
)
def test_what_a_new_password_must_be_like(password: str, why: str | None) -> None:
    answer = why_not(password, "sam", "the current password")
    assert (why in answer) if why else answer is None


def test_the_same_password_from_two_keyboards_fits() -> None:
    assert verify_password(hash_password("caf\u00e9 river lamp"), "cafe\u0301 river lamp")


def test_an_unknown_user_never_fits() -> None:
    assert not verify_password(None, "anything")
    assert not verify_password("not a hash", "anything")


@settings(max_examples=5, deadline=None)
@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
def test_only_the_same_password_fits(password: str, other: str) -> None:
    stored = hash_password(password)
    assert verify_password(stored, password)
    assert verify_password(stored, f"{other}{password}x") is False
