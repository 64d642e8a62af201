"""The widget is one file that carries the lines, and keeps the rules that its readers rely on."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jinja2
import pytest

from frontdesk.visitor.widget import SCRIPTS, STYLES, WidgetError, widget_source

FRONTDESK = Path(__file__).resolve().parents[2] / "frontdesk"
STATIC = FRONTDESK / "static"
LINES = [
    {"label": "Call 988", "href": "tel:988", "detail": "Free, 24 hours"},
    {"label": "Text 988", "href": "sms:988", "detail": "Free, 24 hours"},
    {"label": 'Chat "now"', "href": "https://line.example/chat", "detail": "\\u2028 </script> /*END*/ é\u2028"},
]
CLINIC: dict[str, str | None] = {"name": 'The "Quiet" Clinic', "phone": None}


@pytest.fixture(scope="module")
def source() -> str:
    return widget_source(STATIC, LINES, CLINIC)


def sources() -> list[Path]:
    return [STATIC / "widget" / f"{name}.js" for name in SCRIPTS]


def constant(source: str, name: str) -> object:
    """The JSON value that the server wrote behind `const <name> =`."""
    start = source.index(f"const {name} = ") + len(f"const {name} = ")
    value, _ = json.JSONDecoder().raw_decode(source, start)
    return value


def copied_static(tmp_path: Path) -> Path:
    shutil.copytree(STATIC / "widget", tmp_path / "widget")
    return tmp_path


def test_facts_arrive_unchanged(source: str) -> None:
    assert constant(source, "OFFLINE_LINES") == LINES
    assert constant(source, "CLINIC") == CLINIC
    styles = constant(source, "STYLES")
    assert isinstance(styles, str) and ".launcher" in styles and ".bubble" in styles


def test_source_is_ascii_where_facts_are_written(source: str) -> None:
    start = source.index("const OFFLINE_LINES")
    assert source[start : source.index("const SCRIPT")].isascii()  # U+2028 would end a line in old engines


def test_one_strict_function_and_nothing_global(source: str) -> None:
    assert source.startswith('(() => {\n"use strict";\n')
    assert source.endswith("})();\n")


def test_every_file_in_the_folder_is_served() -> None:
    files = {path.name for path in (STATIC / "widget").iterdir()}
    assert files == {f"{name}.js" for name in SCRIPTS} | {f"{name}.css" for name in STYLES}


def test_only_known_facts_of_the_clinic_are_published() -> None:
    source = widget_source(STATIC, LINES, {**CLINIC, "email": "owner@clinic.example"})
    assert "owner@clinic.example" not in source


def test_without_lines_it_is_not_served() -> None:
    with pytest.raises(WidgetError, match="at least one line"):
        widget_source(STATIC, [], CLINIC)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ({"label": "Call 988", "href": "tel:988"}, r"offline_lines\[1\]: keys"),
        ({"label": "Run", "href": "javascript:alert(1)", "detail": ""}, r"offline_lines\[1\]: href"),
        ({"label": "Chat", "href": "http://line.example", "detail": ""}, r"offline_lines\[1\]: href"),
    ],
)
def test_a_wrong_line_is_named(line: dict[str, str], words: str) -> None:
    with pytest.raises(WidgetError, match=words):
        widget_source(STATIC, [LINES[0], line], CLINIC)


def test_a_lost_marker_is_named(tmp_path: Path) -> None:
    static = copied_static(tmp_path)
    config = static / "widget" / "config.js"
    config.write_text(config.read_text("utf-8").replace("/*END_CLINIC*/", ""), "utf-8")
    with pytest.raises(WidgetError, match=r"/\*CLINIC\*/ and /\*END_CLINIC\*/"):
        widget_source(static, LINES, CLINIC)


@pytest.mark.parametrize(
    "forbidden",
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function", "document.cookie",
     'setAttribute("style"', "console."],
)  # fmt: skip
def test_no_file_uses(forbidden: str) -> None:
    assert [path.name for path in sources() if forbidden in path.read_text("utf-8")] == []


def test_no_third_party_address() -> None:
    files = [*sources(), *(STATIC / "widget").glob("*.css"), STATIC / "demo.css"]
    found = {url for path in files for url in re.findall(r"(?:https?:)?//[a-z0-9-]+\.[a-z.]+[^\s\"']*", path.read_text("utf-8"))}
    assert found <= {"http://www.w3.org/2000/svg"}  # a namespace, never fetched


def words_of(language: str) -> dict[str, set[str]]:
    """The keys of a language in words.js, each with its {places}."""
    block = re.search(rf"^  {language}: {{\n(.*?)^  }},", (STATIC / "widget/words.js").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert block is not None
    rows = re.findall(r'^    (\w+): "(.*)",$', block[1], re.MULTILINE)
    return {key: set(re.findall(r"\{(\w+)\}", text)) for key, text in rows}


def test_languages_say_the_same_things() -> None:
    assert len(words_of("en")) > 40
    assert words_of("en") == words_of("es")


def test_every_word_exists_and_is_used() -> None:
    text = "\n".join(path.read_text("utf-8") for path in sources() if path.name != "words.js")
    said = set(re.findall(r'say\("(\w+)"', text))
    assert said <= set(words_of("en"))
    assert {key for key in words_of("en") if f'"{key}"' not in text} == {"restartAsk", "forgetAsk"}  # `${action}Ask`


def demo_page(clinic: dict[str, str | None]) -> str:
    loader = jinja2.FileSystemLoader(FRONTDESK / "templates")
    pages = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
    return pages.get_template("demo.html").render(clinic=clinic, lines=LINES)


def test_demo_page_shows_what_is_known() -> None:
    page = demo_page({"name": "A & B", "address": "1 Main St", "phone": "+1 301 555 0100"})
    assert "A &amp; B" in page and "1 Main St" in page and 'href="tel:+13015550100"' in page
    assert 'href="sms:988"' in page
    bare = demo_page({"name": "A", "address": None, "phone": None})
    assert "None" not in bare and "tel:+" not in bare


def test_demo_page_keeps_to_a_strict_content_policy() -> None:
    page = demo_page({"name": "A", "address": None, "phone": None})
    assert re.findall(r"<script\b[^>]*>", page) == ['<script src="/widget.js" defer>']
    assert re.search(r"<style\b|\sstyle=|\son[a-z]+=", page) is None
    assert re.findall(r'(?:src|href)="(https?:[^"]*)"', page) == ["https://line.example/chat"]
