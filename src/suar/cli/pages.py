"""Serving one folder of finished pages on localhost, for the demonstration."""

import socket
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from suar.knowledge.refusal import Refusal


def address(host: str, port: int) -> str:
    """Give the address to print; passkeys and people want a name."""
    return f"http://{'localhost' if host in {'127.0.0.1', '::1'} else host}:{port}"


def need_port(host: str, port: int) -> None:
    """Refuse at once if the port is taken, not after the work.

    Raises
    ------
    Refusal
        Naming the port and the remedy.
    """
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise Refusal(
                f"port {port} is taken on {host}",
                remedy="Stop what listens there, or choose another with --port.",
            ) from error


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
