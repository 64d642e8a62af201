"""From the alert in the database to a person's phone."""

from frontdesk.alerts.notify import Notifier, notify
from frontdesk.alerts.worker import AlertWorker

__all__ = ["AlertWorker", "Notifier", "notify"]
