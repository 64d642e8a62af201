"""What is built under models/: the crisis classifier and the Rasa model (models/questions is part of the checkout)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ops.setup import environments, stamps
from ops.setup.console import ROOT, run_step, say

MODELS = ROOT / "models"
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


@dataclass(frozen=True)
class Model:
    """One built model. inputs: files and folders of the checkout it is made from; outputs: what it must leave."""

    name: str
    title: str
    module: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    @property
    def stamp(self) -> Path:
        return MODELS / f"{self.name}.stamp"


CRISIS = Model(
    "crisis",
    "the crisis classifier",
    "assistant.train_safety",
    (
        "assistant/train_safety.py", "assistant/tune_encoder.py", "assistant/minilm.py", "assistant/encoder_graph.py",
        "assistant/crisis_messages.py", "clinic/encoder.py", "clinic/safety", "data/crisis", "requirements/assistant.txt",
    ),
    ("crisis/head.npz", "crisis/encoder/model.onnx", "crisis/encoder/tokenizer.json"),
)
RASA = Model(
    "rasa",
    "the assistant's model",
    "assistant.train",
    (
        "assistant", "clinic", "data", "clinic.yml", "config.yml", "domain.yml", "requirements/assistant.txt",
        "models/questions/encoder",
    ),
    ("rasa/assistant.tar.gz",),
)
ALL = (CRISIS, RASA)


def ensure(model: Model, held: Sequence[int] = ()) -> None:
    """Build the model unless it is there, whole, and made from what the checkout holds now. Raises SetupError."""
    recorded = stamps.read(model.stamp)
    wanted = stamps.digest(ROOT, model.inputs)
    damaged = _damaged(model, recorded)
    if recorded.get("digest") == wanted and not damaged:
        return
    if recorded and damaged:
        say(f"  models/{damaged[0]} is damaged or missing; {model.title} is built again.")
    stamps.remove(model.stamp)
    MODELS.mkdir(exist_ok=True)
    command = [str(environments.ASSISTANT.python), "-m", model.module]
    run_step(f"Building {model.title}", command, {**QUIET, "MODELS_DIR": str(MODELS)}, held)
    files = {name: stamps.fingerprint(MODELS / name) for name in model.outputs}
    stamps.write(model.stamp, {"digest": wanted, "files": files})


def _damaged(model: Model, recorded: dict[str, object]) -> list[str]:
    files = recorded.get("files")
    known = files if isinstance(files, dict) else {}
    return [name for name in model.outputs if not stamps.is_intact(MODELS / name, known.get(name))]
