"""Which pairs may be worth comparing: many narrow rules, none of whose blocks explodes.

A rule is a combination of columns; records that agree on all of them form a block. A block larger
than the rule's cap is left out, for finer rules of the list reach into it (a register where
everybody is called Siti and born on 1 January costs no more than any other). `choosing` says which
rules these files need and how large their blocks may be.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.names import sound_key

#: Pairs a rule may make, for each record; and in any case so many.
PER_RECORD, AT_LEAST = 8, 150_000
CAPS = (2, 4, 8, 15, 30, 60, 120, 250, 500, 1000, 2000)
#: What a rule may be made of without looking at a name (`Rule.of`).
NAMELESS = ("record", "figures", "month")
_LONG_WORD = 5
_BITS = np.uint64(32)
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
    Rule("name, year recorded", "record", ("name", "event_y")),
    Rule("birth date, year recorded", "record", ("date", "event_y")),
    Rule("two sounds", "sounds", ("sounds",)),
    Rule("two sounds, year recorded", "sounds", ("sounds", "event_y")),
    Rule("two sounds, year", "sounds", ("sounds", "birth_y")),
    Rule("two sounds, district", "sounds", ("sounds", "district")),
    Rule("sound, birth date", "sound", ("sound", "date")),
    Rule("sound, year", "sound", ("sound", "birth_y")),
    Rule("sound, district", "sound", ("sound", "district")),
    Rule("sound, year, sex", "sound", ("sound", "birth_y", "sex")),
    Rule("sound, year, sex, year recorded", "sound", ("sound", "birth_y", "sex", "event_y")),
    Rule("sound, district, sex", "sound", ("sound", "district", "sex")),
    Rule("sound, district, sex, year recorded", "sound", ("sound", "district", "sex", "event_y")),
    Rule("sound, year, district", "sound", ("sound", "birth_y", "district")),
    Rule("sound, year, year recorded", "sound", ("sound", "birth_y", "event_y")),
    Rule("sound, district, year recorded", "sound", ("sound", "district", "event_y")),
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
    Rule(
        "year, district, sex, year recorded",
        "record",
        ("birth_y", "district", "sex", "event_y"),
    ),
    Rule("address", "record", ("address",)),
    Rule("name, month recorded", "month", ("name", "month")),
    Rule("year, sex, month recorded", "month", ("birth_y", "sex", "month")),
    Rule("year, district, month recorded", "month", ("birth_y", "district", "month")),
    Rule("district, sex, month recorded", "month", ("district", "sex", "month")),
    Rule("sound, month recorded", "sound and month", ("sound", "month")),
    Rule("sound, year, month recorded", "sound and month", ("sound", "birth_y", "month")),
    Rule("sound, district, month recorded", "sound and month", ("sound", "district", "month")),
    Rule("one letter off", "letters", ("letters",)),
    Rule("one letter off, birth date", "letters", ("letters", "date")),
    Rule("one letter off, year", "letters", ("letters", "birth_y")),
    Rule("one letter off, district", "letters", ("letters", "district")),
    Rule("one letter off, year, district", "letters", ("letters", "birth_y", "district")),
    Rule("beginning, year", "beginning", ("beginning", "birth_y")),
    Rule("beginning, district", "beginning", ("beginning", "district")),
    Rule("beginning, year, district", "beginning", ("beginning", "birth_y", "district")),
    Rule("one figure off", "figures", ("figures",)),
)


def candidates(table: pl.DataFrame, *, per_record: int | None = None) -> pl.DataFrame:
    """Give the pairs of every rule, each within its budget: ``uid_l < uid_r``, sorted, each once.

    For few records, where no choice is needed; `choosing` chooses among the rules for many.
    """
    budget = max(AT_LEAST, (per_record or PER_RECORD) * table.height)
    return pairs_within((blocks, _cap(blocks, budget)) for _, blocks in rule_blocks(table))


def pairs_within(blocks: Iterable[tuple[pl.DataFrame, int]]) -> pl.DataFrame:
    """Give the pairs of blocks no larger than a cap: ``uid_l < uid_r``, sorted, each once."""
    pairs = [_pairs(frame, cap) for frame, cap in blocks]
    if not pairs:
        return pl.DataFrame(schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32})
    # sorted in place: a set of a hundred million pairs would take three times their memory
    packed = np.concatenate(pairs)
    pairs.clear()
    packed.sort()
    first = np.ones(len(packed), dtype=bool)
    np.not_equal(packed[1:], packed[:-1], out=first[1:])
    packed = packed[first]
    return pl.DataFrame(
        {"uid_l": (packed >> _BITS).astype(np.uint32), "uid_r": packed.astype(np.uint32)}
    )


def rule_blocks(
    table: pl.DataFrame, rules: Sequence[Rule] = RULES
) -> Iterator[tuple[Rule, pl.DataFrame]]:
    """Give each rule with its blocks: ``uid`` and ``block``, a number of what they share."""
    base = _numbered(table)
    made: dict[str, pl.DataFrame] = {"record": base}
    for rule in rules:
        if rule.of not in made:
            made = {"record": base, rule.of: _MAKERS[rule.of](table, base)}
        blocks = _blocks(made[rule.of], rule.columns)
        if blocks.height:
            yield rule, blocks


def _numbered(table: pl.DataFrame) -> pl.DataFrame:
    """One row a record, its values as numbers: comparing them is all that blocking does."""
    smaller, larger = (f("birth_m", "birth_d") for f in (pl.min_horizontal, pl.max_horizontal))
    as_they_are = (
        "name",
        "nik",
        "passport",
        "other_id",
        "phone",
        "birth_y",
        "sex",
        "district",
        "event_y",
    )
    values = {
        **{c: pl.col(c) for c in (*as_they_are, "address", "postcode", "birth_place")},
        # Day and month in either order: offices swap them.
        "date": pl.format("{}-{}-{}", "birth_y", smaller, larger),
        "month_day": pl.format("{}-{}", smaller, larger),
    }
    return table.select(
        "uid",
        "event_month",
        *(
            pl.when(v.is_not_null()).then(v.hash(n)).alias(c)
            for n, (c, v) in enumerate(values.items())
        ),
    )


def _blocks(frame: pl.DataFrame, columns: tuple[str, ...]) -> pl.DataFrame:
    known = frame.filter(pl.all_horizontal(pl.col(c).is_not_null() for c in columns))
    block = pl.col(columns[0]) if len(columns) == 1 else pl.struct(columns).hash(1)
    return known.select("uid", block=block).unique()


def _cap(blocks: pl.DataFrame, budget: int) -> int:
    """Give the largest block with which a rule stays within its budget."""
    size = blocks.group_by("block").len("n")
    sizes = size.group_by("n").len("blocks").with_columns(pl.col("n").cast(pl.Float64))
    pairs = pl.col("blocks") * pl.col("n") * (pl.col("n") - 1) / 2
    made = dict(zip(sizes["n"], sizes.select(pairs).to_series(), strict=True))
    fits = (c for c in reversed(CAPS) if sum(p for n, p in made.items() if n <= c) <= budget)
    return next(fits, CAPS[0])


def _pairs(blocks: pl.DataFrame, cap: int) -> npt.NDArray[np.uint64]:
    size = blocks.group_by("block").len("n").filter(pl.col("n").is_between(2, cap))
    kept = blocks.join(size, on="block", how="semi")
    joined = kept.join(kept, on="block").filter(pl.col("uid") < pl.col("uid_right"))
    left, right = pl.col("uid").cast(pl.UInt64), pl.col("uid_right").cast(pl.UInt64)
    packed: npt.NDArray[np.uint64] = joined.select(left * _SHIFT + right).to_series().to_numpy()
    return packed


def _words(table: pl.DataFrame) -> pl.DataFrame:
    """One row a word: ``uid, word, key``, in the order written."""
    named = table.filter(pl.col("name").is_not_null())
    return named.select("uid", word="tokens", key="keys").explode("word", "key")


def _with_record(rows: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """Put the record's own values beside each row; ``uid`` is the record's place in ``base``."""
    return pl.concat([rows, base.drop("uid")[rows["uid"]]], how="horizontal")


def _sound(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """One row a sound: of each word, and of two neighbours written as one, in either order."""
    words = _words(table)
    own = words.filter(pl.col("key").str.len_chars() > 1).select("uid", sound=pl.col("key").hash())
    beside = words.with_columns(
        after=pl.col("word").shift(-1), same=pl.col("uid").shift(-1) == pl.col("uid")
    ).filter("same")
    distinct = beside.select("word", "after").unique()
    joined = [
        (one, two, sound_key(text))
        for one, two in distinct.iter_rows()
        for text in (one + two, two + one)
    ]
    keyed = pl.DataFrame(
        joined,
        schema=["word", "after", "key"],
        orient="row",
        schema_overrides=dict.fromkeys(("word", "after", "key"), pl.String),
    )
    both = beside.drop("key").join(keyed, on=["word", "after"])
    together = both.select("uid", sound=pl.col("key").hash())
    return _with_record(pl.concat([own, together]).unique(), base)


def _month(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """One row a record and month recorded, twice: offices write a case down weeks apart."""
    del table
    return _in_month(base.filter(pl.col("event_month").is_not_null()))


def _sound_and_month(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    own = _words(table).filter(pl.col("key").str.len_chars() > 1)
    sounds = own.select("uid", sound=pl.col("key").hash()).unique()
    return _in_month(_with_record(sounds, base).filter(pl.col("event_month").is_not_null()))


def _in_month(rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs of months that overlap, so that months next to each other always share one."""
    month = pl.col("event_month")
    pairs = [rows.with_columns(month=(month + turn) // 2 * 2 + turn) for turn in (0, 1)]
    return pl.concat(pairs)


def _sounds(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """One row a pair of different sounds."""
    keys = _words(table).filter(pl.col("key").str.len_chars() > 1).select("uid", "key").unique()
    pairs = keys.join(keys, on="uid").filter(pl.col("key") < pl.col("key_right"))
    return _with_record(pairs.select("uid", sounds=pl.struct("key", "key_right").hash()), base)


def _letters(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """One row a longer word, whole and with each letter left out."""
    words = _words(table).filter(pl.col("word").str.len_chars() >= _LONG_WORD)
    distinct = words["word"].unique()
    left_out = [(w, w[:i] + w[i + 1 :]) for w in distinct for i in range(len(w))]
    text = {"word": pl.String, "letters": pl.String}
    variants = pl.DataFrame([*left_out, *((w, w) for w in distinct)], schema=text, orient="row")
    hashed = variants.with_columns(pl.col("letters").hash())
    found = words.select("uid", "word").join(hashed, on="word").select("uid", "letters").unique()
    return _with_record(found, base)


def _beginning(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """One row a word's beginning."""
    words = _words(table).filter(pl.col("word").str.len_chars() > 3)
    found = words.select("uid", beginning=pl.col("word").str.slice(0, 4).hash()).unique()
    return _with_record(found, base)


def _figures(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """One row a NIK or passport with a figure left out: one wrong or two swapped still meet."""
    del base
    parts, number = [], pl.col("number")
    for column, figures in (("nik", 16), ("passport", 8)):
        known = table.filter(pl.col(column).is_not_null()).select("uid", number=column)
        for at in range(figures):
            left = pl.concat_str(number.str.slice(0, at), number.str.slice(at + 1))
            parts.append(known.select("uid", figures=left.hash(figures)))
    return pl.concat(parts)


_MAKERS: dict[str, Callable[[pl.DataFrame, pl.DataFrame], pl.DataFrame]] = {
    "sound": _sound,
    "sounds": _sounds,
    "month": _month,
    "sound and month": _sound_and_month,
    "letters": _letters,
    "beginning": _beginning,
    "figures": _figures,
}
