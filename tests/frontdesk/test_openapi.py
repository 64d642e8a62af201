"""The description of the API says what the front desk does: no route, status or code more or less."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from openapi_spec_validator import validate

from frontdesk.settings import ROOT
from tests.frontdesk.described import OPENAPI, check_response, check_schema
from tests.frontdesk.front import Front

METHODS = {"get", "post", "put", "patch", "delete"}
PAGES = re.compile(r"/(staff(/.*)?|static/.*|demo|widget\.js)?")


def test_the_description_is_valid_openapi() -> None:
    validate(OPENAPI)


def test_every_route_is_described_and_nothing_else(front: Front) -> None:
    routes = set()
    for route in front.app.router.routes:
        path = "/" + re.sub(r"<(\w+)(:\w+)?>", r"{\1}", route.path)
        if not PAGES.fullmatch(path):
            routes |= {(path, method.lower()) for method in route.methods - {"HEAD", "OPTIONS"}}
    described = {(path, method) for path, item in OPENAPI["paths"].items() for method in item.keys() & METHODS}
    assert routes == described


def test_every_code_is_described_and_nothing_else() -> None:
    codes = OPENAPI["components"]["schemas"]["Error"]["properties"]["error"]["properties"]["code"]["enum"]
    assert {code for code in codes if not code.startswith("http_")} == set(_codes())


def test_every_code_is_named_where_it_can_come_from() -> None:
    named = " ".join(response["description"] for response in OPENAPI["components"]["responses"].values())
    assert {code for code in _codes() if f"`{code}`" not in named} == set()


def test_the_examples_have_the_shape_of_their_schemas() -> None:
    checked = 0
    for content in _contents(OPENAPI):
        examples = [example["value"] for example in content.get("examples", {}).values()]
        examples += [content["example"]] if "example" in content else []
        reference = content["schema"].get("$ref", "")
        for example in examples if reference else []:
            check_schema(reference.rpartition("/")[2], example)
            checked += 1
    assert checked >= 10


def test_the_description_is_served(front: Front) -> None:
    served = front.http.get("/api/openapi.json")
    check_response(served)
    assert served.json() == OPENAPI


def test_health_and_readiness_are_as_described(front: Front) -> None:
    for path in ("/health", "/ready"):
        check_response(front.http.get(path))


def _codes() -> Iterator[str]:
    """The code of every Problem that the visitors' side raises."""
    for path in (ROOT / "frontdesk/visitor").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Problem":
                yield ast.literal_eval(node.args[1])


def _contents(value: object) -> Iterator[dict[str, dict[str, str]]]:
    """Everything with a schema and examples, however deep."""
    if isinstance(value, dict):
        if "schema" in value and value.keys() & {"example", "examples"}:
            yield value
        for inside in value.values():
            yield from _contents(inside)
    elif isinstance(value, list):
        for inside in value:
            yield from _contents(inside)
