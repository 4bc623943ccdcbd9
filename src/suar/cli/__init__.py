"""The `suar` command: a contract with exit codes 0 done, 1 refused input, 2 wrong use."""

import os
import sys


def main() -> None:
    """Run the command; a refusal is a sentence on stderr and exit code 1, never a traceback."""
    # one thread of linear algebra: a second doubles the time at the sizes we have
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from suar.cli.app import app
    from suar.knowledge.refusal import Refusal

    try:
        app()
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("Stopped. Nothing half-written was left.\n")
        sys.exit(130)
