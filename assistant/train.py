"""Train the Rasa model from the files at the top of the repository: models/rasa/assistant.tar.gz.

The model appears whole or not at all, and training twice on the same files gives the same classifier.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from assistant import paths
from assistant.quiet import quiet_rasa


def train(target: Path) -> None:
    """Write the model to `target`. Raises SystemExit with one sentence when the data cannot be trained on."""
    quiet_rasa()
    from rasa.model_training import train as rasa_train  # 6 s of TensorFlow, only when it is needed

    from assistant.examples import FOLDERS

    with tempfile.TemporaryDirectory() as folder:
        result = rasa_train(
            domain=str(paths.ROOT / "domain.yml"),
            config=str(paths.ROOT / "config.yml"),
            training_files=[str(paths.DATA / name) for name in FOLDERS],
            output=folder,
            fixed_model_name="assistant",
            force_training=True,
        )
        if result.model is None:
            sys.exit("Rasa did not produce a model; the lines above say why.")
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_suffix(".part")
        shutil.move(result.model, part)
        part.replace(target)


if __name__ == "__main__":
    train(paths.rasa_model())
