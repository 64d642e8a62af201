"""Sending one page over the contact's channel: e-mail, SMS, chat, webhook and whatever else apprise knows."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apprise import Apprise

Notifier = Callable[[str, str], bool]  # (contact, text) -> whether the contact's service took it


def notify(contact: str, text: str) -> bool:
    """contact: an apprise address. False when the address is wrong or the service refused."""
    channel = _channel()
    return bool(channel.add(contact) and channel.notify(body=text, title="Front Desk"))


def is_usable(contact: str) -> bool:
    """Whether some channel understands the address; nothing is sent."""
    return bool(_channel().add(contact))


def _channel() -> Apprise:
    from apprise import Apprise, AppriseAsset  # takes seconds, and is only needed when there are contacts

    logging.getLogger("apprise").disabled = True  # it logs addresses it cannot read, with their passwords
    return Apprise(asset=AppriseAsset(app_id="Front Desk", app_desc="Front Desk", app_url=""))
