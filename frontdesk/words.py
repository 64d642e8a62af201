"""The sentences of the front desk itself (data/handoff/words.yml)."""

from __future__ import annotations

from pathlib import Path

from clinic.facts import Facts
from clinic.yaml_files import read_yaml

_NEEDED = {
    "greeting", "joined", "handed_back", "closed", "requested", "unavailable", "on_hold", "safe_answer",
    "check_in_answered", "continue_screening", "talk_to_person",
}  # fmt: skip


def load_words(path: Path, facts: Facts) -> dict[str, str]:
    """Sentence by name, clinic facts filled in; {name} stays. Raises ValueError when one is missing or unknown."""
    words = read_yaml(path)
    if words.keys() != _NEEDED:
        raise ValueError(f"{path.name}: expected exactly these sentences: {', '.join(sorted(_NEEDED))}")
    phone = f" You can also call us on {facts.phone}." if facts.phone else ""
    return {key: text.replace("{clinic}", facts.name).replace("{phone}", phone) for key, text in words.items()}
