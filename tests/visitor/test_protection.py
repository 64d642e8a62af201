"""What protects the API and its pages: other origins, headers, limits."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.frontdesk.front import CRISIS, Front, running_front

FRIEND, STRANGER = "https://clinic.example", "https://elsewhere.example"
PROTECTION = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    "x-frame-options": "DENY",
}


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """One that another site may embed."""
    with running_front(tmp_path_factory.mktemp("front") / "var", allowed_origins=(FRIEND,)) as running:
        yield running


def permission(response: httpx.Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name.startswith("access-control-")}


def test_a_friendly_site_may_ask(front: Front) -> None:
    asked = front.http.options("/api/visits", headers={"Origin": FRIEND, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert permission(asked) == {
        "access-control-allow-origin": FRIEND,
        "access-control-allow-headers": "Authorization, Content-Type, Last-Event-ID",
        "access-control-allow-methods": "GET, POST",
        "access-control-max-age": "3600",
        "access-control-expose-headers": "Retry-After",
    }


@pytest.mark.parametrize("origin", [STRANGER, "null", FRIEND + ".evil.example", FRIEND.replace("https", "http"), "*"])
def test_a_strange_site_gets_no_permission(front: Front, origin: str) -> None:
    visitor = front.visitor()
    for method, path in (("OPTIONS", "/api/visits"), ("POST", "/api/visits"), ("POST", visitor.path)):
        answer = front.http.request(method, path, headers={"Origin": origin})
        assert permission(answer) == {}
        assert answer.headers["vary"] == "Origin"


def test_every_answer_to_a_friendly_site_can_be_read_there(front: Front) -> None:
    visitor = front.visitor()
    headers = {"Origin": FRIEND}
    answers = [
        front.http.post("/api/visits", headers=headers),
        visitor.post(headers=headers, json={"text": "hello", "key": "key-0001"}),
        visitor.post(headers=headers, json={"text": "", "key": "key-0002"}),
        front.http.post(visitor.path, headers=headers),
        front.http.get("/api/nothing", headers=headers),
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 400, 401, 404]
    assert {answer.headers["access-control-allow-origin"] for answer in answers} == {FRIEND}
    assert not any("access-control-allow-credentials" in answer.headers for answer in answers)


def test_the_stream_can_be_read_at_a_friendly_site(front: Front) -> None:
    visitor = front.visitor()
    headers = {**visitor.headers, "Origin": FRIEND}
    with (
        httpx.Client(base_url=front.url) as http,
        http.stream("GET", f"/api/visits/{visitor.id}/events", headers=headers) as stream,
    ):
        assert stream.headers["access-control-allow-origin"] == FRIEND
        assert stream.headers["cache-control"] == "no-store"
        assert {name: stream.headers.get(name) for name in PROTECTION} == PROTECTION


def test_pages_have_no_permission_for_anybody(front: Front) -> None:
    for path in ("/demo", "/staff/login", "/health"):
        assert permission(front.http.get(path, headers={"Origin": FRIEND})) == {}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302), ("/demo", 200), ("/static/demo.css", 200), ("/static/nothing", 404), ("/api/openapi.json", 200), ("/health", 200),
        ("/ready", 200), ("/nothing", 404), ("/api/visits", 405), ("/staff/login", 200), ("/staff", 303),
    ],
)  # fmt: skip
def test_every_response_is_protected(front: Front, path: str, status: int) -> None:
    answer = front.http.get(path)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in PROTECTION} == PROTECTION
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';") and "unsafe" not in policy
    assert "server" not in answer.headers


def test_other_sites_may_load_the_widget_and_nothing_else(front: Front) -> None:
    assert front.http.get("/widget.js").headers["cross-origin-resource-policy"] == "cross-origin"
    for path in ("/demo", "/static/demo.css", "/health"):
        assert front.http.get(path).headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/demo", "/widget.js", "/static/demo.css", "/static/openapi.json", "/api/openapi.json"])
def test_pages_come_from_this_host_alone(front: Front, path: str) -> None:
    answer = front.http.get(path)
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/health", "/ready"])
def test_a_load_balancer_may_ask_for_the_head_alone(front: Front, path: str) -> None:
    answer = httpx.head(front.url + path)
    assert (answer.status_code, answer.content) == (200, b"")


def test_messages_are_limited_and_danger_never_is(tmp_path: Path) -> None:
    with running_front(tmp_path / "var", messages_per_minute=3) as front:
        visitor = front.visitor()
        statuses = [visitor.send(f"message {number}").status_code for number in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        refused = visitor.send("one more")
        assert refused.json()["error"]["code"] == "too_many"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        for _ in range(5):
            assert visitor.say(CRISIS)["replies"][0]["card"]["kind"] == "crisis"
        assert "one more" not in visitor.said
        assert front.visitor().say("somebody else")["replies"]


def test_texts_that_are_too_long_count_as_well(tmp_path: Path) -> None:
    with running_front(tmp_path / "var", messages_per_minute=2) as front:
        visitor = front.visitor()
        assert [visitor.send("a" * 3000).status_code for _ in range(3)] == [413, 413, 429]


def test_new_visits_are_limited_by_address(tmp_path: Path) -> None:
    with running_front(tmp_path / "var", visits_per_minute=3) as front:
        answers = [front.http.post("/api/visits") for _ in range(4)]
        assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        forged = front.http.post("/api/visits", headers={"X-Forwarded-For": "192.0.2.7"})
        assert forged.status_code == 429


def test_behind_a_proxy_each_visitor_has_a_limit_of_their_own(tmp_path: Path) -> None:
    with running_front(tmp_path / "var", visits_per_minute=2, trusted_proxies=1) as front:
        for address in ("192.0.2.7", "192.0.2.8"):
            headers = {"X-Forwarded-For": f"198.51.100.1, {address}"}
            answers = [front.http.post("/api/visits", headers=headers) for _ in range(3)]
            assert [answer.status_code for answer in answers] == [201, 201, 429]
