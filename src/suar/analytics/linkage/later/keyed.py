"""Records without names: key files beside keys known from an earlier run."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.evidence import Hears
from suar.analytics.linkage.keys import opening
from suar.analytics.linkage.keys.bloom import as_text, from_text
from suar.analytics.linkage.keys.levels import Compared, first_word
from suar.analytics.linkage.keys.likeness import Likeness, least_bin
from suar.analytics.linkage.keys.schema import FILTERS, NUMBERS
from suar.analytics.linkage.keys.witness import KeyWitness
from suar.analytics.linkage.later import likenesses
from suar.analytics.linkage.later.part import Part
from suar.analytics.linkage.later.tally import Tallies, counts_of, key, key_of
from suar.analytics.linkage.prepare import Prepared
from suar.analytics.registers.register import Register
from suar.knowledge.refusal import Refusal

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Arrays = Mapping[str, npt.NDArray[Any]]
_COLUMNS = (
    *(f"k_{n}" for n in NUMBERS),
    *(f"k_{n}_near" for n in NUMBERS),
    "k_place_day",
    "k_tokens",
)


class KeySide:
    """Records without names."""

    kind: str = "keys"
    order: Sequence[str] = opening.ORDER
    #: As `keys.candidates` allows itself, for a record and in all.
    each, at_least = 60, 600_000

    def __init__(self, fields: Sequence[str], settings: dict[str, Any]) -> None:
        self._fields, self._told = fields, settings["keys"]
        self._cuts = {f: np.array(settings["likeness"][f]) for f in likenesses.FIELDS}
        self._even = {f: np.array(settings["likeness"][f"{f} even"]) for f in likenesses.FIELDS}
        self._share = float(settings["likeness"]["share"])

    def prepared(self, registers: Sequence[Register]) -> pl.DataFrame:
        """Make new keys comparable, if they are this project's."""
        for register in registers:
            if register.kind != "keys":
                raise Refusal(
                    "holds names, and the index holds keys: the two cannot be compared",
                    file=register.path,
                    remedy="Turn it into keys with `suar key` under the same secret.",
                )
            if any(register.key_info.get(what) != self._told[what] for what in opening.COMMON):
                raise Refusal(
                    "holds keys of another project, or of another kind of persons, than the index",
                    file=register.path, remedy="Ask an index made from keys like these.",
                )  # fmt: skip
        opened = opening.open_keys(registers)
        return whole(opened)

    def blocks(self, table: pl.DataFrame) -> Iterable[tuple[str, pl.DataFrame]]:
        """Give the blocks of every column of tokens."""
        for column in _COLUMNS:
            own = table.select("uid", block=pl.col(column).str.split(" ")).explode("block")
            yield column, own.drop_nulls().unique().with_columns(pl.col("block").hash(1))

    def counted(self, table: pl.DataFrame, before: Tallies) -> pl.DataFrame:
        """Count under how many names each number stands."""
        named = table.with_columns(
            _name=pl.Series(first_word(from_text(table["f_name"].to_list(), _words("name"))))
        )
        found = [pl.DataFrame(schema={"key": pl.UInt64, "n": pl.Int64})]
        for field in (f for f in NUMBERS if f in self._fields):
            known = named.filter(pl.col(f"k_{field}").is_not_null())
            pairs = known.select(
                value=key(f"names {field}", pl.col(f"k_{field}")),
                pair=key(f"named {field}", pl.col(f"k_{field}"), pl.col("_name")),
            ).unique("pair")
            fresh = pairs.filter(pl.Series(before.count(pairs["pair"].to_numpy()) == 0))
            found.append(pl.DataFrame({"key": key_of(f"known {field}", 0), "n": [known.height]}))
            found += [counts_of(fresh[column]).cast({"n": pl.Int64}) for column in fresh.columns]
        return pl.concat(found)

    def arrays(self, table: pl.DataFrame, parts: Sequence[Part]) -> Arrays:
        """Tally likeness of new names to all others."""
        return likenesses.of_new(table, parts, self._cuts)

    def alike(self, new: Part, parts: Sequence[Part]) -> Longs:
        """Give pairs that nothing but the likeness of names brings up: (pairs, 2)."""
        return likenesses.alike(new, parts, least_bin(self._cuts["name"]))

    def witness(self, table: pl.DataFrame, parts: Sequence[Part]) -> Hears:
        """Give evidence on a few records, as it is among all."""
        numbers = table["_number"].to_numpy()
        filters = {f: from_text(table[f"f_{f}"].to_list(), _words(f)) for f in FILTERS}
        name, father = (
            Likeness.kept(
                filters[f],
                self._cuts[f],
                likenesses.counted(table, numbers, parts, f),
                share=self._share,
                even=self._even[f],
            )
            for f in likenesses.FIELDS
        )
        tallies = Tallies([p.tally for p in parts])
        return KeyedWitness(
            table, (name, father), self._fields, opening.read_cuts(self._told), tallies
        )


class KeyedWitness(KeyWitness):
    """A few keys of an index, weighed as they are among all."""

    def __init__(
        self, table: pl.DataFrame, likeness: tuple[Likeness, Likeness], fields: Sequence[str],
        cuts: Mapping[str, Sequence[float]], tallies: Tallies,
    ) -> None:  # fmt: skip
        filters = {f: from_text(table[f"f_{f}"].to_list(), _words(f)) for f in FILTERS}
        self.opened = opening.Opened(Prepared(table, ()), filters, cuts, {})
        self.table = table
        self.names, self.fathers = likeness
        self._compared = Compared(self.opened, self.names)
        self.fields = list(fields)
        self._chance = {f: _chance(table, f, tallies) for f in fields if f in NUMBERS}


def whole(opened: opening.Opened) -> pl.DataFrame:
    """Give the table of opened keys with its filters, as text."""
    filters = {
        f"f_{f}": pl.Series(as_text(words), dtype=pl.String) for f, words in opened.filters.items()
    }
    return opened.prepared.table.with_columns(**filters)


def kept(witness: KeyWitness) -> tuple[pl.DataFrame, Arrays, dict[str, Any]]:
    """Give what of a run on keys is kept: its table, its tallies, and the cuts of likeness."""
    table = whole(witness.opened)
    told: dict[str, Any] = {f: getattr(witness, f"{f}s").cuts.tolist() for f in likenesses.FIELDS}
    told |= {f"{f} even": getattr(witness, f"{f}s").even.tolist() for f in likenesses.FIELDS}
    told["share"] = witness.names.share
    return (
        table,
        likenesses.of_run(table, witness),
        {"likeness": told, "keys": dict(witness.opened.info)},
    )


def _words(field: str) -> int:
    return FILTERS[field].bits // 128


def _chance(table: pl.DataFrame, field: str, tallies: Tallies) -> Floats:
    n = max(1, tallies.one(key_of(f"known {field}", 0)))
    keys = table.select(key(f"names {field}", pl.col(f"k_{field}"))).to_series().to_numpy()
    known = table[f"k_{field}"].is_not_null().to_numpy()
    return np.where(known, np.maximum(tallies.count(keys) - 3.0, 0.0) / n, 0.0)
