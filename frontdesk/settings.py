"""Every environment variable of the front desk, read once; a wrong value fails by name."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")


class SettingError(ValueError):
    """A setting that cannot be used; the message names it and says what it should be."""


@dataclass(frozen=True)
class Settings:
    """Seconds for every duration. Paths are absolute. Names equal the environment variables in lower case."""

    host: str = "127.0.0.1"
    port: int = 8000
    data_dir: Path = ROOT / "var"
    models_dir: Path = ROOT / "models"
    database_url: str = ""  # empty: SQLite in data_dir
    data_key: str = ""  # empty: generated key file in data_dir, mode 0600
    assistant_port: int = 0  # 0: port + 1
    actions_port: int = 0  # 0: port + 2
    assistant_token: str = ""  # empty: made by the supervisor for each start
    assistant_deadline: float = 4.0
    public_url: str = ""  # empty: http://host:port; used in links to the console
    allowed_origins: tuple[str, ...] = ()  # other sites that may embed the widget, e.g. https://clinic.example
    trusted_proxies: int = 0  # how many reverse proxies stand in front (X-Forwarded-For)
    alert_contacts: tuple[str, ...] = ()  # apprise addresses, first to last contact
    alert_acknowledge_within: float = 300.0  # before the next contact is alerted
    staff_idle_timeout: float = 1800.0
    staff_session_length: float = 43200.0
    message_limit: int = 2000  # characters in one message
    visits_per_minute: int = 30  # new visits from one address
    messages_per_minute: int = 40  # messages in one visit

    @property
    def database(self) -> str:
        """SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'frontdesk.db'}"

    @property
    def address(self) -> str:
        """Base URL under which people reach the front desk."""
        host = "localhost" if self.host in {"0.0.0.0", "::", ""} else self.host
        return self.public_url.rstrip("/") or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def assistant_url(self) -> str:
        return f"http://127.0.0.1:{self.assistant_port or self.port + 1}"

    @property
    def actions_url(self) -> str:
        return f"http://127.0.0.1:{self.actions_port or self.port + 2}/webhook"


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _path(text: str) -> Path:
    return Path(text).expanduser().resolve()


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise ValueError(text)
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not number > 0:
        raise ValueError(text)
    return number


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


_READERS: dict[str, tuple[Callable[[str], object], str]] = {
    "HOST": (str, "an address to listen on"),
    "PORT": (_port, "a port from 1 to 65535"),
    "DATA_DIR": (_path, "a folder"),
    "MODELS_DIR": (_path, "a folder"),
    "DATABASE_URL": (str, "an SQLAlchemy address such as postgresql+psycopg://user@host/name"),
    "DATA_KEY": (str, "one or more Fernet keys, separated by spaces, the newest first"),
    "ASSISTANT_PORT": (_port, "a port from 1 to 65535"),
    "ACTIONS_PORT": (_port, "a port from 1 to 65535"),
    "ASSISTANT_TOKEN": (str, "any secret"),
    "ASSISTANT_DEADLINE": (_seconds, "a number of seconds"),
    "PUBLIC_URL": (str, "the address people use, such as https://desk.clinic.example"),
    "ALLOWED_ORIGINS": (_words, "origins separated by spaces"),
    "TRUSTED_PROXIES": (_count, "a whole number"),
    "ALERT_CONTACTS": (_words, "apprise addresses separated by spaces"),
    "ALERT_ACKNOWLEDGE_WITHIN": (_seconds, "a number of seconds"),
    "STAFF_IDLE_TIMEOUT": (_seconds, "a number of seconds"),
    "STAFF_SESSION_LENGTH": (_seconds, "a number of seconds"),
    "MESSAGE_LIMIT": (_count, "a whole number"),
    "VISITS_PER_MINUTE": (_count, "a whole number"),
    "MESSAGES_PER_MINUTE": (_count, "a whole number"),
}


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process. Raises SettingError naming the first variable that cannot be used."""
    values: dict[str, object] = {}
    for name, (reader, expected) in _READERS.items():
        text = environ.get(name, "").strip()
        if not text:
            continue
        try:
            values[name.lower()] = reader(text)
        except ValueError:
            raise SettingError(f"{name} must be {expected}; it is {text!r}.") from None
    return Settings(**values)  # type: ignore[arg-type]
