"""The tables. `sealed` columns hold ciphertext only (frontdesk/storage/vault.py)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    TypeDecorator,
    UniqueConstraint,
)

SCHEMA_VERSION = "0002"  # the newest file in migrations/versions; a test holds the two together

ID_LENGTH = 64
KEY_LENGTH = 100
DETAIL_LENGTH = 500
TOPICS_LENGTH = 300


class UtcTime(TypeDecorator[datetime]):
    """A UTC time with its zone, also where the database (SQLite) knows no zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A stored time needs its time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Identity = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts up by itself in SQLite

staff = Table(
    "staff",
    metadata,
    Column("id", _Identity, primary_key=True),
    Column("username", String(100), nullable=False, unique=True),
    Column("password_hash", String(255), nullable=False),
    Column("name", String(100), nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("created_at", UtcTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(128), primary_key=True),
    Column("staff_id", ForeignKey("staff.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("csrf", String(128), nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("seen_at", UtcTime, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(ID_LENGTH), primary_key=True),
    Column("reference", String(12), nullable=False, unique=True),
    Column("state", String(10), nullable=False),
    Column("safety_tier", String(10)),
    Column("safety_sealed", LargeBinary),
    Column("dialogue_sealed", LargeBinary),
    Column("generation", Integer, nullable=False),
    Column("owner_id", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("last_seq", Integer, nullable=False),
    Column("visitor_seq", Integer, nullable=False),  # of the visitor's latest message
    Column("staff_seq", Integer, nullable=False),  # the latest message when staff last acted
    Column("staff_seen", UtcTime),  # when staff last acted
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("last_message_at", UtcTime, nullable=False),
    Index("ix_conversations_state", "state"),
    Index("ix_conversations_last_message_at", "last_message_at"),
)

messages = Table(
    "messages",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("role", String(10), nullable=False),
    Column("body_sealed", LargeBinary, nullable=False),
    Column("key", String(KEY_LENGTH)),
    Column("in_reply_to", Integer),
    Column("author", String(100)),
    Column("at", UtcTime, nullable=False),
    UniqueConstraint("conversation_id", "key"),
)

screenings = Table(
    "screenings",
    metadata,
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), primary_key=True),
    Column("answers_sealed", LargeBinary, nullable=False),
    Column("flags_sealed", LargeBinary, nullable=False),
    Column("consent_version", String(50), nullable=False),
    Column("submitted_at", UtcTime, nullable=False),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", _Identity, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    Column("open_for", String(ID_LENGTH), unique=True),  # the conversation while the alert is open: one open alert each
    Column("reference", String(12), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("reason_sealed", LargeBinary),
    Column("created_at", UtcTime, nullable=False),
    Column("acknowledged_at", UtcTime),
    Column("acknowledged_by", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("delivered_at", UtcTime),
    Column("attempts", Integer, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("contact_index", Integer, nullable=False),
    Column("next_at", UtcTime, index=True),
    Column("silence_at", UtcTime, index=True),
    Column("closed_at", UtcTime),
    Column("outcome", String(40)),
)

audit = Table(
    "audit",
    metadata,
    Column("id", _Identity, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("staff_id", ForeignKey("staff.id", ondelete="SET NULL")),
    Column("action", String(50), nullable=False),
    Column("conversation_id", String(ID_LENGTH)),
    Column("detail", String(DETAIL_LENGTH), nullable=False),
)

unanswered = Table(
    "unanswered",
    metadata,
    Column("id", _Identity, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("text_sealed", LargeBinary, nullable=False),
    Column("topics", String(TOPICS_LENGTH), nullable=False),  # names of the closest topics, separated by spaces
    Column("at", UtcTime, nullable=False, index=True),
    sqlite_autoincrement=True,  # an id that a page still shows never becomes another question's
)

marker = Table(  # one row: a sealed constant that proves the key, and SQLite's count of committed changes
    "marker",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("proof_sealed", LargeBinary, nullable=False),
    Column("revision", BigInteger, nullable=False),
)
