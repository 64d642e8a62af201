"""Stands in for a program under the supervisor: `stand_in.py PORT NOTES [dies] [deaf]`.

It writes its process id as a line of NOTES, then answers every GET with 200. `dies`: it ends at once with status 3.
`deaf`: it ignores SIGTERM.
"""

import http.server
import os
import signal
import sys
from pathlib import Path


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Nothing is logged."""


port, notes, *manners = sys.argv[1:]
if "deaf" in manners:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
with Path(notes).open("a") as file:
    file.write(f"{os.getpid()}\n")
if "dies" in manners:
    sys.exit(3)
http.server.HTTPServer(("127.0.0.1", int(port)), Handler).serve_forever()
