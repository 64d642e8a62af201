"""Signing in, the one-time password, signing out."""

from __future__ import annotations

import hashlib

from frontdesk.staff.accounts import add_staff
from frontdesk.storage.schema import sessions as session_table

from .desk import HASH, PASSWORD, Browser, Desk, running_desk

OWN = "four calm grey herons"


def new_colleague(desk: Desk) -> tuple[Browser, str]:
    """A browser that has just signed in with a one-time password."""
    one_time = add_staff(desk.store, "kit", "Kit Lang")
    browser = desk.browser()
    assert browser.sign_in("kit", one_time).headers["location"] == "/staff/password"
    return browser, one_time


def test_sign_in_and_out(desk: Desk) -> None:
    browser = desk.signed_in()
    assert "Queue" in browser.get("/staff").text
    assert browser.post("/staff/logout").headers["location"] == "/staff/login"
    assert browser.get("/staff").status_code == 303


def test_signing_out_ends_the_session_for_a_stolen_cookie_too(desk: Desk) -> None:
    browser = desk.signed_in()
    stolen = dict(browser.http.cookies)
    browser.post("/staff/logout")
    assert desk.browser(cookies=stolen).get("/staff").status_code == 303


def test_unknown_user_and_wrong_password_look_the_same(desk: Desk) -> None:
    desk.store.add_staff("sam", HASH, "Sam Rivers")
    pages = []
    for username in ("sam", "nobody"):
        answer = desk.browser().sign_in(username, "wrong password here")
        assert answer.status_code == 401
        pages.append(answer.text.split('name="csrf"')[0])
    assert pages[0] == pages[1]
    assert [entry[1] for entry in desk.audit_trail()] == ["login_failed", "login_failed"]


def test_an_unknown_user_costs_a_hash_as_well(desk: Desk, monkeypatch) -> None:
    from frontdesk.staff import passwords

    class Counting:
        verified = 0

        def hash(self, password: str) -> str:
            return HASH

        def verify(self, stored: str, password: str) -> bool:
            self.verified += 1
            return passwords.PasswordHasher().verify(stored, password)

    counting = Counting()
    monkeypatch.setattr(passwords, "_hasher", counting)
    desk.browser().sign_in("nobody", "wrong")
    assert counting.verified == 1


def test_the_login_form_is_tied_to_the_browser(desk: Desk) -> None:
    desk.store.add_staff("sam", HASH, "Sam Rivers")
    fields = {"username": "sam", "password": PASSWORD}
    assert desk.browser().http.post("/staff/login", data=fields).status_code == 403
    other = desk.browser()
    fields["csrf"] = desk.browser().csrf("/staff/login")
    other.get("/staff/login")
    assert other.http.post("/staff/login", data=fields).status_code == 403


def test_only_a_hash_of_the_token_is_stored_and_each_login_has_its_own(desk: Desk) -> None:
    browser = desk.signed_in()
    first = browser.http.cookies["fd_session"]
    browser.sign_in("sam", PASSWORD)
    second = browser.http.cookies["fd_session"]
    assert first != second
    with desk.store._database.read() as connection:
        stored = [row.token_hash for row in connection.execute(session_table.select())]
    assert stored == [hashlib.sha256(second.encode()).hexdigest()], "the session before has ended"


def test_a_one_time_password_opens_nothing_but_the_password_page(desk: Desk) -> None:
    browser, _ = new_colleague(desk)
    conversation_id = desk.conversation("hello")
    for path in ("/staff", "/staff/events", f"/staff/conversations/{conversation_id}"):
        assert browser.get(path).headers["location"] == "/staff/password"
    assert browser.act(conversation_id, "take-over").headers["location"] == "/staff/password"
    assert desk.store.conversation(conversation_id).owner is None


def test_the_first_password_is_explained_until_it_is_good(desk: Desk) -> None:
    browser, one_time = new_colleague(desk)
    for current, new, again, why in (
        ("not the one", OWN, OWN, "current password is wrong"),
        (one_time, OWN, OWN + "x", "differ"),
        (one_time, "short", "short", "at least 12"),
        (one_time, "my name is KIT, hello", "my name is KIT, hello", "does not contain your username"),
        (one_time, one_time, one_time, "differs from the current one"),
    ):
        answer = browser.post("/staff/password", current=current, new=new, again=again)
        assert answer.status_code == 422
        assert why in answer.text
    before = browser.http.cookies["fd_session"]
    answer = browser.post("/staff/password", current=one_time, new=OWN, again=OWN)
    assert answer.headers["location"] == "/staff"
    assert browser.http.cookies["fd_session"] != before
    assert browser.get("/staff").status_code == 200
    assert desk.browser().sign_in("kit", one_time).status_code == 401
    assert desk.browser().sign_in("kit", OWN).headers["location"] == "/staff"


def test_a_new_password_ends_the_other_sessions(desk: Desk) -> None:
    here, elsewhere = desk.signed_in(), desk.signed_in()
    here.post("/staff/password", current=PASSWORD, new=OWN, again=OWN)
    assert here.get("/staff").status_code == 200
    assert elsewhere.get("/staff").status_code == 303


def test_guessing_at_one_username_is_slowed_down(desk: Desk) -> None:
    desk.store.add_staff("sam", HASH, "Sam Rivers")
    browser = desk.browser()
    for _ in range(10):
        assert browser.sign_in("sam", "guess").status_code == 401
    answer = browser.sign_in("sam", PASSWORD)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["retry-after"]) <= 300
    desk.store.add_staff("kit", HASH, "Kit Lang")
    assert browser.sign_in("kit", PASSWORD).status_code == 303, "a colleague can still sign in"


def test_guessing_from_one_address_is_slowed_down(desk: Desk) -> None:
    browser = desk.browser()
    for number in range(20):
        assert browser.sign_in(f"user{number}", "guess").status_code == 401
    assert browser.sign_in("sam", "guess").status_code == 429


def test_the_address_comes_from_the_trusted_proxy_only(tmp_path) -> None:
    with running_desk(tmp_path / "var", trusted_proxies=1) as desk:
        for number in range(20):
            forged = desk.browser(headers={"x-forwarded-for": f"10.0.0.{number}, 203.0.113.7"})
            assert forged.sign_in(f"user{number}", "guess").status_code == 401
        assert forged.sign_in("sam", "guess").status_code == 429
        other = desk.browser(headers={"x-forwarded-for": "203.0.113.8"})
        assert other.sign_in("sam", "guess").status_code == 401


def test_strangers_do_not_learn_how_we_are(desk: Desk) -> None:
    desk.degraded.append("The assistant is not answering.")
    assert "not answering" not in desk.browser().get("/staff/login").text
    assert "not answering" in desk.signed_in().get("/staff").text
