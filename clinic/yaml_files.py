"""Reading YAML with the C parser where it is there: ten times as fast, which counts at every start."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises yaml.YAMLError, OSError."""
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)
