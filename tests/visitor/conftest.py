"""One front desk for a module; a test that breaks something starts its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.frontdesk.front import Front, Visitor, running_front


@pytest.fixture(scope="module")
def front(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    with running_front(tmp_path_factory.mktemp("front") / "var") as running:
        yield running


@pytest.fixture
def visitor(front: Front) -> Visitor:
    return front.visitor()
