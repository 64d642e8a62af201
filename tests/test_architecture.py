"""The rules of docs/architecture.md that can be read from the files themselves."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest

from frontdesk.settings import ROOT, Settings

FORBIDDEN = {
    "clinic": {"frontdesk", "assistant", "actions", "rasa", "rasa_sdk", "sanic", "sqlalchemy", "alembic"},
    "frontdesk": {"rasa", "rasa_sdk", "assistant", "actions"},
    "actions": {"sqlalchemy", "alembic", "sqlite3", "psycopg", "frontdesk", "sanic"},
}
LONGEST_FILE = 300
LONGEST_FUNCTION = 60
MACHINE_PATH = re.compile(r"(?<![\w.:/~}])/(?:work|home|root|Users|mnt|srv)/[\w.-]+")
PACKAGE_INDEX = re.compile(r"--(?:extra-)?index-url|--trusted-host|\b(?:registry|artifactory|nexus|devpi)\.[\w.-]+\.\w+")
PRIVATE_HOST = re.compile(
    r"https?://(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)[\d.]+|https?://[\w.-]+\.(?:internal|corp|lan)\b"
)


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the project, new ones included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    return tuple(path for name in listed.split("\0") if name and (path := ROOT / name).is_file())


def modules(package: str = "") -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.is_relative_to(ROOT / package)]


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path, version: tuple[int, int] | None = None) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), feature_version=version)


def imports(path: Path) -> Iterator[str]:
    """The top name of everything that the file imports, wherever in it."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def written() -> Iterator[tuple[str, str]]:
    """(name, text) of every tracked text file but this one."""
    for path in tracked():
        if path != Path(__file__):
            try:
                yield named(path), path.read_text("utf-8")
            except UnicodeDecodeError:
                continue


@pytest.mark.parametrize("package", FORBIDDEN)
def test_packages_import_only_what_they_may(package: str) -> None:
    found = {named(path): set(imports(path)) & FORBIDDEN[package] for path in modules(package)}
    assert found, f"no modules under {package}/"
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_what_both_environments_share_keeps_to_python_3_10() -> None:
    """Their syntax: the assistant runs on 3.10."""
    for package in ("clinic", "actions", "assistant"):
        for path in modules(package):
            parsed(path, (3, 10))
            assert not {"tomllib"} & set(imports(path)), named(path)


def test_only_storage_speaks_sql() -> None:
    speakers = {
        named(path) for path in modules("frontdesk") if set(imports(path)) & {"sqlalchemy", "alembic", "sqlite3", "psycopg"}
    }
    assert {name for name in speakers if not name.startswith("frontdesk/storage/")} == set()


def test_files_are_short() -> None:
    lengths = {named(path): len(path.read_text("utf-8").splitlines()) for path in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_are_short() -> None:
    long = {}
    for path in modules():
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and "versions" not in path.parts:  # lists of tables
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    long[f"{named(path)}:{node.name}"] = length
    assert long == {}


def test_nothing_happens_on_import() -> None:
    """No file of the packages opens, prints or starts anything at its top level."""
    busy = {"open", "print", "connect", "run", "Popen", "urlopen"}
    for package in ("clinic", "frontdesk", "actions"):
        for path in modules(package):
            for node in parsed(path).body:
                if isinstance(node, ast.Expr | ast.Assign) and isinstance(node.value, ast.Call):
                    called = node.value.func
                    assert getattr(called, "id", getattr(called, "attr", "")) not in busy, f"{named(path)}:{node.lineno}"


def test_every_setting_is_documented_with_its_default_and_no_other() -> None:
    text = (ROOT / "docs/settings.md").read_text("utf-8")
    documented = dict(re.findall(r"^\| `([A-Z_]+)` \| (none|`[^`]+`)", text, re.MULTILINE))
    assert documented == {field.name.upper(): _shown(field.default) for field in fields(Settings)}


def _shown(default: object) -> str:
    """As the table shows it; "none" stands for what is empty."""
    if isinstance(default, Path):
        return f"`{default.relative_to(ROOT)}/`"
    if isinstance(default, float):
        return f"`{default:g}`"
    return f"`{default}`" if default else "none"


def test_no_path_of_one_machine_is_written_down() -> None:
    assert [(name, found[0]) for name, text in written() if (found := MACHINE_PATH.search(text))] == []


def test_no_package_index_or_private_host_is_written_down() -> None:
    assert [
        (name, found[0]) for name, text in written() for rule in (PACKAGE_INDEX, PRIVATE_HOST) if (found := rule.search(text))
    ] == []


def test_the_rules_about_files_can_fail() -> None:
    assert MACHINE_PATH.search('open("/home/somebody/notes.txt")')
    assert MACHINE_PATH.search("see https://desk.clinic.example/home/page") is None
    assert PACKAGE_INDEX.search("--extra-index-url https://x") and PACKAGE_INDEX.search("https://registry.example.org/simple")
    assert PRIVATE_HOST.search("http://10.1.2.3:8080") and PRIVATE_HOST.search("https://wiki.clinic.internal/page")
