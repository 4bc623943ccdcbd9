"""The address that pages are served at: how it is written, and whether it is free."""

import socket

from suar.knowledge.refusal import Refusal


def address(host: str, port: int) -> str:
    """Give the address to print; passkeys and people want a name."""
    shown = "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0"} else host  # noqa: S104
    return f"http://{shown}:{port}"


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
