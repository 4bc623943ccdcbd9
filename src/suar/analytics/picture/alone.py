"""The sections that any population of rows can have: the linked persons, or one register alone."""

from collections.abc import Sequence

import polars as pl

from suar.analytics.picture.closures import closures
from suar.analytics.picture.draft import Draft, Ref
from suar.analytics.picture.gather import Gathered, alone
from suar.analytics.picture.news import news
from suar.analytics.picture.rows import totals_by_year
from suar.analytics.picture.units import statuses
from suar.analytics.picture.what import breakdowns, corridors
from suar.analytics.picture.when import by_period, marks, window
from suar.analytics.registers.register import Register
from suar.knowledge.rules.disclosure import Policy


def sections(
    draft: Draft,
    persons: pl.DataFrame,
    whole: Ref,
    registers: Sequence[Register],
    policy: Policy,
    *,
    ranges: dict[int, tuple[int, int]] | None = None,
    prefix: str = "",
) -> dict[str, object]:
    """Give status, timeline, breakdowns, corridors and news of one population."""
    drawn = marks(list(registers), closures(registers))
    timeline = by_period(draft, persons, whole.key, prefix) | {"by_register": {}, "marks": drawn}
    found: dict[str, object] = {
        "status": statuses(draft, persons, whole, ranges or {}, prefix),
        "timeline": timeline,
        "breakdowns": breakdowns(draft, persons, whole.key, prefix),
    }
    if (lanes := corridors(draft, persons, policy, prefix)) is not None:
        found["corridors"] = lanes
    breaks = [str(mark["date"]) for mark in drawn if mark["kind"] == "practice"]
    found["news"], halves = news(draft, persons, breaks, policy, prefix)
    if halves is not None:
        found["news_window"] = halves
    if (span := window(persons)) is not None:
        found["window"] = span
    return found


def alone_sections(
    draft: Draft, gathered: Gathered, policy: Policy, *, main: bool
) -> dict[str, object]:
    """Count each register that cannot be linked by itself; the only one fills the main sections.

    Rows of two such registers are never added: nobody knows who stands in both.
    """
    apart = [
        index
        for index, register in enumerate(gathered.registers)
        if index not in gathered.linked and register.kind == "records"
    ]
    found: dict[str, object] = {"basis": "records" if main and len(apart) == 1 else "persons"}
    parts = []
    for index in apart:
        register = gathered.registers[index]
        rows = alone(register, index)
        whole = Ref(("register", register.name, "records"))
        part = sections(draft, rows, whole, [register], policy, prefix=register.name)
        if main and len(apart) == 1:
            found |= part
        else:
            parts.append({"register": register.name, "records": whole} | part)
    if main and len(apart) != 1:
        found |= _empty()
    if parts:
        found["alone"] = parts
    _add_totals(draft, gathered, found)
    return found


def _empty() -> dict[str, object]:
    timeline = {"months": [], "years": [], "by_register": {}, "undated": 0, "marks": []}
    return {"status": [], "timeline": timeline, "breakdowns": [], "news": []}


def _add_totals(draft: Draft, gathered: Gathered, found: dict[str, object]) -> None:
    """Put tables of totals beside the line of persons, each by itself."""
    rows: dict[str, list[dict[str, object]]] = {}
    for register in gathered.registers:
        if register.kind != "totals":
            continue
        for unit, year in sorted(totals_by_year(register)):
            ref = Ref(("totals", register.name, unit, str(year)))
            rows.setdefault(register.name, []).append(
                {"period": str(year), "unit": unit, "count": ref}
            )
    if rows:
        found["totals"] = [{"register": name, "points": points} for name, points in rows.items()]
