"""The front desk starts without spaCy's command line, and the crisis screen does not miss it."""

from __future__ import annotations

import subprocess
import sys

from frontdesk.settings import ROOT

PROGRAM = """
import gc, sys
from frontdesk.fast_start import fast_start
with fast_start():
    from clinic.safety import load_screen
    from frontdesk.settings import ROOT, read_settings
    screen = load_screen(ROOT / "data", read_settings().models_dir)
print(screen.screen("I want to kill myself").tier.value, gc.isenabled(), "typer" in sys.modules, "weasel" in sys.modules)
"""


def test_the_screen_works_and_nothing_of_the_command_line_is_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["crisis", "True", "False", "False"]
