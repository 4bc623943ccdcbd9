"""Registers made by hand for the picture's tests, and the links that their truth gives."""

from collections.abc import Callable, Sequence
from typing import Any

import polars as pl
import pytest

from suar.analytics.linkage.links import Links, PersonCount
from suar.analytics.registers import Register, in_scope, parse_scope
from suar.analytics.registers.profile import Profile, Window
from suar.analytics.registers.schema import STANDARD

Row = dict[str, Any]
SCOPES = {
    "women_child": {"any": [{"sex": ["female"]}, {"minor": ["true"]}]},
    "foreign_ministry": {"all": [{"abroad": ["true"]}]},
}


def _register(name: str, rows: Sequence[Row], **profile: Any) -> Register:
    scope = parse_scope(SCOPES[name]) if name in SCOPES else None
    told = Profile(register=name, **({"scope": scope} | profile))
    full = [
        dict.fromkeys(STANDARD)
        | {"row": n, "record": f"{name[0]}{n}", "names_person": True, "in_window": True}
        | {key: value for key, value in row.items() if key in STANDARD}
        for n, row in enumerate(rows, 1)
    ]
    frame = pl.DataFrame(full, schema=STANDARD)
    frame = frame.with_columns(in_scope(frame, told.scope).alias("in_scope"))
    return Register(name, f"{name}.csv", "records", told, frame, len(rows), sha256="0" * 64)


def _links(registers: Sequence[Register], persons: Sequence[Sequence[int | None]]) -> Links:
    """Link the n-th row of each register to the person told; None: it names nobody."""
    rows = [
        (register.name, n, f"{register.name[0]}{n}", person, 0.9)
        for register, told in zip(registers, persons, strict=True)
        for n, person in enumerate(told, 1)
        if person is not None
    ]
    schema = {"register": pl.String, "row": pl.Int64, "record": pl.String, "person": pl.Int64}
    members = pl.DataFrame(rows, schema=schema | {"probability": pl.Float64}, orient="row")
    sides = {
        f"{side}_{name}": kind
        for side in ("left", "right")
        for name, kind in (("register", pl.String), ("row", pl.Int64))
    }
    weights = {"weight": pl.Float64, "probability": pl.Float64, "linked": pl.Boolean}
    pairs = pl.DataFrame(schema=sides | weights)
    count = members["person"].n_unique()
    return Links(members, pairs, PersonCount(count, max(1, count - 2), count + 2), 0.5, 9, 1)


@pytest.fixture
def register() -> Callable[..., Register]:
    return _register


@pytest.fixture
def linked() -> Callable[..., Links]:
    return _links


@pytest.fixture
def window() -> Window:
    return Window("reported", "2020-01-01", "2023-12-31")


@pytest.fixture
def country() -> Callable[..., tuple[list[Register], Links]]:
    """Give an invented country of three registers from a seed; small cells abound."""

    def make(seed: int, persons: int = 400) -> tuple[list[Register], Links]:
        import random

        rng = random.Random(seed)
        forms = ("forced_labour", "sexual", "online_scam", "begging")
        names = ("police", "foreign_ministry", "women_child", "migrant_union")
        rows: dict[str, list[Row]] = {name: [] for name in names}
        who: dict[str, list[int | None]] = {name: [] for name in names}
        for person in range(1, persons + 1):
            year = rng.choice((2020, 2021, 2022, 2023))
            facts: Row = {
                "sex": rng.choices(("female", "male", None), (6, 4, 0.2))[0],
                "minor": rng.choices((True, False, None), (2, 7, 0.2))[0],
                "abroad": rng.choices((True, False, None), (6, 4, 0.2))[0],
                "purpose": rng.sample(forms, rng.choice((1, 1, 2))),
                "origin": "IDN",
                "destination": rng.choices(
                    ("MYS", "KHM", "IDN", "SAU", "TUR", None), (5, 4, 6, 1, 0.1, 1)
                )[0],
                "status": rng.choices(("identified", "presumed", "handled", None), (4, 3, 2, 0.05))[
                    0
                ],
                "event_date": rng.choice((f"{year}-{rng.randint(1, 12):02d}-05", f"{year}")),
            }
            held = [name for name in names if rng.random() < 0.35] or [rng.choice(names)]
            for name in held:
                for _ in range(2 if rng.random() < 0.05 else 1):
                    rows[name].append(facts)
                    who[name].append(person)
        registers = [_register(name, rows[name]) for name in names]
        return registers, _links(registers, [who[name] for name in names])

    return make
