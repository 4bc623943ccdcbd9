"""Which pairs are worth comparing: many narrow rules, each held to a budget, none that explodes.

A rule is a combination of columns; records that agree on all of them form a block. A block larger
than the rule's cap is left out, for finer rules of the list reach into it (a register where
everybody is called Siti and born on 1 January costs no more than any other). The cap is the largest
with which the rule's pairs stay within its share of the budget, so the number of pairs grows with
the number of records and not with its square.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from suar.analytics.linkage.names import sound_key

#: Pairs a rule may make, for each record; and in any case so many.
PER_RECORD, AT_LEAST = 8, 150_000
_CAPS = (2000, 1000, 500, 250, 120, 60, 30, 15, 8, 4, 2)
_LONG_WORD = 5
_SHIFT = 1 << 32


@dataclass(frozen=True)
class Rule:
    """Columns that a block shares. ``of``: the table they stand in, one row a record or more."""

    name: str
    of: str
    columns: tuple[str, ...]


RULES = (
    Rule("nik", "record", ("nik",)),
    Rule("passport", "record", ("passport",)),
    Rule("other id", "record", ("other_id",)),
    Rule("phone", "record", ("phone",)),
    Rule("name", "record", ("name",)),
    Rule("birth date", "record", ("date",)),
    Rule("two sounds", "sounds", ("sounds",)),
    Rule("two sounds, year", "sounds", ("sounds", "birth_y")),
    Rule("two sounds, district", "sounds", ("sounds", "district")),
    Rule("sound, birth date", "sound", ("sound", "date")),
    Rule("sound, year", "sound", ("sound", "birth_y")),
    Rule("sound, district", "sound", ("sound", "district")),
    Rule("sound, year, district", "sound", ("sound", "birth_y", "district")),
    Rule("sound, day and month", "sound", ("sound", "month_day")),
    Rule("sound, address", "sound", ("sound", "address")),
    Rule("sound, postcode", "sound", ("sound", "postcode")),
    Rule("sound, birth place", "sound", ("sound", "birth_place")),
    Rule("sound", "sound", ("sound",)),
    Rule("birth date, district", "record", ("date", "district")),
    Rule("birth date, sex", "record", ("date", "sex")),
    Rule("birth date, postcode", "record", ("date", "postcode")),
    Rule("day and month, district", "record", ("month_day", "district")),
    Rule("year, district, sex", "record", ("birth_y", "district", "sex")),
    Rule("address", "record", ("address",)),
    Rule("one letter off", "letters", ("letters",)),
    Rule("one letter off, year", "letters", ("letters", "birth_y")),
    Rule("one letter off, district", "letters", ("letters", "district")),
    Rule("beginning, year", "beginning", ("beginning", "birth_y")),
    Rule("beginning, district", "beginning", ("beginning", "district")),
    Rule("beginning, year, district", "beginning", ("beginning", "birth_y", "district")),
    Rule("one figure off", "figures", ("figures",)),
)


def candidates(table: pl.DataFrame, *, per_record: int = PER_RECORD) -> pl.DataFrame:
    """Give the pairs to compare: ``uid_l < uid_r``, sorted, each once."""
    budget = max(AT_LEAST, per_record * table.height)
    pairs = [_pairs(blocks, budget) for _, blocks in rule_blocks(table)]
    if not pairs:
        return pl.DataFrame(schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32})
    packed = pl.concat(pairs).unique().sort("pair")
    return packed.select(
        uid_l=(pl.col("pair") // _SHIFT).cast(pl.UInt32),
        uid_r=(pl.col("pair") % _SHIFT).cast(pl.UInt32),
    )


def rule_blocks(table: pl.DataFrame) -> Iterator[tuple[Rule, pl.DataFrame]]:
    """Give each rule with its blocks: ``uid`` and ``block``, a hash of what they share."""
    base = table.select(
        "uid", "name", "nik", "passport", "other_id", "phone", "birth_y", "sex", "district",
        "address", "postcode", "birth_place", "tokens", "keys",
        # Day and month in either order: offices swap them.
        date=pl.format("{}-{}-{}", "birth_y", pl.min_horizontal("birth_m", "birth_d"), pl.max_horizontal("birth_m", "birth_d")),
        month_day=pl.format("{}-{}", pl.min_horizontal("birth_m", "birth_d"), pl.max_horizontal("birth_m", "birth_d")),
    )  # fmt: skip
    made: dict[str, pl.DataFrame] = {"record": base}
    for rule in RULES:
        if rule.of not in made:
            made = {"record": base, rule.of: _MAKERS[rule.of](base)}
        blocks = _blocks(made[rule.of], rule.columns)
        if blocks.height:
            yield rule, blocks


def _blocks(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    known = frame.filter(pl.all_horizontal(pl.col(c).is_not_null() for c in columns))
    return known.select("uid", block=pl.struct(columns).hash(1)).unique()


def _pairs(blocks: pl.DataFrame, budget: int) -> pl.DataFrame:
    sized = blocks.with_columns(n=pl.len().over("block")).filter(pl.col("n") > 1)
    sizes = sized.group_by("n").len().select("n", pairs=pl.col("len") * (pl.col("n") - 1) / 2)
    cap = _CAPS[-1]
    for tried in _CAPS:
        if (sizes.filter(pl.col("n") <= tried)["pairs"].sum() or 0) <= budget:
            cap = tried
            break
    kept = sized.filter(pl.col("n") <= cap).select("uid", "block")
    joined = kept.join(kept, on="block").filter(pl.col("uid") < pl.col("uid_right"))
    left, right = pl.col("uid").cast(pl.UInt64), pl.col("uid_right").cast(pl.UInt64)
    return joined.select(pair=left * _SHIFT + right).unique()


_KEPT = ("uid", "date", "month_day", "birth_y", "district", "address", "postcode", "birth_place")


def _sound(base: pl.DataFrame) -> pl.DataFrame:
    """One row a sound: of each word, and of two neighbours written as one."""
    neighbours = base.select("tokens").unique()
    joined = {
        tuple(tokens): [sound_key(a + b) for a, b in zip(tokens, tokens[1:], strict=False)]
        for tokens in neighbours["tokens"].drop_nulls().to_list()
    }
    both = pl.Series(
        [
            None if tokens is None else sorted({*keys, *joined[tuple(tokens)]})
            for tokens, keys in zip(base["tokens"].to_list(), base["keys"].to_list(), strict=True)
        ],
        dtype=pl.List(pl.String),
    )
    exploded = base.select(*_KEPT).with_columns(sound=both).explode("sound")
    return exploded.filter(pl.col("sound").str.len_chars() > 1)


def _sounds(base: pl.DataFrame) -> pl.DataFrame:
    """One row a pair of different sounds."""
    return _mapped(base, "keys", "sounds", _two)


def _two(keys: tuple[str, ...]) -> list[str]:
    long = sorted({k for k in keys if len(k) > 1})
    return [f"{a}|{b}" for a, b in combinations(long, 2)]


def _letters(base: pl.DataFrame) -> pl.DataFrame:
    """One row a word, whole and with each letter left out."""
    return _mapped(base, "tokens", "letters", _left_out)


def _left_out(tokens: tuple[str, ...]) -> list[str]:
    found = {t for t in tokens if len(t) >= _LONG_WORD}
    found |= {t[:i] + t[i + 1 :] for t in found for i in range(len(t))}
    return sorted(found)


def _beginning(base: pl.DataFrame) -> pl.DataFrame:
    """One row a word's beginning."""
    return _mapped(
        base, "tokens", "beginning", lambda ts: sorted({t[:4] for t in ts if len(t) > 3})
    )


def _figures(base: pl.DataFrame) -> pl.DataFrame:
    """One row a NIK or passport with a figure left out, so that one wrong figure still meets."""
    parts = []
    for column in ("nik", "passport"):
        known = base.filter(pl.col(column).is_not_null()).select("uid", number=column)
        left_out = [
            pl.concat_str(pl.lit(f"{column}{at}:"), pl.col("number").str.slice(0, at), pl.col("number").str.slice(at + 1))
            for at in range(16 if column == "nik" else 8)
        ]  # fmt: skip
        parts.append(known.select("uid", figures=pl.concat_list(left_out)).explode("figures"))
    return pl.concat(parts)


def _mapped(
    base: pl.DataFrame, column: str, name: str, make: Callable[[tuple[str, ...]], list[str]]
) -> pl.DataFrame:
    known = base.filter(pl.col(column).is_not_null()).select(*_KEPT, column)
    distinct = known.select(column).unique(maintain_order=True)
    values = pl.Series(
        [make(tuple(v)) for v in distinct[column].to_list()], dtype=pl.List(pl.String)
    )
    joined = known.join(distinct.with_columns(values.alias(name)), on=column, how="left")
    return joined.select(*_KEPT, name).explode(name).drop_nulls(name)


_MAKERS: dict[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "sound": _sound,
    "sounds": _sounds,
    "letters": _letters,
    "beginning": _beginning,
    "figures": _figures,
}
