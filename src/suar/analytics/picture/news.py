"""What is new: the codes and corridors whose share rose most, within one practice of recording."""

from itertools import pairwise
from math import sqrt

import polars as pl

from suar.analytics.disclosure.ledger import Key
from suar.analytics.picture.document import Label
from suar.analytics.picture.draft import Draft
from suar.analytics.picture.words import code_label
from suar.analytics.registers.schema import MULTI_CODES
from suar.knowledge.rules.disclosure import Policy, is_small

_FIELDS = ("purpose", "sector", "recruitment_channel", "corridor")
_ENOUGH = 100  # answers in each half; below, a share is mostly chance
_MOST = 6
_CERTAIN = 3.0  # standard errors of the difference of two shares


def stretch(persons: pl.DataFrame, breaks: list[str]) -> tuple[str, str, str] | None:
    """Give first, middle and last month of the longest time without a change of practice."""
    dates = persons["event_date"].drop_nulls()
    months = dates.filter(dates.str.len_chars() >= 7).str.head(7)
    if not len(months):
        return None
    first, last = _number(str(months.min())), _number(str(months.max()))
    cuts = sorted({first, last + 1, *(n for b in breaks if first < (n := _number(b)) <= last)})
    start, stop = max(pairwise(cuts), key=lambda part: part[1] - part[0])
    if stop - start < 6:
        return None
    return _month(start), _month((start + stop) // 2), _month(stop - 1)


def news(
    draft: Draft, persons: pl.DataFrame, breaks: list[str], policy: Policy, prefix: str = ""
) -> tuple[list[dict[str, object]], dict[str, str] | None]:
    """Compare the two halves of the longest time without a change of practice.

    Only rises beyond chance are told, and only where neither half's count is small.
    """
    halves = stretch(persons, breaks)
    if halves is None:
        return [], None
    first, middle, last = halves
    month = pl.col("event_date").str.head(7)
    dated = persons.filter(
        (pl.col("event_date").str.len_chars() >= 7) & (month >= first) & (month <= last)
    ).with_columns((month >= middle).alias("later"), _corridor())
    asked = _FIELDS[:-1] if policy.delay_months else _FIELDS  # corridors are told late
    found = [rise for field in asked for rise in _rises(dated, field)]
    found = [r for r in found if not is_small(r[3], policy) and not is_small(r[4], policy)]
    found.sort(key=lambda r: (r[1] - r[2], r[0], r[5]))
    told = [_tell(draft, rise, prefix) for rise in found[:_MOST]]
    return told, {"from": first, "middle": middle, "to": last}


def _corridor() -> pl.Expr:
    abroad = pl.col("origin") != pl.col("destination")
    return pl.when(abroad).then(pl.col("origin") + ">" + pl.col("destination")).alias("corridor")


_Rise = tuple[str, float, float, int, int, str]  # field, before, after, count before, after, code


def _rises(dated: pl.DataFrame, field: str) -> list[_Rise]:
    answers = dated.select("person", "later", field)
    answers = (answers.explode(field) if field in MULTI_CODES else answers).drop_nulls(field)
    known = dict(answers.group_by("later").agg(pl.col("person").n_unique()).iter_rows())
    before, after = known.get(False, 0), known.get(True, 0)
    if min(before, after) < _ENOUGH:
        return []
    counts = {(c, late): n for c, late, n in answers.group_by(field, "later").len().iter_rows()}
    rises: list[_Rise] = []
    for code in sorted({code for code, _ in counts}):
        a, b = counts.get((code, False), 0), counts.get((code, True), 0)
        share_a, share_b, pooled = a / before, b / after, (a + b) / (before + after)
        error = sqrt(pooled * (1 - pooled) * (1 / before + 1 / after))
        if error and (share_b - share_a) / error > _CERTAIN:
            rises.append((field, share_a, share_b, a, b, code))
    return rises


def _tell(draft: Draft, rise: _Rise, prefix: str) -> dict[str, object]:
    field, before, after, count_before, count_after, code = rise
    ref = draft.count((prefix, "news", field, code), count_after, "share")
    draft.hidden((prefix, "news before", field, code), count_before)
    _tie(draft, rise, prefix)
    if field == "corridor":
        start, end = (code_label("origin", part) for part in code.split(">"))
        label: Label = {
            "en": f"{start['en']} to {end['en']}",
            "id": f"{start['id']} ke {end['id']}",
        }
    else:
        label = code_label(field, code)
    return {
        "field": field,
        "code": code,
        "label": label,
        "share_before": round(before, 2),
        "share_after": round(after, 2),
        "count_after": ref,
    }


def _tie(draft: Draft, rise: _Rise, prefix: str) -> None:
    """All persons with the code are those before, those after, and those outside the two halves."""
    field, code = rise[0], rise[5]
    whole: list[Key] = [(prefix, field, "code", code)]
    if field == "corridor":
        start, _, end = code.partition(">")
        whole = [
            k for late in (0, 1) if (k := (prefix, field, start, end, late)) in draft.ledger.cells
        ]
    halves = [(prefix, "news before", field, code), (prefix, "news", field, code)]
    outside = sum(draft.ledger.cells[k].value for k in whole) - rise[3] - rise[4]
    draft.ledger.balance(
        whole, [*halves, draft.hidden((prefix, "news outside", field, code), outside)]
    )


def _number(date: str) -> int:
    return int(date[:4]) * 12 + (int(date[5:7]) if len(date) >= 7 else 1) - 1


def _month(number: int) -> str:
    return f"{number // 12:04d}-{number % 12 + 1:02d}"
