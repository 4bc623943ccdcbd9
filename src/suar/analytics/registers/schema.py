"""The standard record: the columns that every register becomes, and their types.

A standard frame has exactly the columns of `STANDARD`, in that order, one row an accepted row.
Blank is null and means *not asked*. Partial dates are text, ``YYYY[-MM[-DD]]``.
"""

from typing import Final

import polars as pl

#: Fields that say who somebody is. Text as the register wrote it, stripped; never shown.
IDENTITY_TEXT: Final = [
    "name",
    "given_name",
    "family_name",
    "other_names",
    "nik",
    "passport",
    "other_id",
    "phone",
    "birth_place",
    "address",
    "postcode",
    "occupation",
]
#: Facts that are dates, as partial ISO dates.
DATES: Final = ["date", "reported", "registered", "recruited", "exploited", "exited", "identified"]
#: Facts with one code of the vocabulary's list of the same name (country fields: ISO alpha-3).
CODES: Final = [
    "sex",
    "gender",
    "age_band",
    "citizenship",
    "origin",
    "destination",
    "exploitation_country",
    "district",
    "recruiter_relation",
    "recruitment_channel",
    "migration_status",
    "status",
]
#: Facts with any number of codes.
MULTI_CODES: Final = ["act", "means", "control", "purpose", "sector"]

STANDARD: Final[dict[str, pl.DataType]] = {
    # which row this is
    "row": pl.Int64(),  # data row of the file, from 1
    "record": pl.String(),  # the register's own number, unique (CONTRACTS: ID#2 for repeats)
    "case_id": pl.String(),
    "persons_in_row": pl.Int64(),  # where a row only gives a number of persons
    # who
    **{field: pl.String() for field in IDENTITY_TEXT},
    "birth_date": pl.String(),  # partial ISO date
    "birth_year": pl.Int64(),
    # what
    **{field: pl.String() for field in DATES},
    "year": pl.Int64(),
    "age": pl.Int64(),
    "minor": pl.Boolean(),
    "abroad": pl.Boolean(),
    **{field: pl.String() for field in CODES},
    **{field: pl.List(pl.String()) for field in MULTI_CODES},
    # what the reader works out
    "event_date": pl.String(),  # the date that counts: window.on, else the first date known
    "in_window": pl.Boolean(),  # null: no date, cannot tell
    "in_scope": pl.Boolean(),  # null: an attribute is blank, cannot tell
    "names_person": pl.Boolean(),  # a name, or a number that is one person's
}

#: Facts that scope conditions and strata may speak of.
IDENTITY: Final = (*IDENTITY_TEXT, "birth_date", "birth_year")
