"""What every command shares: messages to stderr, JSON to stdout, a bar while it works."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from suar.analytics.progress import Progress


def say(text: str) -> None:
    """Print a sentence for people, on stderr."""
    sys.stderr.write(f"{text}\n")


def show(text: str) -> None:
    """Print a result on stdout."""
    sys.stdout.write(f"{text}\n")


def show_json(document: object) -> None:
    """Print the one JSON document of a command."""
    import json

    sys.stdout.write(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n")


@contextmanager
def progress(*, quiet: bool = False) -> "Iterator[Progress]":
    """Show steps and a bar on a terminal; plain lines, one a step, where stderr is a file."""
    # Polars, imported by now, lets a waiting read begin again after Ctrl-C (its issue 21739)
    signal.siginterrupt(signal.SIGINT, True)
    if quiet:
        from suar.analytics.progress import silent

        yield silent
    elif sys.stderr.isatty():
        with _bars() as listener:
            yield listener
    else:
        yield _lines()


def _lines() -> "Progress":
    started, said = time.monotonic(), [""]

    def listener(step: str, done: int = 0, total: int = 0) -> None:
        if step != said[0]:
            said[0] = step
            say(f"[{time.monotonic() - started:5.1f} s] {step}")

    return listener


@contextmanager
def _bars() -> "Iterator[Progress]":
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as RichProgress

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
    )
    with RichProgress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, int] = {}

        def listener(step: str, done: int = 0, total: int = 0) -> None:
            if step not in tasks:
                for name, task in tasks.items():
                    bars.update(task, total=1, completed=1, description=name)  # type: ignore[arg-type]
                tasks[step] = bars.add_task(step, total=None)
            if total:
                bars.update(tasks[step], total=total, completed=done)  # type: ignore[arg-type]

        yield listener
        for task in tasks.values():
            bars.update(task, total=1, completed=1)  # type: ignore[arg-type]
