"""The web process: visitors' chat, staff console, storage and alerts. Never imports rasa."""
