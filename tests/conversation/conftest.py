from __future__ import annotations

import pytest

from assistant.quiet import quiet_rasa

quiet_rasa()

from tests.conversation.chat import Chat, Model  # noqa: E402  Rasa must be quiet before it is imported


@pytest.fixture(scope="session")
def model() -> Model:
    return Model()


@pytest.fixture
def chat(model: Model) -> Chat:
    """A visitor who has said nothing yet."""
    model.actions.down = False
    return model.chat(slots={"reference": "FD-TEST-2345"})
