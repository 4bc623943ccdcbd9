"""Whose numbers a column of districts holds: those of the interior ministry, or those of BPS."""

from typing import Final

import polars as pl

from suar.knowledge.vocab import regency_candidates

SYSTEMS: Final = ("kemendagri", "bps_2018")
_NUMBER: Final = r"^\d{4}$"
_ENOUGH: Final = 20  # rows with both a number and a NIK, before their agreement says anything
_SHARE: Final = 0.3  # of them; a wrong system agrees only where both number alike, or by chance


def number_system(cells: pl.Series, niks: pl.Series) -> str | None:
    """Find the system of a column's four-digit numbers; None where it cannot be told.

    The two systems number some regencies alike and some not. The system that knows every number
    is the column's when the other does not; else it is the interior ministry's (`kemendagri`) when
    people's NIK, which begin with its numbers, often begin with the number beside them.
    """
    numbers = cells.filter(cells.str.contains(_NUMBER)).unique().to_list()
    if not numbers:
        return None
    knows = {
        system: sum(bool(regency_candidates(number, system)) for number in numbers)
        for system in SYSTEMS
    }
    for system, other in (SYSTEMS, SYSTEMS[::-1]):
        if knows[system] == len(numbers) > knows[other]:
            return system
    both = pl.DataFrame({"number": cells, "nik": niks.str.replace_all(r"\D", "")}).filter(
        pl.col("number").is_in([n for n in numbers if len(regency_candidates(n)) > 1])
        & (pl.col("nik").str.len_bytes() == 16)
    )
    agreeing = both.filter(pl.col("nik").str.starts_with(pl.col("number"))).height
    if both.height >= _ENOUGH and agreeing > _SHARE * both.height:
        return "kemendagri"
    return None
