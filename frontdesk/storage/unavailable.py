"""The one error that storage raises when it cannot do its work."""

from __future__ import annotations


class StoreUnavailable(Exception):
    """The database cannot be used right now. The message names the kind of failure, never anything stored."""


class WrongKey(StoreUnavailable):
    """The data was encrypted with another key."""
