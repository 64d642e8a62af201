"""What every page and route shares against abuse: response headers, whose request it is, rate limits."""

from __future__ import annotations

import ipaddress
import math
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from sanic.response import BaseHTTPResponse

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors "
)


def content_policy(frame_ancestors: tuple[str, ...] = ()) -> str:
    """Content-Security-Policy of a page; frame_ancestors: origins that may show it in a frame."""
    return _POLICY + (" ".join(frame_ancestors) or "'none'")


def add_headers(response: BaseHTTPResponse, *, https: bool, frame_ancestors: tuple[str, ...] = ()) -> None:
    """Put the protective headers on a response; call it once for each response that a browser shows."""
    headers = response.headers
    headers["Content-Security-Policy"] = content_policy(frame_ancestors)
    headers["X-Content-Type-Options"] = "nosniff"
    # not "no-referrer": browsers would then send "Origin: null" with forms, and the origin check would refuse them
    headers["Referrer-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if not frame_ancestors:
        headers["X-Frame-Options"] = "DENY"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000"


def client_address(peer: str, forwarded_for: str | None, trusted_proxies: int) -> str:
    """Address of the person behind `trusted_proxies` reverse proxies; anything forged in front of them is ignored.

    forwarded_for: the X-Forwarded-For header, all its lines joined with commas
    """
    hops = [hop.strip() for hop in (forwarded_for or "").split(",") if hop.strip()]
    if trusted_proxies == 0 or len(hops) < trusted_proxies:
        return peer
    return hops[-trusted_proxies]


def address_block(address: str) -> str:
    """What a rate limit counts as one visitor: an IPv4 address, or the /64 network of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if parsed.version == 6 and parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(parsed if parsed.version == 4 else ipaddress.ip_network((parsed, 64), strict=False))


def from_own_page(headers: Mapping[str, str], own_address: str) -> bool:
    """Whether a browser says that one of our own pages sent this request.

    A client without Origin and Sec-Fetch-Site is no current browser and carries no one's cookies by accident.
    """
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return False
    origin = headers.get("origin")
    if origin is None:
        return True
    # the host alone decides: a proxy that ends TLS hides the scheme from us
    own_hosts = {urlsplit(own_address).netloc, headers.get("host", "")}
    return urlsplit(origin).netloc in own_hosts - {""}


class RateLimiter:
    """Moving-window limits kept in the memory of this process, such as RateLimiter("10/5 minutes")."""

    def __init__(self, limit: str) -> None:
        self._limit: RateLimitItem = parse(limit)
        self._window = MovingWindowRateLimiter(MemoryStorage())

    def hit(self, *key: str) -> int | None:
        """Count one attempt; None when it may go on, else the whole seconds to wait (Retry-After)."""
        if self._window.hit(self._limit, *key):
            return None
        reset_at, _ = self._window.get_window_stats(self._limit, *key)
        return max(1, math.ceil(reset_at - time.time()))

    def forgive(self, *key: str) -> None:
        """Forget the attempts of this key."""
        self._window.clear(self._limit, *key)
