"""The pieces that visitor routes use too."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sanic.response import text

from frontdesk.security import (
    RateLimiter,
    add_headers,
    address_block,
    client_address,
    content_policy,
    from_own_page,
)


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        (None, 0, "10.1.1.1"),
        ("203.0.113.7", 0, "10.1.1.1"),
        ("203.0.113.7", 1, "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7", 1, "203.0.113.7"),
        ("6.6.6.6, 203.0.113.7,10.0.0.2", 2, "203.0.113.7"),
        ("203.0.113.7", 2, "10.1.1.1"),
        (None, 1, "10.1.1.1"),
    ],
)
def test_client_address(forwarded: str | None, proxies: int, address: str) -> None:
    assert client_address("10.1.1.1", forwarded, proxies) == address


@given(st.text(alphabet="0123456789., :af"), st.integers(1, 3))
def test_a_visitor_cannot_choose_the_address(forged: str, proxies: int) -> None:
    real = ", ".join(["203.0.113.7", *["10.0.0.2"] * (proxies - 1)])
    assert client_address("10.1.1.1", f"{forged}, {real}", proxies) == "203.0.113.7"


@pytest.mark.parametrize(
    ("address", "block"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("unknown", "unknown"),
    ],
)
def test_address_block(address: str, block: str) -> None:
    assert address_block(address) == block


@pytest.mark.parametrize(
    ("headers", "own"),
    [
        ({}, True),
        ({"host": "desk.example", "origin": "https://desk.example"}, True),
        ({"host": "127.0.0.1:8000", "origin": "https://desk.example", "sec-fetch-site": "same-origin"}, True),
        ({"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}, True),
        ({"host": "desk.example", "origin": "https://desk.example.evil.example"}, False),
        ({"host": "desk.example", "origin": "null"}, False),
        ({"host": "", "origin": "null"}, False),
        ({"host": "desk.example", "sec-fetch-site": "cross-site"}, False),
        ({"host": "desk.example", "sec-fetch-site": "none"}, False),
    ],
)
def test_from_own_page(headers: dict[str, str], own: bool) -> None:
    assert from_own_page(headers, "https://desk.example") is own


def test_a_page_that_may_be_framed_names_who_may() -> None:
    response = text("")
    add_headers(response, https=True, frame_ancestors=("https://clinic.example",))
    assert response.headers["content-security-policy"].endswith("frame-ancestors https://clinic.example")
    assert "x-frame-options" not in response.headers
    assert response.headers["strict-transport-security"] == "max-age=31536000"
    assert content_policy().endswith("frame-ancestors 'none'")


def test_rate_limiter_counts_by_key_and_forgives() -> None:
    limiter = RateLimiter("2/minute")
    assert [limiter.hit("a"), limiter.hit("a")] == [None, None]
    assert 1 <= (limiter.hit("a") or 0) <= 60
    assert limiter.hit("b") is None
    limiter.forgive("a")
    assert limiter.hit("a") is None
