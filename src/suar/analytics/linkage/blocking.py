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
NAMELESS = ("record", "figures", "month", "half")
_LONG_WORD = 5
_BITS = np.uint64(32)
_SHARES = 16


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
    Rule("sound, sex, month recorded", "sound and month", ("sound", "sex", "month")),
    Rule("sound, country, month recorded", "sound and month", ("sound", "destination", "month")),
    Rule("two sounds, month recorded", "sounds and month", ("sounds", "month")),
    Rule("year, district, half month recorded", "half", ("birth_y", "district", "half")),
    Rule(
        "year, sex, country, half month recorded", "half", ("birth_y", "sex", "destination", "half")
    ),
    Rule("district, country, half month recorded", "half", ("district", "destination", "half")),
    Rule("district, half month recorded", "half", ("district", "half")),
    Rule("day and month, half month recorded", "half", ("month_day", "half")),
    Rule("sound, year, half month recorded", "sound and half", ("sound", "birth_y", "half")),
    Rule(
        "beginning, year, half month recorded",
        "beginning and half",
        ("beginning", "birth_y", "half"),
    ),
    Rule(
        "beginning, district, half month recorded",
        "beginning and half",
        ("beginning", "district", "half"),
    ),
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
    parts = [_pairs(frame, cap) for frame, cap in blocks]
    most = max((int(p[-1]) for p in parts if len(p)), default=0)
    left, right = [np.zeros(0, np.uint32)], [np.zeros(0, np.uint32)]
    # a share of the left records at a time: all at once would take three times their memory
    edges = [most // _SHARES * share for share in range(1, _SHARES)]
    cuts = [np.r_[0, np.searchsorted(p, np.array(edges, dtype=np.uint64)), len(p)] for p in parts]
    for share in range(_SHARES):
        own = [p[c[share] : c[share + 1]] for p, c in zip(parts, cuts, strict=True)]
        packed = np.concatenate([np.zeros(0, np.uint64), *own])
        packed.sort()
        packed = packed[np.r_[True, packed[1:] != packed[:-1]]] if len(packed) else packed
        left.append((packed >> _BITS).astype(np.uint32))
        right.append(packed.astype(np.uint32))
    return pl.DataFrame({"uid_l": np.concatenate(left), "uid_r": np.concatenate(right)})


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
        "destination",
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
        "event_half",
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
    """Give the pairs of blocks no larger than ``cap``, packed: the left record high, sorted."""
    size = blocks.group_by("block").len("n").filter(pl.col("n").is_between(2, cap))
    kept = blocks.join(size, on="block").sort("block", "uid")
    uid = kept["uid"].to_numpy().astype(np.uint64)
    block = kept["block"].to_numpy()
    first = np.flatnonzero(np.r_[True, block[1:] != block[:-1]]) if len(block) else np.zeros(0, int)
    after = kept["n"].to_numpy().astype(np.int64) - np.arange(len(uid))
    after += np.repeat(first, np.diff(np.r_[first, len(uid)]))  # of its block, itself among them
    at, parts = np.flatnonzero(after > 1), [np.zeros(0, np.uint64)]
    step = 1
    while at.size:
        parts.append(uid[at] << _BITS | uid[at + step])
        step += 1
        at = at[after[at] > step]
    packed = np.concatenate(parts)
    packed.sort()
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
    return _in_time(base, "month")


def _sound_and_month(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    return _in_time(_own_sounds(table, base), "month")


def _own_sounds(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    own = _words(table).filter(pl.col("key").str.len_chars() > 1)
    return _with_record(own.select("uid", sound=pl.col("key").hash()).unique(), base)


def _in_time(rows: pl.DataFrame, unit: str) -> pl.DataFrame:
    """Pairs of months, or of halves, that overlap: two next to each other always share one."""
    known, at = rows.filter(pl.col(f"event_{unit}").is_not_null()), pl.col(f"event_{unit}")
    return pl.concat(
        [known.with_columns(((at + turn) // 2 * 2 + turn).alias(unit)) for turn in (0, 1)]
    )


def _half(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    """One row a record and half of a month, twice: where so many are written down in a month."""
    del table
    return _in_time(base, "half")


def _sound_and_half(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    return _in_time(_own_sounds(table, base), "half")


def _beginning_and_half(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    words = _words(table).filter(pl.col("word").str.len_chars() > 2)
    found = words.select("uid", beginning=pl.col("word").str.slice(0, 3).hash()).unique()
    return _in_time(_with_record(found, base), "half")


def _sounds_and_month(table: pl.DataFrame, base: pl.DataFrame) -> pl.DataFrame:
    return _in_time(_sounds(table, base), "month")


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
    "half": _half,
    "sound and half": _sound_and_half,
    "beginning and half": _beginning_and_half,
    "sounds and month": _sounds_and_month,
    "letters": _letters,
    "beginning": _beginning,
    "figures": _figures,
}
