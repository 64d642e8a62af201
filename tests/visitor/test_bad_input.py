"""Requests that cannot be served: a clear answer in JSON, nothing stored, and the front desk goes on."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.frontdesk.front import CHECK_IN, CRISIS, Front, Visitor, eventually

KEY = "key-0001"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(autouse=True)
def nothing_is_stored_and_all_goes_on(visitor: Visitor) -> Iterator[None]:
    yield
    assert visitor.stored == []
    assert visitor.say("still there?", "another-key")["replies"]


def refused(response: httpx.Response, status: int, code: str) -> None:
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
    message = response.json()["error"]["message"]
    assert message[0].isupper() and message.endswith(".")
    assert not {"Traceback", "Error", "sanic", ".py"} & set(message.split())


@pytest.mark.parametrize(
    ("authorization", "code"),
    [
        (None, "token_missing"),
        ("", "token_missing"),
        ("Bearer", "token_missing"),
        ("Basic dXNlcjpwYXNz", "token_missing"),
        ("{token}", "token_missing"),
        ("Bearer wrong", "token_wrong"),
        ("Bearer {token}x", "token_wrong"),
        ("Bearer {token} {token}", "token_wrong"),
        ("Bearer \xff\xfe", "token_wrong"),
        ("Bearer " + "a" * 5000, "token_wrong"),
    ],
)
@pytest.mark.parametrize(("method", "tail"), [("POST", "messages"), ("GET", "events")])
def test_only_the_owner_of_the_token_gets_in(
    front: Front, visitor: Visitor, authorization: str | None, code: str, method: str, tail: str
) -> None:
    headers = {} if authorization is None else {"Authorization": authorization.format(token=visitor.token).encode("latin-1")}
    body = {"text": "hello", "key": KEY} if method == "POST" else None
    answer = front.http.request(method, f"/api/visits/{visitor.id}/{tail}", headers=headers, json=body)
    refused(answer, 401, code)
    assert answer.headers["www-authenticate"] == "Bearer"


def test_the_token_of_another_visit_is_refused(front: Front, visitor: Visitor) -> None:
    other = front.visitor()
    refused(visitor.post(headers=other.headers, json={"text": "hello", "key": KEY}), 401, "token_wrong")


@pytest.mark.parametrize("visit", ["short", "a" * 23, "a" * 5000, "%00" * 22, "a/../b", "ä" * 22, "%ff" * 22])
def test_what_cannot_be_a_visit_is_unknown(front: Front, visitor: Visitor, visit: str) -> None:
    answer = front.http.post(f"/api/visits/{visit}/messages", headers=visitor.headers, json={"text": "hello", "key": KEY})
    assert answer.status_code in {400, 404}
    assert answer.json()["error"]["code"] in {"unknown_visit", "http_404", "http_400"}


@pytest.mark.parametrize("text", ["", " ", "\n\t \u00a0\u2003", "\x00", "\x00 \x00"])
def test_an_empty_text(visitor: Visitor, text: str) -> None:
    refused(visitor.send(text, KEY), 400, "empty_text")


@pytest.mark.parametrize("text", [None, 7, 1.5, True, ["hello"], {"text": "hello"}])
def test_a_text_of_another_type(visitor: Visitor, text: Any) -> None:
    refused(visitor.send(text, KEY), 400, "text_missing")


@pytest.mark.parametrize(
    "key", [None, "", "short", "k" * 65, 12345678, ["key-0001"], "käy-0001", "key 0001", "key-0001\n", "key/0001"]
)
def test_a_key_that_is_none(visitor: Visitor, key: Any) -> None:
    refused(visitor.post(json={"text": "hello", "key": key}), 400, "key_wrong")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "not_json"),
        (b"hello", "not_json"),
        (b'{"text": "hello"', "not_json"),
        (b'{"text": "hello", "key": ' + b"1" * 6000 + b"}", "not_json"),
        (b"[" * 50_000, "not_json"),
        (b"\xef\xbb\xbf{}", "not_json"),
        (b'{"text": "\xff\xfe", "key": "key-0001"}', "not_utf8"),
        ('{"text": "hello", "key": "key-0001"}'.encode("utf-16"), "not_utf8"),
        (b"[]", "not_an_object"),
        (b'"hello"', "not_an_object"),
        (b"null", "not_an_object"),
        (b"{}", "text_missing"),
        (b'{"key": "key-0001"}', "text_missing"),
        (b'{"text": "hello"}', "key_wrong"),
    ],
)
def test_a_body_that_is_no_message(visitor: Visitor, body: bytes, code: str) -> None:
    refused(visitor.post(content=body, headers=JSON), 400, code)


@pytest.mark.parametrize("media", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "json", None])
def test_another_content_type(visitor: Visitor, media: str | None) -> None:
    headers = {} if media is None else {"Content-Type": media}
    refused(visitor.post(content=b'{"text": "hello", "key": "key-0001"}', headers=headers), 415, "content_type_wrong")


def test_the_content_type_may_be_written_otherwise(front: Front) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    assert front.visitor().post(content=b'{"text": "hello", "key": "key-0001"}', headers=headers).status_code == 200


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE"])
def test_another_method(front: Front, visitor: Visitor, method: str) -> None:
    answer = front.http.request(method, visitor.path, headers=visitor.headers)
    refused(answer, 405, "http_405")
    assert "POST" in answer.headers["allow"]


@pytest.mark.parametrize(
    "path", ["/api", "/api/nothing", "/nothing", "/static/nothing.js", "/static/%2e%2e/app.py", "/static/widget"]
)
def test_another_path(front: Front, path: str) -> None:
    refused(front.http.get(path), 404, "http_404")


@pytest.mark.parametrize("text", ["a" * 2_001, "a" * 20_000])
def test_a_text_that_is_too_long(visitor: Visitor, text: str) -> None:
    refused(visitor.send(text, KEY), 413, "text_too_long")


def test_the_longest_text_is_taken(front: Front) -> None:
    assert front.visitor().say("a" * 2000)["message"]["text"] == "a" * 2000


@pytest.mark.parametrize("size", [200_000, 2_000_000])
def test_a_body_that_is_too_large_is_refused(visitor: Visitor, size: int) -> None:
    body = b'{"text": "' + b"a" * size + b'", "key": "key-0001"}'
    refused(visitor.post(content=body, headers=JSON), 413, "http_413")


def test_a_body_in_pieces_that_is_too_large_is_refused(visitor: Visitor) -> None:
    refused(visitor.post(content=(b"a" * 10_000 for _ in range(20)), headers=JSON), 413, "http_413")


@pytest.mark.parametrize("place", ["{crisis}. {filling}", "{filling}. {crisis}"])
@pytest.mark.parametrize("length", [3_000, 20_000, 80_000])
def test_danger_is_heard_however_long_the_text(front: Front, place: str, length: int) -> None:
    visitor = front.visitor()
    text = place.format(crisis=CRISIS, filling="and then it rained " * (length // 19)).strip()
    [reply] = visitor.say(text)["replies"]
    assert reply["card"]["kind"] == "crisis"
    [kept] = eventually(lambda: visitor.said)
    assert kept == text if length < 20_000 else CRISIS in kept and len(kept) < 20_010


@pytest.mark.parametrize("key", [None, "", 7, "k" * 65])
def test_danger_is_heard_whatever_the_key(front: Front, key: Any) -> None:
    visitor = front.visitor()
    for text in (CRISIS, CHECK_IN):
        answer = visitor.post(json={"text": text, "key": key})
        assert answer.status_code == 200 and answer.json()["replies"][0]["card"]["kind"] == "crisis"
    assert eventually(lambda: len(visitor.said) == 2)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (r"how\u0000fast", "how fast"),
        (r"how \ud800 fast", "how ? fast"),
        (r"how \udfff fast", "how ? fast"),
        (r"\ud83d\ude42", "🙂"),
        (r"  how fast\n", "how fast"),
    ],
)
def test_what_no_database_takes_is_replaced(front: Front, sent: str, kept: str) -> None:
    visitor = front.visitor()
    answer = visitor.post(content=f'{{"text": "{sent}", "key": "{KEY}"}}'.encode(), headers=JSON)
    assert answer.json()["message"]["text"] == kept
    assert visitor.said == [kept]


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GARBAGE\r\n\r\n", b"400"),
        (b"POST /api/visits HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n", b"400"),
        (b"GET /he\xff\xfealth HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", b"400"),
        (b"GET /health HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 20_000 + b"\r\n\r\n", b"413"),
    ],
)
def test_what_is_hardly_http(front: Front, request_bytes: bytes, status: bytes) -> None:
    head, _, body = _raw(front, request_bytes).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 " + status)
    assert json.loads(body)["error"]["code"] == f"http_{status.decode()}"
    assert b"Content-Security-Policy: " in head


def _raw(front: Front, request: bytes) -> bytes:
    host, port = httpx.URL(front.url).host, httpx.URL(front.url).port
    with socket.create_connection((host, port), timeout=5) as connection:
        connection.sendall(request)
        return b"".join(iter(lambda: connection.recv(65536), b""))
