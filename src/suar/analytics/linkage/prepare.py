"""From standard frames to one table of comparable columns, whatever the order of the inputs."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from suar.analytics.linkage import columns as c
from suar.analytics.linkage.namerules import tradition_of
from suar.analytics.linkage.names import Name, normalise, sound_key
from suar.analytics.registers.register import Register


@dataclass(frozen=True)
class Prepared:
    """All linkable records in one table; ``uid`` from 0, in an order of content alone."""

    table: pl.DataFrame
    registers: tuple[str, ...]

    @property
    def height(self) -> int:
        return self.table.height


def prepare(registers: Sequence[Register]) -> Prepared:
    """Make every row that names a person comparable.

    Rows that name no person are left out: they are cases, never persons. Blank stays null.
    """
    frames = [_one(register) for register in registers if register.linkable]
    frames = [frame for frame in frames if frame.height]
    if not frames:
        return Prepared(_empty(), tuple(r.name for r in registers))
    table = pl.concat(frames, how="vertical")
    by = [
        "name",
        "father",
        "birth_y",
        "birth_m",
        "birth_d",
        "sex",
        "nik",
        "passport",
        "phone",
        "other_id",
        "district",
        "address",
        "event_y",
        "register",
        "record",
    ]
    table = _fill_from_nik(table).sort(by, nulls_last=True).with_row_index("uid")
    return Prepared(table, tuple(r.name for r in registers))


def _one(register: Register) -> pl.DataFrame:
    frame = register.frame.filter(pl.col("names_person"))
    names = _names(frame)
    event = pl.coalesce("event_date", pl.col("year").cast(pl.String))
    cleaned = frame.select(
        "row", "record", "sex", "citizenship", "birth_year", "age", "birth_date",
        register=pl.lit(register.name),
        event_y=event.str.slice(0, 4).cast(pl.Int16, strict=False),
        event_month=event.str.slice(0, 4).cast(pl.Int32, strict=False) * 12
        + event.str.slice(5, 2).cast(pl.Int32, strict=False),
        event_half=_half_month(event),
        destination=pl.coalesce("exploitation_country", "destination"),
        nik=c.mapped(frame, "nik", c.clean_nik),
        passport=c.mapped(frame, "passport", c.clean_passport),
        other_id=c.mapped(frame, "other_id", c.clean_number),
        phone=c.mapped(frame, "phone", c.clean_phone),
        birth_place=c.mapped(frame, "birth_place", c.clean_text),
        address=c.mapped(frame, "address", c.clean_text),
        postcode=c.mapped(frame, "postcode", c.clean_text),
        district=c.mapped(frame, "district", c.clean_text),
    ).with_columns(**c.date_parts("birth_date"))  # fmt: skip
    dated = cleaned.with_columns(
        birth_y=pl.coalesce("birth_y", pl.col("birth_year").cast(pl.Int16, strict=False)),
        # An age makes a year of birth that may be one off.
        birth_about=pl.when(pl.col("birth_y").is_null() & pl.col("birth_year").is_null()).then(
            (pl.col("event_y") - pl.col("age")).cast(pl.Int16, strict=False)
        ),
    ).drop("birth_date", "birth_year", "age")
    return pl.concat([dated, names], how="horizontal").select(_COLUMNS)


def _half_month(date: pl.Expr) -> pl.Expr:
    """Number the halves of months in which cases are written down: 24 a year."""
    year, month, day = (date.str.slice(*at).cast(pl.Int32, strict=False) for at in _DATE)
    return year * 24 + month * 2 + (day > 15).cast(pl.Int32)


_DATE = ((0, 4), (5, 2), (8, 2))


def _names(frame: pl.DataFrame) -> pl.DataFrame:
    parts = pl.concat_str(
        ["name", "given_name", "family_name", "other_names"], separator=" ", ignore_nulls=True
    )
    keyed = frame.select(text=parts.str.strip_chars(), citizenship="citizenship")
    distinct = (
        keyed.filter(pl.col("text") != "").unique().sort("text", "citizenship", nulls_last=True)
    )
    rows = [
        _name_row(text, tradition_of(citizenship)) for text, citizenship in distinct.iter_rows()
    ]
    told = list(zip(*rows, strict=True)) or [()] * len(_NAME_SCHEMA)
    made = pl.DataFrame(
        dict(zip(_NAME_SCHEMA, told, strict=True)), schema=dict.fromkeys(_NAME_SCHEMA, pl.String())
    ).with_columns(_split("tokens"), _split("keys"))
    return keyed.join(
        pl.concat([distinct, made], how="horizontal"),
        on=["text", "citizenship"],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    ).select(*_NAME_SCHEMA)


_NAME_SCHEMA = {
    "name": pl.String(),
    "father": pl.String(),
    "tokens": pl.List(pl.String()),
    "keys": pl.List(pl.String()),
}
_COLUMNS = [
    "register", "row", "record", "name", "father", "tokens", "keys", "birth_y", "birth_m",
    "birth_d", "birth_about", "sex", "nik", "passport", "other_id", "phone", "birth_place",
    "address", "postcode", "district", "citizenship", "event_y", "event_month", "event_half",
    "destination",
]  # fmt: skip


def _split(column: str) -> pl.Expr:
    """Words put together for the way into a frame, apart again; no words where there is no name."""
    words = pl.col(column).str.split(" ")
    none = pl.lit([], pl.List(pl.String()))
    return pl.when(pl.col("name").is_null()).then(none).otherwise(words).alias(column)


def _name_row(text: str, tradition: str) -> tuple[str | None, str | None, str, str]:
    name: Name = normalise(text, tradition)
    keys = " ".join(sound_key(token, tradition) for token in name.tokens)
    ordered = " ".join(sorted(name.tokens))
    return (ordered or None, " ".join(name.father) or None, " ".join(name.tokens), keys)


def _fill_from_nik(table: pl.DataFrame) -> pl.DataFrame:
    """Fill blanks from the NIK and remember that they were filled.

    A filled value says nothing new where two NIKs are compared. A day and month are filled only
    where the stated year does not contradict the NIK's. The region is that of first registration:
    it fills a blank district only where the files show that the two mostly agree.
    """
    table = table.with_columns(**c.nik_parts())
    both = table.filter(pl.col("district").is_not_null() & pl.col("nik_district").is_not_null())
    agree = (
        both.select((pl.col("district") == pl.col("nik_district")).mean()).item()
        if both.height
        else 0.0
    )
    same_year = pl.col("birth_y").is_null() | (pl.col("birth_y") % 100 == pl.col("nik_y") % 100)
    fill_day = pl.col("birth_m").is_null() & pl.col("nik_m").is_not_null() & same_year
    fill_district = pl.col("district").is_null() & pl.lit((agree or 0.0) > 0.5)
    return table.with_columns(
        birth_filled=fill_day,
        sex_filled=pl.col("sex").is_null() & pl.col("nik_sex").is_not_null(),
        district_filled=fill_district & pl.col("nik_district").is_not_null(),
        birth_m=pl.when(fill_day).then("nik_m").otherwise("birth_m"),
        birth_d=pl.when(fill_day).then("nik_d").otherwise("birth_d"),
        birth_y=pl.coalesce("birth_y", pl.when(fill_day).then("nik_y")),
        sex=pl.coalesce("sex", "nik_sex"),
        district=pl.when(fill_district).then("nik_district").otherwise("district"),
    )


def _empty() -> pl.DataFrame:
    return pl.DataFrame(schema={"uid": pl.UInt32, **dict.fromkeys(_COLUMNS, pl.String)})
