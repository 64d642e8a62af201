"""Nobody passes without signing in, and no other site can act in a signed-in browser."""

from __future__ import annotations

import re

import pytest

from .desk import Desk, running_desk

OPEN = {"/staff/login"}


def routes(desk: Desk) -> list[tuple[str, str]]:
    """(method, path) of every route of the console, with an id filled in."""
    found = []
    for route in desk.app.router.routes:
        path = "/" + re.sub(r"<[^>]+>", "0123456789abcdef", route.path)
        if path.startswith("/staff"):
            found += [(method, path.rstrip("/") or "/") for method in route.methods]
    return found


def test_every_route_is_known_to_this_test(desk: Desk) -> None:
    posts = {path for method, path in routes(desk) if method == "POST"}
    assert len(routes(desk)) == 22
    assert len(posts) == 14


def test_every_route_but_login_needs_a_session(desk: Desk) -> None:
    browser = desk.browser()
    for method, path in routes(desk):
        if path in OPEN:
            continue
        answer = browser.http.request(method, path)
        assert (answer.status_code, path) == ((303, path) if method == "GET" else (401, path))
        if method == "GET":
            assert answer.headers["location"] == "/staff/login"


def test_scripts_and_streams_get_401_instead_of_the_login_page(desk: Desk) -> None:
    for accept in ("application/json", "text/event-stream"):
        assert desk.browser().get("/staff/events", headers={"accept": accept}).status_code == 401


def test_every_post_needs_the_csrf_token(desk: Desk) -> None:
    browser = desk.signed_in()
    for method, path in routes(desk):
        if method == "POST":
            for given in ({}, {"csrf": "x" * 43}):
                assert (browser.http.post(path, data=given).status_code, path) == (403, path)
    assert browser.get("/staff").status_code == 200  # the refused logout did nothing


def test_the_csrf_token_may_come_in_a_header(desk: Desk) -> None:
    browser = desk.signed_in()
    assert browser.http.post("/staff/here", headers={"x-csrf-token": browser.csrf()}).status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_post_from_another_site_is_refused_even_with_the_token(desk: Desk, headers: dict[str, str]) -> None:
    browser = desk.signed_in()
    assert browser.post("/staff/here", headers=headers).status_code == 403


def test_a_post_from_our_own_page_is_accepted(desk: Desk) -> None:
    browser = desk.signed_in()
    headers = {"origin": desk.url, "sec-fetch-site": "same-origin"}
    assert browser.post("/staff/here", headers=headers).status_code == 204


def test_an_idle_session_ends(desk: Desk) -> None:
    browser = desk.signed_in()
    desk.clock.forward(minutes=29)
    assert browser.get("/staff").status_code == 200
    desk.clock.forward(minutes=29)
    assert browser.get("/staff").status_code == 200, "the visit before put the time-out off"
    desk.clock.forward(minutes=31)
    assert browser.get("/staff").status_code == 303


def test_an_open_page_does_not_keep_the_session_awake(desk: Desk) -> None:
    browser = desk.signed_in()
    for _ in range(3):
        desk.clock.forward(minutes=11)
        answer = browser.get("/staff/session")
    assert answer.status_code == 303


def test_a_session_ends_after_its_longest_length_whatever_happens(desk: Desk) -> None:
    browser = desk.signed_in()
    for _ in range(25):
        desk.clock.forward(minutes=29)
        answer = browser.get("/staff")
    assert answer.status_code == 303


def test_every_answer_carries_the_protective_headers(desk: Desk) -> None:
    browser = desk.signed_in()
    anonymous = desk.browser()
    answers = [browser.get("/staff"), browser.get("/staff/conversations/none"), anonymous.get("/staff/login")]
    answers += [anonymous.get("/staff"), browser.http.post("/staff/here")]
    for answer in answers:
        assert answer.headers["content-security-policy"] == (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
            "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
        )
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "strict-transport-security" not in answer.headers


def test_cookies_over_http_and_over_https(desk: Desk, tmp_path) -> None:
    with running_desk(tmp_path / "https", public_url="https://desk.example") as secure:
        for where, prefix, flags in ((desk, "", ""), (secure, "__Host-", "; Secure")):
            where.store.add_staff("kit", "no password fits", "Kit Lang")
            cookie = where.browser().get("/staff/login").headers["set-cookie"]
            assert cookie.startswith(f"{prefix}fd_login=")
            assert {"HttpOnly", "Path=/", "SameSite=Strict"} <= set(cookie.split("; "))
            assert ("Secure" in cookie.split("; ")) is bool(flags)
        assert "max-age" in secure.browser().get("/staff/login").headers["strict-transport-security"]
