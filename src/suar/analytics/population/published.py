"""Published tables of overlaps: what examples, the bench and coverage figures stand on."""

import csv
from functools import lru_cache
from importlib.resources import files

from suar.analytics.population.table import Table

#: Every table that ships; `tables/README.md` says where each was printed.
NAMES = (
    "artificial_3",
    "australia",
    "korea",
    "kosovo",
    "ned",
    "ned_5",
    "neworl",
    "neworl_5",
    "ukdat",
    "ukdat_4",
    "ukdat_5",
    "western",
)


@lru_cache(maxsize=16)
def published(name: str) -> Table:
    """Give one of the published tables; `NAMES` lists them.

    >>> table = published("ukdat_5")
    >>> table.lists, table.observed
    (('LA', 'NG', 'PFNCA', 'GO', 'GP'), 2744)
    """
    text = (files(__package__) / "tables" / f"{name}.csv").read_text("utf-8")
    header, *rows = csv.reader(text.splitlines())
    masks = [sum(1 << i for i, held in enumerate(row[:-1]) if held == "1") for row in rows]
    return Table.collect(header[:-1], masks, [int(row[-1]) for row in rows])
