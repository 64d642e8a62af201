"""Failed commands become sentences."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from ops.setup import console
from ops.setup.console import BAD_HASH, DISK_FULL, NO_NETWORK, SetupError, explain, run_step


@pytest.fixture(autouse=True)
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "ROOT", tmp_path)
    monkeypatch.setattr(console, "TOOLS", tmp_path)
    monkeypatch.setattr(console, "LOG", tmp_path / "setup.log")


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("error: failed to copy\n  cause: No space left on device (os error 28)", DISK_FULL),
        ("OSError: [Errno 28] No space left on device", DISK_FULL),
        ("error: Failed to download `setuptools`\n  cause: Hash mismatch for `setuptools==80.10.2`", BAD_HASH),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", BAD_HASH),
        ("error: Failed to fetch: `uv`\n  cause: dns error", NO_NETWORK),
        ("ERROR: Could not find a version that satisfies uv==0.13.8 (from versions: none)", NO_NETWORK),
        ("WARNING: Retrying after connection broken by 'NewConnectionError'", NO_NETWORK),
    ],
)
def test_known_causes_are_explained(output: str, sentence: str) -> None:
    assert explain("Installing", 1, output) == sentence


def test_other_failures_quote_the_command_s_own_last_line() -> None:
    assert explain("Building", 1, "Traceback\n  line\nThe weights are wrong.\n\n").startswith(
        "Building failed: The weights are wrong.\n"
    )
    assert "signal 9" in explain("Building", -9, "")


def test_a_failing_command_raises_and_a_working_one_shows_its_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    run_step("Working", [sys.executable, "-c", "print('quiet')"])
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "  Working ...\n  Working: 0 s\n"
    with pytest.raises(SetupError, match="Failing failed: no such thing"):
        run_step("Failing", [sys.executable, "-c", "raise SystemExit('no such thing')"])


def test_variables_that_mix_up_pythons_do_not_reach_a_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    run_step("Looking", [sys.executable, "-c", "import os; assert 'PYTHONPATH' not in os.environ"])
