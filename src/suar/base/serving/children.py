"""The processes that serve pages and do jobs: started, watched, started again, stopped in order."""

import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass

from suar.base.cluster.account import die_with_parent


@dataclass
class Child:
    """One process of ours. It ends with us even when we are killed."""

    name: str
    command: list[str]
    environment: Mapping[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    failures: int = 0

    def start(self) -> None:
        """Start the process in a session of its own: Ctrl-C reaches us alone, and we stop it."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 our own programs
            [sys.executable, *self.command],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_tied,
        )

    def alive(self) -> bool:
        """Whether it runs."""
        return self.process is not None and self.process.poll() is None

    def revive(self) -> bool:
        """Start it again if it has ended; wait longer each time it ends soon after its start."""
        if self.alive():
            return False
        lived = time.monotonic() - self.started
        self.failures = 0 if lived > 60 else self.failures + 1
        time.sleep(min(0.2 * 2**self.failures, 5.0))
        self.start()
        return True

    def ask_to_stop(self) -> None:
        """Send SIGTERM."""
        if self.alive() and self.process is not None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, until: float) -> None:
        """Wait until the instant (monotonic), then kill."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def _tied() -> None:
    die_with_parent(signal.SIGTERM)


def run(command: list[str], environment: Mapping[str, str], *, quiet: bool = True) -> int:
    """Run one of our commands to its end; give its exit code."""
    return subprocess.run(  # noqa: S603 our own programs
        [sys.executable, *command],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
        check=False,
    ).returncode
