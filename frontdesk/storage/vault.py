"""Encryption of everything personal before it reaches a disk."""

from __future__ import annotations

import base64
import json
import os
import secrets
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from frontdesk.settings import SettingError, Settings
from frontdesk.storage.unavailable import WrongKey

KEY_FILE = "key"


class Vault:
    """Seals JSON values. The first key encrypts, every key decrypts: put a new key first to rotate."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
            self._root = base64.urlsafe_b64decode(keys[-1])  # the oldest: it stays while keys are rotated
        except ValueError:
            raise SettingError(
                "DATA_KEY (or the key file in DATA_DIR) must hold Fernet keys: 32 bytes in URL-safe base64 each."
            ) from None

    def seal(self, value: Any) -> bytes:
        """Ciphertext (ASCII, one line) of a JSON value."""
        return self._fernet.encrypt(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())

    def open(self, sealed: bytes) -> Any:
        """The value sealed before. Raises WrongKey when none of the keys fits or the data was altered."""
        try:
            return json.loads(self._fernet.decrypt(bytes(sealed)))
        except InvalidToken:
            raise WrongKey("Stored data cannot be decrypted: DATA_KEY is not the key it was written with.") from None

    def derived_key(self, purpose: str) -> bytes:
        """32 bytes for another use than encryption, the same at every start."""
        return HKDF(hashes.SHA256(), 32, salt=None, info=purpose.encode()).derive(self._root)


def open_vault(settings: Settings) -> Vault:
    """The vault of these settings; without DATA_KEY its key is kept in, or created as, DATA_DIR/key (mode 0600)."""
    keys = settings.data_key.split() or _key_file(settings.data_dir / KEY_FILE).split()
    return Vault(tuple(keys))


def _key_file(path: Path) -> str:
    if not path.exists():
        _create(path, Fernet.generate_key())
    return path.read_text(encoding="ascii")


def _create(path: Path, content: bytes) -> None:
    """Whole or not at all, and never over a key that another process has just made."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
