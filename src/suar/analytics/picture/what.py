"""What persons went through: by purpose, sector, sex, age, channel, origin, destination; corridors.

The denominator is always the persons of whom anything is known: blank means not asked.
"""

import polars as pl

from suar.analytics.disclosure.ledger import Key
from suar.analytics.picture.draft import Draft
from suar.analytics.picture.words import code_label, code_order, field_label
from suar.analytics.registers.schema import MULTI_CODES
from suar.knowledge.rules.disclosure import Policy

FIELDS = (
    "purpose", "sector", "sex", "age_band", "recruitment_channel", "origin", "destination",
)  # fmt: skip


def breakdowns(
    draft: Draft, persons: pl.DataFrame, whole: Key, prefix: str = ""
) -> list[dict[str, object]]:
    """Count persons by the codes of each list that anybody answered."""
    found = []
    for field in FIELDS:
        multi = field in MULTI_CODES
        answers = _answers(persons, field)
        if not answers.height:
            continue
        known = int(answers["person"].n_unique())
        counts = dict(answers.group_by(field).len().sort(field).iter_rows())
        known_ref = draft.count((prefix, field, "known"), known, "known")
        blank = draft.hidden((prefix, field, "not known"), draft.ledger.cells[whole].value - known)
        draft.ledger.total(whole, [known_ref.key, blank])
        codes = sorted(counts, key=lambda code, field=field: code_order(field, code))  # type: ignore[misc]
        refs = {c: draft.count((prefix, field, "code", c), counts[c], "share") for c in codes}
        _tie(draft, known_ref.key, [ref.key for ref in refs.values()], multi=multi)
        found.append(
            {
                "field": field,
                "label": field_label(field),
                "known": known_ref,
                "multi": multi,
                "shares": [
                    {"code": c, "label": code_label(field, c), "count": refs[c]} for c in codes
                ],
                "withheld": 0,
            }
        )
    return found


def _answers(persons: pl.DataFrame, field: str) -> pl.DataFrame:
    chosen = persons.select("person", field)
    if field in MULTI_CODES:
        chosen = chosen.explode(field)
    return chosen.drop_nulls(field)


def _tie(draft: Draft, known: Key, codes: list[Key], *, multi: bool) -> None:
    """One answer each: the codes add up. Several: each leaves a rest, and none is unanswered."""
    if not multi:
        draft.ledger.total(known, codes)
        return
    everybody = draft.ledger.cells[known].value
    for key in codes:
        rest = draft.hidden((*key, "others"), everybody - draft.ledger.cells[key].value)
        draft.ledger.total(known, [key, rest])
    draft.ledger.at_most([known], codes, name=(*known, "several"))


def corridors(
    draft: Draft, persons: pl.DataFrame, policy: Policy, prefix: str = ""
) -> dict[str, object] | None:
    """Count persons taken from one country to another; a delay leaves the newest out."""
    known = persons.filter(pl.col("destination").is_not_null())
    if not known.height:
        return None
    newest = persons["event_date"].drop_nulls().max()
    recent = _recent(known, str(newest) if newest else "", policy.delay_months)
    pairs = (
        known.with_columns(recent.alias("recent")).group_by("origin", "destination", "recent").len()
    )
    pairs = pairs.sort("origin", "destination", "recent", nulls_last=True)
    shown, inside = [], 0
    leaves: list[tuple[str | None, str, Key]] = []
    home: list[Key] = []
    for origin, destination, late, count in pairs.iter_rows():
        key: Key = (prefix, "corridor", origin or "", destination, int(late))
        leaves.append((origin, destination, key))
        if late or origin is None or origin == destination:
            draft.hidden(key, count)
        else:
            label = _corridor_label(origin, destination)
            ref = draft.count(key, count, "corridor")
            shown.append(
                {"origin": origin, "destination": destination, "label": label, "count": ref}
            )
        if not late and origin == destination:
            home.append(key)
            inside += count
    within = draft.count((prefix, "corridors", "inside"), inside, "known")
    draft.ledger.total(within.key, home)
    _tie_corridors(draft, persons, leaves, prefix)
    counted = known.filter(~recent)
    all_known = draft.count((prefix, "corridors", "known"), counted.height, "known")
    draft.ledger.total(all_known.key, [key for _, _, key in leaves if not key[-1]])
    return {"shown": shown, "inside": within, "withheld": 0, "known": all_known}


def _recent(known: pl.DataFrame, newest: str, months: int) -> pl.Series:
    """Tell who is too recent; a date by year alone counts as that year's last month."""
    if not months or len(newest) < 4:
        return pl.Series([False]).new_from_index(0, known.height)
    month = int(newest[5:7]) if len(newest) >= 7 else 12
    last = int(newest[:4]) * 12 + month - 1 - months
    border = f"{last // 12:04d}-{last % 12 + 1:02d}"
    date = known["event_date"].fill_null("9999")
    whole = pl.select(
        pl.when(date.str.len_chars() >= 7)
        .then(date.str.head(7))
        .otherwise(date.str.head(4) + "-12")
    ).to_series()
    return whole > border


def _tie_corridors(
    draft: Draft, persons: pl.DataFrame, leaves: list[tuple[str | None, str, Key]], prefix: str
) -> None:
    """A destination's persons are those of its corridors; an origin's, those and the unknown."""
    for destination in dict.fromkeys(d for _, d, _ in leaves):
        keys = [key for _, d, key in leaves if d == destination]
        draft.ledger.total((prefix, "destination", "code", destination), keys)
    nowhere = persons.filter(pl.col("destination").is_null() & pl.col("origin").is_not_null())
    lost = dict(nowhere.group_by("origin").len().iter_rows())
    for origin in sorted({o for o, _, _ in leaves if o} | set(lost)):
        keys = [key for o, _, key in leaves if o == origin]
        keys.append(draft.hidden((prefix, "nowhere", origin), lost.get(origin, 0)))
        draft.ledger.total((prefix, "origin", "code", origin), keys)


def _corridor_label(origin: str, destination: str) -> dict[str, str]:
    start, end = code_label("origin", origin), code_label("destination", destination)
    return {"en": f"{start['en']} to {end['en']}", "id": f"{start['id']} ke {end['id']}"}
