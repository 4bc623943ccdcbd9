"""How long `suar --help` takes of the processor, beside Python that does nothing and the limit."""

import resource
import subprocess
import sys
from pathlib import Path

LIMIT = 0.3
RUNS = 7


def spent(command: list[str]) -> float:
    """Give the least processor seconds of some runs."""
    least = float("inf")
    for _ in range(RUNS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        least = min(least, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return least


def main() -> None:
    """Print both and the ratios."""
    suar = str(Path(sys.executable).with_name("suar"))
    helped, nothing = spent([suar, "--help"]), spent([sys.executable, "-c", "pass"])
    print(f"suar --help      {helped:.3f} s of process time")
    print(f"python -c pass   {nothing:.3f} s, {helped / nothing:.1f} times less")
    print(f"limit            {LIMIT:.3f} s, used {helped / LIMIT:.0%}")


if __name__ == "__main__":
    main()
