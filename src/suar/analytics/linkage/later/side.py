"""What differs between an index of names and one of keys: everything else asks through this."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

import polars as pl

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


class Side(Protocol):
    """Records of one kind, with names or keys, as an index needs them."""

    @property
    def kind(self) -> str:
        """Name the kind: plain or keys."""
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

    def witness(self, table: pl.DataFrame, parts: Sequence[Part]) -> Hears:
        """Give evidence on a few records, as it is among all."""
        ...


class PlainSide:
    """Records with names."""

    kind: str = "plain"
    order: Sequence[str] = ORDER

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
