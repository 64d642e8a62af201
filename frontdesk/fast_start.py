"""Half a second less until a crisis can be answered (docs/decisions/0011-fast-start.md)."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType


@contextmanager
def fast_start() -> Iterator[None]:
    """Import inside this. Nothing is collected meanwhile, and spaCy comes without its command line."""
    _leave_out_spacys_command_line()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


def _leave_out_spacys_command_line() -> None:
    if "spacy" in sys.modules:
        return
    cli, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    cli.__path__ = []
    info.info = cli.info = None  # type: ignore[attr-defined]
    sys.modules.update({"spacy.cli": cli, "spacy.cli.info": info})
