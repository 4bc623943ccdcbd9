"""When persons were first recorded, and what changed on the way: practice, and borders."""

import polars as pl

from suar.analytics.disclosure.ledger import Key
from suar.analytics.picture.draft import Draft
from suar.analytics.picture.gather import Gathered
from suar.analytics.registers.register import Register


def by_period(
    draft: Draft, persons: pl.DataFrame, whole: Key, prefix: str = ""
) -> dict[str, object]:
    """Count persons by month and year of their earliest record."""
    dates = persons["event_date"]
    year, month = dates.str.head(4), dates.filter(dates.str.len_chars() >= 7).str.head(7)
    years, months = _counts(year), _counts(month)
    undated = draft.count((prefix, "undated"), int(dates.null_count()), "year")
    shown_years, shown_months = [], []
    for period, count in years.items():
        ref = draft.count((prefix, "year", period), count, "year")
        shown_years.append({"period": period, "count": ref})
        inside = {m: n for m, n in months.items() if m[:4] == period}
        keys = [draft.count((prefix, "month", m), n, "month").key for m, n in inside.items()]
        keys.append(draft.hidden((prefix, "year alone", period), count - sum(inside.values())))
        draft.ledger.total(ref.key, keys)
    for period in _every_month(list(months)):
        ref = draft.count((prefix, "month", period), months.get(period, 0), "month")
        shown_months.append({"period": period, "count": ref})
    draft.ledger.total(whole, [undated.key, *((prefix, "year", p) for p in years)])
    return {"months": shown_months, "years": shown_years, "undated": undated}


def by_register(draft: Draft, gathered: Gathered) -> dict[str, object]:
    """Count each register's persons by the year of their first record in that register.

    A person of several registers stands in several rows: these never add up to the years of all,
    and the ledger holds how far they can be apart.
    """
    rows: dict[str, object] = {}
    first: dict[str, dict[str, int]] = {}
    for place, index in enumerate(gathered.linked):
        name = gathered.names[place]
        mine = gathered.records.filter(pl.col("register") == index)
        year = mine.group_by("person").agg(pl.col("event_date").min().str.head(4))["event_date"]
        counts = first[name] = _counts(year)
        refs = {p: draft.count(("year of", name, p), n, "register_year") for p, n in counts.items()}
        rows[name] = [{"period": p, "count": ref} for p, ref in refs.items()]
        undated = draft.hidden(("undated of", name), int(year.null_count()))
        draft.ledger.total(
            ("register", name, "persons"), [undated, *(r.key for r in refs.values())]
        )
    _tie_years(draft, first)
    return rows


def _tie_years(draft: Draft, first: dict[str, dict[str, int]]) -> None:
    """Whoever a year counts first is some register's of that year, and none is counted too late."""
    years = sorted({year for counts in first.values() for year in counts})
    for number, year in enumerate(years):
        of_year = [("year of", name, year) for name, counts in first.items() if year in counts]
        if ("", "year", year) in draft.ledger.cells:
            draft.ledger.at_most([("", "year", year)], of_year, name=("gap", year))
        so_far = [
            ("", "year", y) for y in years[: number + 1] if ("", "year", y) in draft.ledger.cells
        ]
        for name, counts in first.items():
            mine = [("year of", name, y) for y in years[: number + 1] if y in counts]
            if mine:
                draft.ledger.at_most(mine, so_far, name=("late", name, year))


def marks(registers: list[Register], closures: list[dict[str, object]]) -> list[dict[str, object]]:
    """Give the changes of practice that registers declare, and the closures, by date."""
    found: list[dict[str, object]] = [
        {
            "date": change.date,
            "kind": "practice",
            "register": register.name,
            "note": _both(change.note),
        }
        for register in registers
        for change in register.profile.practice_changes
    ]
    return sorted(
        [*found, *closures], key=lambda mark: (str(mark["date"]), str(mark.get("register")))
    )


def _both(note: object) -> dict[str, str]:
    """Give a note in both languages; one text may hold both, parted by a slash between blanks."""
    if isinstance(note, str):
        english, _, indonesian = note.partition(" / ")
        return {"en": english, "id": indonesian or english}
    words = dict(note) if isinstance(note, dict) else {}
    english = str(words.get("en") or words.get("id") or "")
    if english == words.get("id", english) and " / " in english:
        return _both(english)
    return {"en": english, "id": str(words.get("id") or english)}


def window(persons: pl.DataFrame) -> dict[str, str] | None:
    """Give the first and last date of the records, as written."""
    dates = persons["event_date"].drop_nulls()
    if not len(dates):
        return None
    return {"from": str(dates.min()), "to": str(dates.max())}


def _counts(values: pl.Series) -> dict[str, int]:
    counted = values.drop_nulls().value_counts(name="n").sort(values.name)
    return dict(counted.iter_rows())


def _every_month(months: list[str]) -> list[str]:
    """Fill the months between the first and the last, so that a line has no false bridge."""
    if not months:
        return []
    first, last = months[0], months[-1]
    start, stop = (int(m[:4]) * 12 + int(m[5:7]) - 1 for m in (first, last))
    if stop - start > 12 * 80:
        return months
    return [f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, stop + 1)]
