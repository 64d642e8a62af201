"""The pinned requirements hold versions and hashes of everything, and nothing about one machine."""

from __future__ import annotations

import re

import pytest

from ops.setup.environments import REQUIREMENTS

FILES = sorted(REQUIREMENTS.glob("*.txt"))
_PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z,]+\])?==(\S+?)(?: ; .+?)?$")


def entries(name: str) -> list[str]:
    """One string an entry: the pin and its hashes, without comments."""
    text = (REQUIREMENTS / name).read_text("utf-8").replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def pins(name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for entry in entries(name):
        match = _PIN.match(entry.partition(" --hash=")[0].strip())
        assert match, entry[:80]
        found.setdefault(match[1], set()).add(match[2])
    return found


@pytest.mark.parametrize("name", [file.name for file in FILES])
def test_everything_is_pinned_with_a_hash(name: str) -> None:
    assert pins(name)
    for entry in entries(name):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry[:80]


@pytest.mark.parametrize("name", [file.name for file in FILES])
def test_no_address_and_no_path_is_in_the_file(name: str) -> None:
    assert not re.search(
        r"://|--(?:extra-)?index-url|--find-links|^\s*# +-?r? /", (REQUIREMENTS / name).read_text("utf-8")
    )


def test_the_developers_have_what_the_product_has() -> None:
    product, developers = pins("frontdesk.txt"), pins("dev.txt")
    assert {name: developers.get(name) for name in product} == product


def test_rasa_is_the_supported_version_and_nothing_brings_torch() -> None:
    assistant = pins("assistant.txt")
    assert assistant["rasa"] == {"3.6.21"}
    assert not {name for name in assistant if name == "torch" or name.startswith("nvidia")}
