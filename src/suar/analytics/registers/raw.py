"""A table as it stands in a file: header, cells as text, the rows that cannot be read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from suar.analytics.registers.lexicon import is_header_word
from suar.analytics.registers.register import Rejection
from suar.analytics.registers.source import Source
from suar.knowledge.refusal import Refusal

#: Column of a raw frame that holds the data row's number.
ROW: Final = "\0row"

#: Told of each rejected row: the rejection, and what stood in the file (for the owner alone).
Witness = Callable[[Rejection, bytes], None]


@dataclass(frozen=True)
class Raw:
    """Cells as text, null or text, nothing inferred; columns `ROW` and those asked for."""

    source: Source
    header: tuple[str, ...]
    frame: pl.DataFrame
    rows: int
    rejections: list[Rejection] = field(default_factory=list)
    delimiter: str = ","


def names(
    cells: Sequence[str | None], file: str, expected: Sequence[str] | None = None
) -> tuple[str, ...]:
    """Give the header's names; a blank one is called by its place.

    ``expected`` are names that a profile speaks of.

    Raises
    ------
    Refusal
        If two columns have one name.
    """
    made, places = [], dict[str, int]()
    for place, cell in enumerate(cells, start=1):
        name = " ".join((cell or "").split()) or f"column {place}"
        if name in places:
            # a file without a header has a person's cells in this line: repeat known words only
            known = name in (expected or ()) or is_header_word(name)
            raise Refusal(
                f"has one name for two columns (numbers {places[name]} and {place})",
                file=file,
                column=name if known else None,
                remedy="Rename one of them in the header line.",
            )
        places[name] = place
        made.append(name)
    return tuple(made)


def wanted(header: Sequence[str], columns: Sequence[str] | None) -> list[int]:
    """Give the places of the columns asked for; all when nothing is asked."""
    if columns is None:
        return list(range(len(header)))
    asked = set(columns)
    return [place for place, name in enumerate(header) if name in asked]
