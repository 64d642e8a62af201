"""The chat widget as one file: the sources under static/widget in order, with the clinic's facts written in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

SCRIPTS = (
    "config", "words", "dom", "lines", "storage", "api", "outbox", "stream", "transcript", "cards", "bubbles",
    "log", "notice", "lifeline", "menu", "composer", "panel", "presence", "conversation", "main",
)  # fmt: skip
STYLES = ("frame", "log")
LINE_KEYS = {"label", "href", "detail"}
LINE_SCHEMES = ("tel:", "sms:", "https:")


class WidgetError(ValueError):
    """The widget cannot be served as it is; the message names the file, marker or line at fault."""


def widget_source(static: Path, offline_lines: list[dict[str, str]], clinic: dict[str, str | None]) -> str:
    """The JavaScript of /widget.js.

    offline_lines: [{"label", "href", "detail"}], the most urgent first; never empty, for they are what is left when
    nothing else works. clinic: {"name", "phone" or None}. Raises WidgetError.
    """
    _check_lines(offline_lines)
    folder = static / "widget"
    styles = "\n".join((folder / f"{name}.css").read_text("utf-8") for name in STYLES)
    script = "\n".join((folder / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    script = _fill(script, "OFFLINE_LINES", "END", offline_lines)
    script = _fill(script, "CLINIC", "END_CLINIC", {"name": clinic["name"], "phone": clinic["phone"]})
    script = _fill(script, "STYLES", "END_STYLES", styles)
    return f'(() => {{\n"use strict";\n{script}}})();\n'


def _check_lines(lines: list[dict[str, str]]) -> None:
    if not lines:
        raise WidgetError("offline_lines: at least one line is needed")
    for number, line in enumerate(lines):
        if set(line) != LINE_KEYS:
            raise WidgetError(f"offline_lines[{number}]: keys {sorted(line)}, expected {sorted(LINE_KEYS)}")
        if not line["href"].startswith(LINE_SCHEMES):
            raise WidgetError(f"offline_lines[{number}]: href {line['href']!r} must start with one of {LINE_SCHEMES}")


def _fill(script: str, start: str, end: str, value: Any) -> str:
    """The script with JSON between /*start*/ and /*end*/; each marker must be there exactly once."""
    opening, closing = f"/*{start}*/", f"/*{end}*/"
    if script.count(opening) != 1 or script.count(closing) != 1:
        raise WidgetError(f"static/widget: {opening} and {closing} must each appear once")
    before, rest = script.split(opening)
    _, after = rest.split(closing)
    return before + json.dumps(value) + after
