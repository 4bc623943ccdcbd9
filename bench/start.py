"""How long a start takes: `suar --help` of the processor, `suar serve` on a fresh folder to a page.

Each beside its limit; the second is wall time, so the machine's load is printed with it.
"""

import os
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

LIMIT = 0.3
PAGE_LIMIT = 15.0
RUNS = 7
SUAR = str(Path(sys.executable).with_name("suar"))


def spent(command: list[str]) -> float:
    """Give the least processor seconds of some runs."""
    least = float("inf")
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return least


def first_page(folder: Path, *, again: bool) -> None:
    """Serve a folder and print how long the first page took; stop again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("SUAR_", "DJANGO_"))}
    command = [SUAR, "serve", "--data", str(folder), "--port", str(port)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    load, began = os.getloadavg()[0], time.monotonic()
    with subprocess.Popen(command, env=bare, stderr=subprocess.DEVNULL) as serving:
        try:
            while not _answers(f"http://localhost:{port}/"):
                if serving.poll() is not None:
                    raise SystemExit("suar serve ended at once")
                time.sleep(0.05)
            took = time.monotonic() - began
        finally:
            serving.send_signal(signal.SIGTERM)
            serving.wait(20)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    busy = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    what = "the same folder again" if again else "a fresh folder"
    print(f"suar serve       {took:.1f} s to the first page, {what}")
    print(f"                 {busy:.1f} s of process time with the stop, at a load of {load:.1f}")
    print(f"limit            {PAGE_LIMIT:.1f} s, used {took / PAGE_LIMIT:.0%}")


def _answers(address: str) -> bool:
    try:
        with urlopen(address, timeout=2) as answer:  # noqa: S310 our own address
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def main() -> None:
    """Print both and the ratios."""
    helped, nothing = spent([SUAR, "--help"]), spent([sys.executable, "-c", "pass"])
    print(f"suar --help      {helped:.3f} s of process time")
    print(f"python -c pass   {nothing:.3f} s, {helped / nothing:.1f} times less")
    print(f"limit            {LIMIT:.3f} s, used {helped / LIMIT:.0%}")
    with tempfile.TemporaryDirectory(prefix="suar-start-", ignore_cleanup_errors=True) as made:
        for again in (False, True):
            first_page(Path(made) / "instance", again=again)


if __name__ == "__main__":
    main()
