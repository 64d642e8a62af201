"""The clinic's database: the only place that writes it."""

from frontdesk.storage.accounts import UsernameTaken
from frontdesk.storage.records import (
    Alert,
    Conversation,
    Dialogue,
    Message,
    QueueEntry,
    Role,
    SafetyMark,
    Screening,
    Session,
    Staff,
    UnansweredQuestion,
)
from frontdesk.storage.spool import Spool, open_spool
from frontdesk.storage.store import Store, open_store
from frontdesk.storage.turn import Turn
from frontdesk.storage.unavailable import StoreUnavailable, WrongKey

__all__ = [
    "Alert",
    "Conversation",
    "Dialogue",
    "Message",
    "QueueEntry",
    "Role",
    "SafetyMark",
    "Screening",
    "Session",
    "Spool",
    "Staff",
    "Store",
    "StoreUnavailable",
    "Turn",
    "UnansweredQuestion",
    "UsernameTaken",
    "WrongKey",
    "open_spool",
    "open_store",
]
