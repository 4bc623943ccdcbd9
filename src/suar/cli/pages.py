"""Serving one folder of finished pages on localhost, for the demonstration."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 its name there
        """Say nothing: a log of who looked at what is not ours to keep here."""


def serve_folder(folder: Path, host: str, port: int) -> None:
    """Serve until Ctrl-C."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer((host, port), handler) as server:
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
