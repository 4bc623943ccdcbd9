"""What differs between an index of names and one of keys: everything else asks through this."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import numpy as np
import polars as pl
from numpy.typing import NDArray

from suar.analytics.linkage import blocking
from suar.analytics.linkage.evidence import Hears
from suar.analytics.linkage.later.part import Part
from suar.analytics.linkage.later.plain import PlainWitness, counted
from suar.analytics.linkage.later.tally import Tallies
from suar.analytics.linkage.prepare import prepare
from suar.analytics.registers.register import Register
from suar.knowledge.refusal import Refusal

#: The order of content that `prepare` puts records in: which of two is the left one.
ORDER = (
    "name", "father", "birth_y", "birth_m", "birth_d", "sex", "nik", "passport", "phone",
    "other_id", "district", "address", "event_y", "register", "record",
)  # fmt: skip

#: Where there are no more pairs than this, all are compared (`sources`).
_ALL = 500_000


class Side(Protocol):
    """Records of one kind, with names or keys, as an index needs them."""

    @property
    def kind(self) -> str:
        """Name the kind: plain or keys."""
        ...

    @property
    def each(self) -> int:
        """Give how many others a rule may bring up for a record on average."""
        ...

    @property
    def at_least(self) -> int:
        """Give how many pairs a rule may make in any case."""
        ...

    @property
    def order(self) -> Sequence[str]:
        """Columns of content by which a whole run tells left from right."""
        ...

    def prepared(self, registers: Sequence[Register]) -> pl.DataFrame:
        """Make new records comparable with those of the index: a table with ``uid``."""
        ...

    def blocks(self, table: pl.DataFrame) -> Iterable[tuple[str, pl.DataFrame]]:
        """Give each rule with its blocks: ``uid`` and ``block``."""
        ...

    def counted(self, table: pl.DataFrame, before: Tallies) -> pl.DataFrame:
        """Count whatever's rarity matters: ``key``, ``n``."""
        ...

    def arrays(self, table: pl.DataFrame, parts: Sequence[Part]) -> Mapping[str, NDArray[Any]]:
        """Give what else is kept of new records, row by row."""
        ...

    def alike(self, new: Part, parts: Sequence[Part]) -> NDArray[np.int64]:
        """Give pairs by number, (pairs, 2), that no block brings up."""
        ...

    def witness(self, table: pl.DataFrame, parts: Sequence[Part]) -> Hears:
        """Give evidence on a few records, as it is among all."""
        ...


class PlainSide:
    """Records with names."""

    kind: str = "plain"
    order: Sequence[str] = ORDER
    #: Others that a rule brings up for a record on average, and pairs that it may make in any case:
    #: more than a whole run allows itself, for a newcomer is compared once.
    each, at_least = 24, 180_000

    def __init__(self, fields: Sequence[str], settings: dict[str, Any]) -> None:
        self._fields = fields
        self._fill_district = bool(settings["fill_district"])

    def prepared(self, registers: Sequence[Register]) -> pl.DataFrame:
        if any(r.kind == "keys" for r in registers):
            raise Refusal(
                "is a key file, and the index holds names: the two cannot be compared",
                file=next(r.path for r in registers if r.kind == "keys"),
                remedy="Ask an index that was made from key files under the same secret.",
            )
        table = prepare(registers).table
        if not table.height:
            return table
        # Whether a NIK's region stands in for a blank district was decided by all the files.
        stated = pl.when(~pl.col("district_filled")).then("district")
        fill = stated.is_null() & pl.col("nik_district").is_not_null() & self._fill_district
        return table.with_columns(
            district=pl.when(fill).then("nik_district").otherwise(stated), district_filled=fill
        )

    def blocks(self, table: pl.DataFrame) -> Iterable[tuple[str, pl.DataFrame]]:
        return ((rule.name, frame) for rule, frame in blocking.rule_blocks(table))

    def counted(self, table: pl.DataFrame, before: Tallies) -> pl.DataFrame:
        return counted(table, self._fields, before)

    def arrays(self, table: pl.DataFrame, parts: Sequence[Part]) -> Mapping[str, NDArray[Any]]:
        return {}

    def alike(self, new: Part, parts: Sequence[Part]) -> NDArray[np.int64]:
        """Give all pairs of new records where all are few: a whole run compares them all too."""
        height = sum(part.height for part in parts)
        if height * (height - 1) // 2 > _ALL:
            return np.zeros((0, 2), dtype=np.int64)
        pairs = np.stack(np.triu_indices(height, 1), axis=1)
        return pairs[pairs[:, 1] >= new.base]

    def witness(self, table: pl.DataFrame, parts: Sequence[Part]) -> Hears:
        return PlainWitness(table, self._fields, Tallies([p.tally for p in parts]))


def fills_district(table: pl.DataFrame) -> bool:
    """Tell whether a run let the NIK's region stand in for a blank district (`prepare`)."""
    both = table.filter(
        pl.col("district").is_not_null(),
        pl.col("nik_district").is_not_null(),
        ~pl.col("district_filled"),
    )
    agree = both.select((pl.col("district") == pl.col("nik_district")).mean()).item()
    return bool((agree or 0.0) > 0.5)
