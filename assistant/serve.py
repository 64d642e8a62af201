"""Run the assistant on the loopback interface: `python -m assistant.serve` with ASSISTANT_PORT, ASSISTANT_TOKEN, ACTIONS_URL."""

from __future__ import annotations

import os
import sys

from assistant import paths
from assistant.quiet import quiet_rasa


def main() -> None:
    """Serve until stopped. Exits with one sentence when a variable or the model is missing."""
    missing = [name for name in ("ASSISTANT_PORT", "ASSISTANT_TOKEN", "ACTIONS_URL") if not os.environ.get(name)]
    if missing:
        sys.exit(f"{', '.join(missing)} must be set; `frontdesk run` does it.")
    model = paths.rasa_model()
    if not model.is_file():
        sys.exit("There is no trained model; `make train` builds it.")
    quiet_rasa()
    from rasa.core.run import serve_application
    from rasa.core.utils import AvailableEndpoints

    serve_application(
        model_path=str(model),
        interface="127.0.0.1",
        port=int(os.environ["ASSISTANT_PORT"]),
        credentials=str(paths.ROOT / "credentials.yml"),
        endpoints=AvailableEndpoints.read_endpoints(str(paths.ROOT / "endpoints.yml")),
        enable_api=False,
    )


if __name__ == "__main__":
    main()
