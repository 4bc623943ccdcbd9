"""A folder of results appears whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from suar.knowledge.refusal import Refusal


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """Give an empty folder beside ``out``; it takes ``out``'s place when the block ends well.

    Whatever stops the block (a full disk, Ctrl-C, a refusal) leaves ``out`` as it was and nothing
    beside it. Files already in ``out`` whose names are not written anew are kept.

    Raises
    ------
    Refusal
        If the disk is full or the place cannot be written.
    """
    out = out.resolve()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise _refusal(out, error) from error
    try:
        yield aside
        _take_place(aside, out)
    except OSError as error:
        raise _refusal(out, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path beside ``path`` to write to; it is renamed when the block ends well."""
    path = path.resolve()
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(path, error) from error
    try:
        yield aside
        aside.replace(path)
    except OSError as error:
        raise _refusal(path, error) from error
    finally:
        aside.unlink(missing_ok=True)


def can_be_written(out: Path) -> None:
    """Refuse before long work what could not be written at its end.

    Raises
    ------
    Refusal
        If ``out`` is a file, or lies where no folder can be made.
    """
    near = out.resolve()
    if near.exists() and not near.is_dir():
        raise Refusal("is not a folder", file=str(out), remedy="Name another folder with --out.")
    while not near.exists():
        near = near.parent
    if not near.is_dir() or not os.access(near, os.W_OK | os.X_OK):
        raise Refusal(
            f"cannot be written: {near} is no folder that you may write to", file=str(out),
            remedy="Name another place with --out.",
        )  # fmt: skip


def _take_place(aside: Path, out: Path) -> None:
    umask = os.umask(0)
    os.umask(umask)
    aside.chmod(0o777 & ~umask)
    if not out.exists():
        aside.replace(out)
        return
    if not out.is_dir():
        raise Refusal("is not a folder", file=str(out), remedy="Name another folder with --out.")
    for child in sorted(out.iterdir()):
        if not (aside / child.name).exists():
            _keep(child, aside / child.name)
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}.old.", dir=out.parent))
    out.replace(old)
    try:
        aside.replace(out)
    except OSError:
        old.replace(out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _keep(child: Path, to: Path) -> None:
    if child.is_dir():
        shutil.copytree(child, to, symlinks=True)
    else:
        shutil.copy2(child, to, follow_symlinks=False)


def _refusal(path: Path, error: OSError) -> Refusal:
    reason = (error.strerror or "cannot be written").lower()
    return Refusal(
        f"cannot be written ({reason})",
        file=str(path),
        remedy="Nothing was changed. Make room or choose another place with --out.",
    )
