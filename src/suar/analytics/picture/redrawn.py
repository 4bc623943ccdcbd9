"""The table of overlaps when the records are divided into persons otherwise, as likely."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from suar.analytics.linkage.links import Links
from suar.analytics.picture.bridge import count_cells
from suar.analytics.picture.gather import gather
from suar.analytics.picture.hold import holding
from suar.analytics.picture.surmise import overlap_table
from suar.analytics.population.table import Table
from suar.analytics.registers.register import Register

#: Divisions drawn: enough to see how far linking moves an estimate, fewer where each takes long.
_MOST, _RECORDS = 5, 400_000


def drawn_tables(
    registers: Sequence[Register], links: Links, *, seed: int, coarse: bool = False
) -> list[Table]:
    """Count the overlaps of some drawn divisions; none where the links cannot be drawn anew."""
    height = links.members.height
    if links.posterior is None or not height:
        return []
    tables = []
    for draw in links.draws(max(3, min(_MOST, _RECORDS // height)), seed):
        members = links.members.with_columns(pl.Series("person", draw, dtype=pl.Int64))
        gathered = gather(registers, replace(links, members=members))
        hold = holding(gathered, coarse=coarse)
        tables.append(overlap_table(count_cells(gathered, hold), hold, gathered.names))
    return tables
