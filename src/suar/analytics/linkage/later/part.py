"""One part of an index: records that came together, with their blocks and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.later.postings import Postings
from suar.analytics.linkage.later.tally import Tally

Longs = npt.NDArray[np.int64]

PAIRS = {
    "left": pl.Int64(),
    "right": pl.Int64(),
    "weight": pl.Float64(),
    "probability": pl.Float64(),
    "linked": pl.Boolean(),
}


@dataclass(frozen=True)
class Part:
    """Records that came together; ``base`` is the number of the first in the index."""

    table: pl.DataFrame
    postings: Postings
    tally: Tally
    pairs: pl.DataFrame
    base: int = 0
    arrays: Mapping[str, npt.NDArray[Any]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        return self.table.height

    def write(self, folder: Path) -> None:
        """Write into an empty folder, for its owner alone."""
        folder.mkdir(mode=0o700)
        # one chunk, not compressed: single rows are then read without reading the rest
        for name, frame in (("records", self.table), ("pairs", self.pairs)):
            frame.rechunk().write_ipc(
                folder / f"{name}.arrow", compression="uncompressed",
                record_batch_size=max(1, frame.height),
            )  # fmt: skip
        for name, values in self.arrays.items():
            np.save(folder / f"array-{name}.npy", values)
        self.postings.write(folder)
        self.tally.write(folder)
        for file in folder.iterdir():
            file.chmod(0o600)


def open_part(folder: Path, base: int) -> Part:
    """Open a part without reading it into memory."""
    arrays = {
        path.stem.removeprefix("array-"): np.load(path, mmap_mode="r", allow_pickle=False)
        for path in sorted(folder.glob("array-*.npy"))
    }
    return Part(
        mapped(folder / "records.arrow"),
        Postings.open(folder),
        Tally.open(folder),
        mapped(folder / "pairs.arrow"),
        base,
        arrays,
    )


def mapped(path: Path) -> pl.DataFrame:
    """Open an Arrow file where it lies: a row is read from disk when it is asked for."""
    import pyarrow as pa
    import pyarrow.ipc as ipc

    table = ipc.open_file(pa.memory_map(str(path))).read_all()
    return pl.DataFrame(pl.from_arrow(table, rechunk=False))


def gathered(parts: Sequence[Part], records: Longs) -> pl.DataFrame:
    """Give the rows of some records of an index, in the order asked."""
    found, places = [], []
    for part in parts:
        at = np.flatnonzero((records >= part.base) & (records < part.base + part.height))
        if at.size:
            found.append(part.table[(records[at] - part.base).astype(np.uint32)])
            places.append(at)
    if not found:
        return parts[0].table.clear()
    order = np.argsort(np.concatenate(places), kind="stable")
    return pl.concat(found)[order]
