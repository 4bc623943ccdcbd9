"""Incidents, cases, persons: three numbers that are never added; persons by status, with ranges."""

from collections.abc import Sequence

import polars as pl

from suar.analytics.linkage.links import Links
from suar.analytics.picture.bridge import PERSONS
from suar.analytics.picture.draft import Draft, Ref, span
from suar.analytics.picture.gather import STATUSES, Gathered
from suar.analytics.picture.words import status_label
from suar.analytics.registers.register import Register


def statuses(
    draft: Draft,
    persons: pl.DataFrame,
    whole: Ref,
    ranges: dict[int, tuple[int, int]],
    prefix: str = "",
) -> list[dict[str, object]]:
    """Split persons by the furthest status of any record."""
    counts = dict(persons.group_by("status").len().iter_rows())
    parts: list[dict[str, object]] = []
    keys = []
    for rank in reversed(range(len(STATUSES))):
        count = int(counts.get(rank, 0))
        ref = draft.count((prefix, "status", STATUSES[rank]), count, "status")
        keys.append(ref.key)
        low, high = ranges.get(rank, (count, count))
        status = STATUSES[rank]
        if count or status != "not_stated":
            parts.append({"status": status, "label": status_label(status), **span(ref, low, high)})
    draft.ledger.total(whole.key, keys)
    return parts


def cases(
    draft: Draft, gathered: Gathered, rows: Sequence[dict[str, object]], links: Links | None
) -> dict[str, object] | None:
    """Count cases: one organisation's work for one person, and every row that names nobody.

    A person in two registers is two cases; that is what the unit means, and why it is not persons.
    """
    parts = [
        ref.key
        for row in rows
        for what in ("persons", "cases_only")
        if isinstance(ref := row[what], Ref)
    ]
    for row, register in zip(rows, gathered.registers, strict=True):
        alone = (
            not row["linkable"]
            and register.kind == "records"
            and register.profile.counts != "incident"
        )
        if alone and isinstance(records := row["records"], Ref):
            parts.append(records.key)
    if not parts:
        return None
    count = sum(draft.ledger.cells[key].value for key in parts)
    whole = draft.count(("cases",), count, "unit")
    draft.ledger.total(whole.key, parts)
    doubt = links.count if links is not None else None
    down = doubt.count - doubt.low if doubt else 0
    up = doubt.high - doubt.count if doubt else 0
    linked = {gathered.registers[index].name for index in gathered.linked}
    repeats = sum(
        draft.ledger.cells[ref.key].value
        for row in rows
        if row["name"] in linked and isinstance(ref := row["duplicates"], Ref)
    )
    return span(whole, count - min(down, max(0, count - 1)), count + min(up, repeats))


def incidents(draft: Draft, gathered: Gathered) -> dict[str, object] | None:
    """Count reported events, where registers number them; null where none does.

    The same event reported to two registers has two numbers. Events that share a person are taken
    for one at the low end, for two at the high end; the count takes them for one where the person's
    records are of the same year.
    """
    parts = [
        part for n, reg in enumerate(gathered.registers) if (part := _events(reg, n)) is not None
    ]
    if not parts:
        return None
    events = pl.concat(parts)
    high = int(events.select("register", "event").unique().height)
    named = gathered.records.select(
        "register", "row", "person", "year", pl.col("event_date").str.head(4).alias("of")
    )
    linked = events.join(named, on=["register", "row"], how="inner")
    low = high - _joined(linked, ["person"])
    count = high - _joined(linked, ["person", "of"])
    return span(draft.count(("incidents",), count, "unit"), min(low, count), high)


def _events(register: Register, index: int) -> pl.DataFrame | None:
    if register.kind != "records" or not register.frame.height:
        return None
    frame = register.frame.select("row", "record", "case_id")
    if register.profile.counts in ("report", "incident"):
        event = pl.coalesce("case_id", "record")
    elif register.profile.case_id is not None:
        event = pl.col("case_id")
    else:
        return None
    chosen = frame.select(pl.lit(index, pl.Int64).alias("register"), "row", event.alias("event"))
    return chosen.drop_nulls("event")


def _joined(linked: pl.DataFrame, by: list[str]) -> int:
    """Give by how many the events shrink when those that share a person become one."""
    seen = linked.select("register", "event", *by).drop_nulls().unique()
    seen = seen.sort("register", "event", *by)
    groups = seen.group_by(by, maintain_order=True).agg(pl.struct("register", "event").alias("e"))
    groups = groups.filter(pl.col("e").list.len() > 1)
    parent: dict[tuple[int, str], tuple[int, str]] = {}

    def root(event: tuple[int, str]) -> tuple[int, str]:
        parent.setdefault(event, event)
        while parent[event] != event:
            parent[event] = parent[parent[event]]
            event = parent[event]
        return event

    shrunk = 0
    for several in groups["e"].to_list():
        events = [(int(e["register"]), str(e["event"])) for e in several]
        for event in events[1:]:
            a, b = root(events[0]), root(event)
            if a != b:
                parent[b] = a
                shrunk += 1
    return shrunk


def persons_span(draft: Draft, links: Links | None) -> dict[str, object]:
    """Give persons with the doubt of linking."""
    value = draft.ledger.cells[PERSONS].value
    doubt = links.count if links is not None else None
    low, high = (doubt.low, doubt.high) if doubt else (value, value)
    return span(Ref(PERSONS), min(low, value), max(high, value))
