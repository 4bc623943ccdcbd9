"""The address that pages are served at: how it is written, and whether it is free."""

import errno
import socket

from suar.knowledge.refusal import Refusal


def address(host: str, port: int) -> str:
    """Give the address to print; passkeys and people want a name."""
    shown = "localhost" if host in {"127.0.0.1", "::1", "0.0.0.0"} else host  # noqa: S104
    return f"http://{shown}:{port}"


def need_port(host: str, port: int) -> None:
    """Refuse at once if pages cannot be served there, not after the work.

    Raises
    ------
    Refusal
        Naming host and port, and the remedy.
    """
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise _refusal(host, port, error) from error


def _refusal(host: str, port: int, error: OSError) -> Refusal:
    if error.errno == errno.EADDRINUSE:
        return Refusal(
            f"port {port} is taken on {host}",
            remedy="Stop what listens there, or choose another with --port.",
        )
    if error.errno == errno.EACCES:
        return Refusal(
            f"port {port} is the system's",
            remedy="Choose one from 1024 on with --port, and put a proxy in front of it.",
        )
    return Refusal(
        f"{host} is no address of this machine",
        remedy="Give one with --host: 127.0.0.1 for this machine alone, 0.0.0.0 for all.",
    )
