"""All records that name somebody in one frame, each with its person, and the persons they make."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from suar.analytics.linkage.links import Links
from suar.analytics.registers.register import Register
from suar.analytics.registers.schema import MULTI_CODES, STANDARD

#: From the least to the furthest; a person stands at the furthest of any record.
STATUSES = ("not_stated", "handled", "presumed", "identified")

_KEEP = (
    "row", "case_id", "persons_in_row", "event_date", "in_window", "in_scope", "names_person",
    "sex", "gender", "minor", "abroad", "age", "age_band", "citizenship", "origin", "destination",
    "exploitation_country", "district", "recruiter_relation", "recruitment_channel",
    "migration_status", "status", "year", *MULTI_CODES,
)  # fmt: skip
#: Facts of which a person has one; the earliest dated record that says is believed.
SINGLE = (
    "sex", "gender", "minor", "abroad", "age", "age_band", "citizenship", "origin", "destination",
    "exploitation_country", "district", "recruiter_relation", "recruitment_channel",
    "migration_status", "year",
)  # fmt: skip
#: Facts on which records can contradict each other; an age and a year may rightly differ.
_TEARABLE = tuple(name for name in SINGLE if name not in ("year", "age"))
_HEAD = ("person", "mask", "records", "status", "event_date")


@dataclass(frozen=True)
class Gathered:
    """What counting starts from.

    Attributes
    ----------
    registers
        All registers, in the order given.
    linked
        Indices of those that know persons; bit ``n`` of ``mask`` is the ``n``-th of them.
    records
        One row a record that names a person: facts, ``register`` (index), ``person``.
    persons
        One row a person: ``person, mask, records, status`` (index into STATUSES), ``event_date``
        (earliest), the single facts, the lists joined, and ``torn``: single facts on which the
        person's records contradict each other.
    """

    registers: Sequence[Register]
    linked: tuple[int, ...]
    records: pl.DataFrame
    persons: pl.DataFrame

    @property
    def names(self) -> list[str]:
        """Names of the registers that know persons, by their bit."""
        return [self.registers[index].name for index in self.linked]


def facts_of(register: Register) -> pl.DataFrame:
    """Give the facts of a register's rows; a fact its file does not have is null."""
    frame = register.frame
    have = set(frame.columns)
    return frame.select(
        (
            pl.col(name).cast(STANDARD[name])
            if name in have
            else pl.lit(None, STANDARD[name]).alias(name)
        )
        for name in _KEEP
    )


def gather(registers: Sequence[Register], links: Links | None) -> Gathered:
    """Join the records that name somebody with the persons that linking found."""
    members = links.members if links is not None else None
    present = set(members["register"].unique()) if members is not None else set()
    linked = tuple(i for i, reg in enumerate(registers) if reg.name in present)
    parts = [_with_person(registers[index], index, members) for index in linked]
    if not parts:
        records = _with_columns(pl.DataFrame(schema={name: STANDARD[name] for name in _KEEP}), 0)
        records = records.with_columns(pl.lit(None, pl.Int64).alias("person"))
    else:
        records = pl.concat(parts)
    return Gathered(registers, linked, records, _persons(records, linked))


def _with_person(register: Register, index: int, members: pl.DataFrame | None) -> pl.DataFrame:
    if members is None:
        raise ValueError("a register cannot be linked without links")
    mine = members.filter(pl.col("register") == register.name).select(
        "row", "person", "probability"
    )
    return _with_columns(facts_of(register), index).join(mine, on="row", how="inner")


def _with_columns(frame: pl.DataFrame, index: int) -> pl.DataFrame:
    """Add what counting needs of every row: register, status rank, destination, origin."""
    rank = {status: number for number, status in enumerate(STATUSES)}
    return frame.with_columns(
        pl.lit(index, pl.Int64).alias("register"),
        pl.col("status").replace_strict(rank, default=0, return_dtype=pl.Int64).alias("rank"),
        pl.coalesce("destination", "exploitation_country").alias("destination"),
        pl.coalesce("origin", "citizenship").alias("origin"),
        (pl.col("origin").is_null() & pl.col("citizenship").is_not_null()).alias(
            "origin_from_citizenship"
        ),
    )


def alone(register: Register, index: int) -> pl.DataFrame:
    """Give the rows of a register that cannot be linked, as if each were a person of its own."""
    frame = _with_columns(facts_of(register), index)
    frame = frame.with_columns(pl.int_range(1, pl.len() + 1, dtype=pl.Int64).alias("person"))
    return _persons(frame, (index,))


def _persons(records: pl.DataFrame, linked: tuple[int, ...]) -> pl.DataFrame:
    bits = {index: 1 << place for place, index in enumerate(linked)}
    ordered = records.with_columns(
        pl.col("register").replace_strict(bits, default=0, return_dtype=pl.Int64).alias("bit")
    ).sort("person", "event_date", "register", "row", nulls_last=True)
    single = [pl.col(name).drop_nulls().first() for name in SINGLE]
    torn = [(pl.col(name).drop_nulls().n_unique() > 1).alias(f"torn_{name}") for name in _TEARABLE]
    many = [
        pl.col(name)
        .list.explode(keep_nulls=False, empty_as_null=False)
        .drop_nulls()
        .unique()
        .sort()
        for name in MULTI_CODES
    ]
    if ordered["person"].is_unique().all():
        return _plain(ordered)
    bits_of = ordered.select("person", "bit").unique()
    masks = bits_of.group_by("person").agg(pl.col("bit").sum().alias("mask"))
    grouped = ordered.group_by("person", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("records"),
        pl.col("rank").max().alias("status"),
        pl.col("event_date").drop_nulls().first(),
        *single,
        *torn,
        *many,
    )
    joined = grouped.join(masks, on="person", how="left", maintain_order="left")
    return joined.select(
        *_HEAD, *SINGLE, *(f"torn_{name}" for name in _TEARABLE), *MULTI_CODES
    ).sort("person")


def _plain(ordered: pl.DataFrame) -> pl.DataFrame:
    """Give the same columns where every person has one record."""
    return ordered.select(
        "person",
        pl.col("bit").alias("mask"),
        pl.lit(1, pl.Int64).alias("records"),
        pl.col("rank").alias("status"),
        "event_date",
        *SINGLE,
        *(pl.lit(False).alias(f"torn_{name}") for name in _TEARABLE),
        *(pl.col(name).list.unique().list.sort() for name in MULTI_CODES),
    ).sort("person")
