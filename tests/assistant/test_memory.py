"""The assistant forgets the least recent conversations."""

from __future__ import annotations

import asyncio

from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.memory import KEPT, RecentTrackerStore


def test_the_least_recent_is_forgotten_first() -> None:
    store = RecentTrackerStore(Domain.empty())

    async def fill() -> None:
        for number in range(KEPT):
            await store.save(DialogueStateTracker(str(number), []))
        await store.save(DialogueStateTracker("0", []))
        await store.save(DialogueStateTracker("new", []))

    asyncio.new_event_loop().run_until_complete(fill())
    assert len(store.store) == KEPT
    assert {"0", "new"} <= store.store.keys()
    assert "1" not in store.store
