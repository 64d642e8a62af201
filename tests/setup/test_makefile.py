"""The Makefile names only what exists and keeps standard output for the command itself."""

from __future__ import annotations

import re
import subprocess

from ops.setup.__main__ import PARTS
from ops.setup.console import ROOT

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def test_every_target_is_in_the_help() -> None:
    targets = set(re.findall(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)[0].split())
    shown = subprocess.check_output(["make", "--no-print-directory", "help"], cwd=ROOT, text=True)
    assert {line.split()[1] for line in shown.splitlines()} == targets


def test_every_part_that_is_asked_for_exists() -> None:
    asked = {part for parts in re.findall(r"\$\(SETUP\)((?: [a-z]+)+)", MAKEFILE) for part in parts.split()}
    assert asked == set(PARTS)


def test_filters_print_nothing_of_their_own() -> None:
    for target in ("screen", "understand", "read-answers"):
        recipe = re.search(rf"^{target}:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)
        assert recipe is not None
        assert all(line.startswith("\t@") for line in recipe[1].splitlines())


def test_ci_runs_the_same_command_as_people_do() -> None:
    script = ROOT / ".ci" / "run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["sh", "-n", str(script)], check=True)
    assert script.read_text("utf-8").rstrip().endswith("exec make test")
