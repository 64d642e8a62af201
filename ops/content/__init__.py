"""Tools for those who write the answers."""
