"""The assistant: Rasa plug-ins, and the builders of everything under models/. May import rasa and clinic."""
