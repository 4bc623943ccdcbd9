"""The processes that serve pages and do jobs: started, watched, started again, stopped in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from suar.base.cluster.account import die_with_parent
from suar.knowledge.refusal import Refusal


@dataclass
class Child:
    """One process of ours. It ends with us even when we are killed.

    Parameters
    ----------
    last
        The signal it gets when we are killed. Nobody is left to insist then, and the database ends
        in the same moment: a process that would wait for it has to be ended at once.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    last: int = signal.SIGTERM
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
            preexec_fn=die_with_parent(self.last),
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


class Helper:
    """One of our commands that runs beside us to its end; it never outlives us."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        # files, not pipes: nobody reads while it works
        self._printed, self._said = TemporaryFile(), TemporaryFile()  # noqa: SIM115 closed in stop
        self._process = subprocess.Popen(  # noqa: S603 our own programs
            [sys.executable, *command],
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=self._printed,
            stderr=self._said,
            start_new_session=True,
            preexec_fn=die_with_parent(signal.SIGKILL),
        )

    def told(self, listener: Callable[[str], None] | None = None) -> str:
        """Wait for its end; give what it printed. The listener hears each line that it says.

        Raises
        ------
        Refusal
            If it failed, with the last line it said.
        """
        heard = 0
        while listener is not None and self._process.poll() is None:
            for line in _all_of(self._said).splitlines()[heard:]:
                listener(line)
                heard += 1
            time.sleep(0.2)
        code = self._process.wait()
        printed, said = _all_of(self._printed), _all_of(self._said)
        if code:
            last = said.strip().rpartition("\n")[2] or "it ended at once"
            raise Refusal(last.removesuffix("."))
        return printed

    def stop(self) -> None:
        """End it, if it still runs."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._printed.close()
        self._said.close()


def _all_of(stream: IO[bytes]) -> str:
    """Give what lies in a stream that a child writes; where the child is in it stays."""
    size = os.fstat(stream.fileno()).st_size
    return os.pread(stream.fileno(), size, 0).decode(errors="replace")


def run(command: list[str], environment: Mapping[str, str], *, quiet: bool = True) -> int:
    """Run one of our commands to its end; give its exit code."""
    return subprocess.run(  # noqa: S603 our own programs
        [sys.executable, *command],
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL if quiet else None,
        preexec_fn=die_with_parent(signal.SIGKILL),
        check=False,
    ).returncode
