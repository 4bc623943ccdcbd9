"""Key files: linkage keys and chosen facts without names, as `suar key` writes them.

The format is text, plain or gzipped: a first line ``# suar-keys {json}`` (register, fingerprints,
versions), then a CSV whose columns are keys and facts, every cell text.
"""

import gzip
import hashlib
import io
import json
import zlib
from pathlib import Path
from typing import Final

import polars as pl

from suar.analytics.registers.keyfacts import read_facts, read_profile
from suar.analytics.registers.register import Register
from suar.knowledge.refusal import Refusal

MARK: Final = b"# suar-keys "


def is_key_file(path: Path) -> bool:
    """Tell whether a file begins as a key file; a file that cannot be opened does not."""
    try:
        with path.open("rb") as stream:
            head = stream.read(len(MARK))
        if head.startswith(b"\x1f\x8b"):
            with gzip.open(path, "rb") as unpacked:
                head = unpacked.read(len(MARK))
    except (OSError, EOFError, zlib.error):
        return False
    return head == MARK


def read_key_file(path: Path) -> Register:
    """Read a key file: ``frame`` has standard facts, typed, and the key columns as text.

    ``key_info`` is the first line, each value as text or JSON; the profile is made from it.

    Raises
    ------
    Refusal
        If it is cut off, or is no key file of a form that is known.
    """
    file, remedy = str(path), "Ask its owner to make it again with `suar key`."
    try:
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        if data.startswith(b"\x1f\x8b"):
            data = gzip.decompress(data)
        first, _, body = data.partition(b"\n")
        info = json.loads(first.removeprefix(MARK))
        if not isinstance(info, dict):
            raise TypeError
        frame = pl.read_csv(
            io.BytesIO(body), infer_schema=False, truncate_ragged_lines=False, glob=False
        )
    except (OSError, EOFError, zlib.error, ValueError, TypeError, pl.exceptions.PolarsError) as e:
        raise Refusal("is a key file that cannot be read", file=file, remedy=remedy) from e
    if not body.endswith(b"\n") or frame.height != info.get("rows", frame.height):
        raise Refusal("is a key file that was cut off", file=file, remedy=remedy)
    told = {str(key): _text(value) for key, value in info.items()}
    name = told.get("register") or path.name.split(".")[0]
    invented = told.get("invented") == "true"
    profile = info.get("profile")
    frame = read_facts(frame, file=file)
    return Register(
        name=name,
        path=file,
        kind="keys",
        profile=read_profile(
            name, profile if isinstance(profile, dict) else {}, file=file, invented=invented
        ),
        frame=frame,
        rows=frame.height,
        sha256=digest,
        invented=invented,
        key_info=told,
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True)
