"""The visitors' side: chat API, event stream, widget and demo page."""
