"""Where the assistant finds its files."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
THRESHOLDS = DATA / "understanding" / "thresholds.yml"
CLINIC_FILE = ROOT / "clinic.yml"


def models() -> Path:
    """The folder that holds questions/, crisis/ and rasa/ (MODELS_DIR, or models/ of the checkout)."""
    return Path(os.environ.get("MODELS_DIR") or ROOT / "models")


def rasa_model() -> Path:
    """The trained Rasa model."""
    return models() / "rasa" / "assistant.tar.gz"
