"""Holds real responses against frontdesk/static/openapi.json."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
from jsonschema import Draft202012Validator

from frontdesk.settings import ROOT

OPENAPI: dict[str, Any] = json.loads((ROOT / "frontdesk/static/openapi.json").read_text("utf-8"))


def check_schema(name: str, value: Any) -> None:
    """Raises ValidationError unless the value has the shape of that schema."""
    _check({"$ref": f"#/components/schemas/{name}"}, value)


def check_response(response: httpx.Response) -> None:
    """Raises AssertionError or ValidationError unless the response is one that its route describes."""
    described = _described(response)
    for name, header in described.get("headers", {}).items():
        assert name in response.headers, f"{name} is described and missing"
        _check(_resolved(header)["schema"], _number(response.headers[name]))
    media = response.headers["content-type"].split(";")[0]
    assert media in described["content"], f"{media} is not described"
    if media == "application/json":
        _check(described["content"][media]["schema"], response.json())


def _described(response: httpx.Response) -> dict[str, Any]:
    for template, item in OPENAPI["paths"].items():
        if re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", template), response.request.url.path):
            operation = item.get(response.request.method.lower()) or next(v for k, v in item.items() if k in {"get", "post"})
            found = operation["responses"]
            return _resolved(found.get(str(response.status_code)) or found["default"])
    raise AssertionError(f"{response.request.url.path} is not described")


def _resolved(value: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in value:
        return value
    found: Any = OPENAPI
    for part in value["$ref"].removeprefix("#/").split("/"):
        found = found[part]
    return dict(found)


def _check(schema: dict[str, Any], value: Any) -> None:
    Draft202012Validator({**schema, "components": OPENAPI["components"]}).validate(value)


def _number(text: str) -> int | str:
    return int(text) if text.isdecimal() else text
