"""Rasa's logs hold visitors' words from DEBUG on, and structlog prints DEBUG unless told otherwise: keep errors only."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import MutableMapping
from typing import Any


def quiet_rasa() -> None:
    """Call before Rasa is imported, and again after anything that sets log levels."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["LOG_LEVEL"] = os.environ["LOG_LEVEL_RASA"] = os.environ["LOG_LEVEL_LIBRARIES"] = "ERROR"
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    warnings.filterwarnings("ignore")  # dependencies of Rasa 3.6 warn about each other at every start
    import structlog

    structlog.configure(
        processors=[_name_only], wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR)
    )
    logging.getLogger().setLevel(logging.WARNING)
    logging.getLogger("rasa").setLevel(logging.ERROR)


def _name_only(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> str:
    """The name of what happened; everything else may hold slots, texts or a stack with both."""
    return str(event["event"])
