"""One row of the bridge for each register, whatever its kind."""

import polars as pl

from suar.analytics.picture.bridge import Cells, enter_register
from suar.analytics.picture.draft import Draft, Ref
from suar.analytics.picture.gather import Gathered
from suar.analytics.picture.hold import Holding
from suar.analytics.registers.register import Register

_PERSON_PARTS = ("persons", "only_here", "shared", "could_not_hold", "cannot_tell", "missed")


def register_rows(
    draft: Draft, gathered: Gathered, cells: Cells, holding: Holding
) -> list[dict[str, object]]:
    """Enter every register's numbers."""
    bits = {index: bit for bit, index in enumerate(gathered.linked)}
    rows = []
    for index, register in enumerate(gathered.registers):
        row = _head(register, index)
        bit = bits.get(index)
        if bit is not None:
            parts = enter_register(draft, cells, gathered.names, bit, holding)
            row |= _linked(draft, gathered, register, index) | parts
            _tie_records(draft, register, parts["persons"])
        elif register.kind == "totals":
            row |= dict.fromkeys(("records", "cases_only", "outside_window", "outside_scope"))
            row |= {"duplicates": None, "also": {}} | dict.fromkeys(_PERSON_PARTS)
            row["totals"] = _totals(draft, register)
        else:
            row |= _alone(draft, register)
        rows.append(row)
    return rows


def _head(register: Register, index: int) -> dict[str, object]:
    profile = register.profile
    row: dict[str, object] = {
        "name": register.name,
        "label": {"en": profile.named("en"), "id": profile.named("id")},
        "colour": index % 5 + 1,
        "kind": register.kind,
        "counts": profile.counts,
        "linkable": register.linkable,
        "rows": register.rows,
        "rejected": len(register.rejections),
    }
    if profile.published is not None:
        said = profile.published
        row["published"] = {
            "count": said.count,
            "unit": said.unit,
            "as_of": said.as_of,
            "source": said.source,
        }
    return row


def _linked(draft: Draft, gathered: Gathered, register: Register, index: int) -> dict[str, object]:
    mine = gathered.records.filter(pl.col("register") == index)
    persons = int(mine["person"].n_unique())
    name = register.name
    records = draft.count(("register", name, "records"), mine.height, "register")
    without = draft.count(
        ("register", name, "cases_only"), register.accepted - mine.height, "part", guarded=False
    )
    accepted = ("register", name, "accepted")
    draft.ledger.known(accepted, register.accepted)
    draft.ledger.total(accepted, [records.key, without.key])
    return {
        "records": records,
        "cases_only": without,
        "outside_window": _outside(draft, name, "outside_window", mine["in_window"], register),
        "outside_scope": _outside(draft, name, "outside_scope", mine["in_scope"], register),
        "duplicates": draft.count(("register", name, "duplicates"), mine.height - persons, "part"),
    }


def _tie_records(draft: Draft, register: Register, persons: object) -> None:
    if not isinstance(persons, Ref):
        raise TypeError("a linked register has persons")
    name = register.name
    draft.ledger.total(
        ("register", name, "records"), [persons.key, ("register", name, "duplicates")]
    )


def _outside(draft: Draft, name: str, what: str, inside: pl.Series, register: Register) -> Ref:
    """Count the rows outside; those inside or undated are the hidden rest of the records."""
    count = int((~inside).sum() or 0)
    ref = draft.count(("register", name, what), count, "part")
    whole = ("register", name, "records")
    rest = draft.hidden(("register", name, what, "not"), draft.ledger.cells[whole].value - count)
    draft.ledger.total(whole, [ref.key, rest])
    return ref


def _alone(draft: Draft, register: Register) -> dict[str, object]:
    """A register without identity: its rows are counted where they stand, and nothing is joined."""
    name, frame = register.name, register.frame
    key = draft.count(("register", name, "records"), register.accepted, "unit")
    row: dict[str, object] = {
        "records": key,
        "cases_only": draft.count(("register", name, "cases_only"), 0, "part", guarded=False),
        "outside_window": _outside(draft, name, "outside_window", frame["in_window"], register),
        "outside_scope": _outside(draft, name, "outside_scope", frame["in_scope"], register),
        "duplicates": None,
        "also": {},
    }
    return row | dict.fromkeys(_PERSON_PARTS)


def _totals(draft: Draft, register: Register) -> list[dict[str, object]]:
    """Add up a table of totals by unit and year."""
    return [
        {
            "unit": unit,
            "period": str(year),
            "count": draft.count(("totals", register.name, unit, str(year)), n, "year"),
        }
        for (unit, year), n in sorted(totals_by_year(register).items())
    ]


def totals_by_year(register: Register) -> dict[tuple[str, int], int]:
    """Give the totals by unit and year.

    A table may hold a year's whole and its parts. Where lines without sex, age and purpose exist
    for a unit and year they are the whole, and the parts are left out.
    """
    found: dict[tuple[str, int], int] = {}
    wholes: set[tuple[str, int]] = set()
    frame = register.frame
    for line in frame.select("unit", "year", "sex", "age", "purpose", "count").iter_rows(
        named=True
    ):
        if line["count"] is None:
            continue
        key = (str(line["unit"] or register.profile.counts), int(line["year"] or 0))
        whole = not any(line[part] for part in ("sex", "age", "purpose"))
        if whole and key not in wholes:
            wholes.add(key)
            found[key] = 0
        if whole or key not in wholes:
            found[key] = found.get(key, 0) + int(line["count"])
    return found
