"""Records with names: what of them is counted, and evidence on a few of them as if on all.

Evidence on a pair depends on how rare its values are among *all* records. An index keeps the counts
apart from the records, so a handful can be weighed as they would be in the midst of all others.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage import words
from suar.analytics.linkage.comparisons import COMPARISONS
from suar.analytics.linkage.evidence import NUMBERS, Pairs
from suar.analytics.linkage.later.levels import levels
from suar.analytics.linkage.later.tally import Tallies, counts_of, key, key_of
from suar.analytics.linkage.names import sound_key

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
#: Names under one number from which on it is an office's (`evidence`).
_NAMES_A_NUMBER = 3
#: Groups among whose records a word may be common or rare: all, a sex, a province, both.
_GROUPS: tuple[tuple[str, ...], ...] = ((), ("sex",), ("province",), ("sex", "province"))


def counted(table: pl.DataFrame, fields: Sequence[str], before: Tallies) -> pl.DataFrame:
    """Count everything of a prepared table whose rarity matters: ``key``, ``n``.

    ``before`` is what was counted earlier: a name is counted under a number once only.
    """
    own = table.with_columns(province=pl.col("district").str.slice(0, 2))
    given = _words(own, "tokens", "keys")
    fathers = own.with_columns(pl.col("father").str.split(" "))
    return pl.concat(
        [
            *_of_words(given, "w", grouped=True),
            *_of_words(_words(fathers, "father", None), "father w", grouped=False),
            *(part for f in fields if f in COMPARISONS for part in _of_values(table, f, before)),
        ]
    ).cast({"n": pl.Int64})


def _words(table: pl.DataFrame, column: str, keys: str | None) -> pl.DataFrame:
    """One row a word that is compared: the record, where it stands, the word and its sound."""
    most = words._MOST
    named = table.filter(pl.col(column).list.len() > 0)
    sounds = pl.col(keys) if keys else pl.col(column).list.eval(_sounded(pl.element()))
    return named.select(
        "uid", "sex", "province",
        word=pl.col(column).list.head(most), sound=sounds.list.head(most),
    ).explode("word", "sound").with_columns(first=pl.col("word").str.slice(0, 1))  # fmt: skip


def _sounded(element: pl.Expr) -> pl.Expr:
    return element.map_elements(sound_key, return_dtype=pl.String)


def _of_words(rows: pl.DataFrame, tag: str, *, grouped: bool) -> list[pl.DataFrame]:
    found = []
    records = rows.unique("uid")
    for group in _GROUPS if grouped else _GROUPS[:1]:
        known = [pl.col(c).is_not_null() for c in group]
        own, of = (f.filter(known) if known else f for f in (rows, records))
        columns = [pl.col(c) for c in group]
        name = f"{tag} {' '.join(group)}"
        found += [
            counts_of(own.select(key(f"{name} word", *columns, pl.col("word"))).to_series()),
            counts_of(own.select(key(f"{name} sound", *columns, pl.col("sound"))).to_series()),
            counts_of(of.select(key(f"{name} size", *columns)).to_series())
            if columns
            else pl.DataFrame({"key": key_of(f"{name} size", 0), "n": [records.height]}),
        ]
    found.append(counts_of(rows.select(key(f"{tag} first", pl.col("first"))).to_series()))
    light = rows.select("uid", "word")
    both = light.join(light, on="uid").filter(pl.col("word") < pl.col("word_right"))
    pairs = both.select(key(f"{tag} pair", pl.col("word"), pl.col("word_right"))).to_series()
    found.append(counts_of(pairs))
    return [f.cast({"n": pl.Int64}) for f in found]


def _of_values(table: pl.DataFrame, field: str, before: Tallies) -> list[pl.DataFrame]:
    if field not in NUMBERS and not COMPARISONS[field].rare:
        return []
    known = table.filter(pl.col(field).is_not_null())
    height = pl.DataFrame({"key": key_of(f"known {field}", 0), "n": [known.height]})
    values = [height.cast({"n": pl.Int64})]
    if field not in NUMBERS:
        made = known.select(key(f"value {field}", pl.col(field))).to_series()
        return [*values, counts_of(made).cast({"n": pl.Int64})]
    named = known.select(
        value=key(f"names {field}", pl.col(field)),
        pair=key(f"named {field}", pl.col(field), pl.col("name").fill_null("")),
    ).unique("pair")
    fresh = named.filter(pl.Series(before.count(named["pair"].to_numpy()) == 0))
    for column in ("value", "pair"):
        values.append(counts_of(fresh[column]).cast({"n": pl.Int64}))
    return values


class PlainWitness:
    """A few records of an index, weighed as they are among all; `evidence.Hears`."""

    def __init__(self, table: pl.DataFrame, fields: Sequence[str], tallies: Tallies) -> None:
        self.table = table
        self.fields = list(fields)
        own = table.with_columns(province=pl.col("district").str.slice(0, 2))
        self.names = KnownWords(own, tallies, tag="w")
        fathers = own.with_columns(
            tokens=pl.col("father").str.split(" "),
            keys=pl.col("father").str.split(" ").list.eval(_sounded(pl.element())),
        )
        self.fathers = KnownWords(fathers, tallies, tag="father w")
        self._chance = {
            f: _chance(table, f, tallies)
            for f in self.fields
            if f in NUMBERS or COMPARISONS[f].rare
        }

    def hear(self, pairs: pl.DataFrame) -> Pairs:
        """Give the evidence on ``pairs`` (``uid_l < uid_r``, sorted)."""
        found = levels(self.table, pairs, self.fields)
        left, right = (pairs[c].to_numpy().astype(np.int64) for c in ("uid_l", "uid_r"))
        return Pairs(
            left,
            right,
            found,
            self.names.compare(left, right),
            self.fathers.compare(left, right),
            {f: chance[left] for f, chance in self._chance.items()},
        )


class KnownWords(words.Words):
    """The words of a few names, as rare as they are in all records of an index."""

    def __init__(self, table: pl.DataFrame, tallies: Tallies, *, tag: str) -> None:
        self._who, self._tallies, self._tag = table.select("sex", "province"), tallies, tag
        lists, keys = table["tokens"].to_list(), table["keys"].to_list()
        self._heard: dict[str, str] = {}
        for tokens, own in zip(lists, keys, strict=True):
            for token, sound in zip(tokens or (), own or (), strict=False):
                self._heard.setdefault(token, sound)
        grouped = tag == "w"
        super().__init__(
            lists,
            keys,
            sex=_numbered(table["sex"]) if grouped else None,
            province=_numbered(table["province"]) if grouped else None,
        )

    def _bits(self) -> None:
        named = max(1, self._tallies.one(key_of(f"{self._tag}  size", 0)))
        at = np.nonzero(self._token >= 0)
        spoken = self.words[self._token[at]]
        flat = self._who[at[0]].with_columns(
            word=pl.Series(spoken.tolist(), dtype=pl.String),
            sound=pl.Series([self._heard[w] for w in spoken], dtype=pl.String),
        )
        flat = flat.with_columns(first=pl.col("word").str.slice(0, 1))
        groups = _GROUPS if self._tag == "w" else _GROUPS[:1] * 4
        for what in ("word", "sound"):
            bits = np.stack([self._rare(flat, what, g, named) for g in groups])
            spread = np.zeros((len(groups), *self._token.shape), dtype=np.float32)
            spread[:, at[0], at[1]] = bits
            setattr(self, f"_{what}_bits", spread)
        first = self._count(flat, "first", pl.col("first"))
        self._first_bits = np.zeros(self._token.shape, dtype=np.float32)
        self._first_bits[at] = _bits(_everywhere(first, named), named)
        self._pair_keys, self._pair_bits = self._together_rare(named)

    def _count(self, flat: pl.DataFrame, what: str, *columns: pl.Expr) -> Longs:
        made = flat.select(key(f"{self._tag} {what}", *columns)).to_series()
        return self._tallies.count(made.to_numpy())

    def _rare(
        self, flat: pl.DataFrame, what: str, group: Sequence[str], named: int
    ) -> npt.NDArray[np.float32]:
        """How rare each word is among the records of its group, as `words` reckons it."""
        share = _everywhere(self._count(flat, f" {what}", pl.col(what)), named)
        if group:
            columns, tag = [pl.col(c) for c in group], " ".join(group)
            here = self._count(flat, f"{tag} {what}", *columns, pl.col(what))
            size = self._count(flat, f"{tag} size", *columns)
            lent = words._LENT
            inside = (np.maximum(here - words._OWN, 0.0) + lent * share) / (size + lent)
            known = flat.select(pl.all_horizontal(c.is_not_null() for c in columns))
            share = np.where(known.to_series().to_numpy(), inside, share)
        return _bits(share, named)

    def _together_rare(self, named: int) -> tuple[Longs, Floats]:
        most, width = self._token.shape[1], len(self.words)
        found = []
        for i in range(most):
            for j in range(i + 1, most):
                one, two = self._token[:, i].astype(np.int64), self._token[:, j].astype(np.int64)
                both = (one >= 0) & (two >= 0)
                found.append((np.minimum(one, two) * width + np.maximum(one, two))[both])
        pairs = np.unique(np.concatenate(found))
        spelt = [self.words[pairs // max(width, 1)], self.words[pairs % max(width, 1)]]
        texts = np.sort(np.stack(spelt), axis=0)
        flat = pl.DataFrame({"a": texts[0].tolist(), "b": texts[1].tolist()}, schema=_TWO)
        own = words._OWN_RECORDS
        count = self._count(flat, "pair", pl.col("a"), pl.col("b"))
        often = count > own
        return pairs[often], -np.log2((count[often] - own) / named)


_TWO = {"a": pl.String, "b": pl.String}


def _everywhere(count: Longs, named: int) -> Floats:
    share: Floats = np.maximum(count - words._OWN, 0.5) / named
    return share


def _bits(share: Floats, named: int) -> npt.NDArray[np.float32]:
    bits: npt.NDArray[np.float32] = -np.log2(np.clip(share, 0.5 / named, 1.0)).astype(np.float32)
    return bits


def _numbered(values: pl.Series) -> npt.NDArray[np.int32]:
    number: npt.NDArray[np.int32] = (
        (values.rank("dense").cast(pl.Int32) - 1).fill_null(-1).to_numpy()
    )
    return number


def _chance(table: pl.DataFrame, field: str, tallies: Tallies) -> Floats:
    """How likely another person's record holds this record's value (`evidence`)."""
    n = max(1, tallies.one(key_of(f"known {field}", 0)))
    kind = "names" if field in NUMBERS else "value"
    held = tallies.count(table.select(key(f"{kind} {field}", pl.col(field))).to_series().to_numpy())
    known = table[field].is_not_null().to_numpy()
    if field in NUMBERS:
        return np.where(known, np.maximum(held - _NAMES_A_NUMBER, 0.0) / n, 0.0)
    return np.where(known, held / n, 1.0)
