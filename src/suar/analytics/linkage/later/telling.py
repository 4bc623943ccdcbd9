"""What an index tells: each register its own records, whatever changed since it was last told."""

import hashlib
import hmac
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from suar.analytics.linkage.later.known import Change, Known
from suar.analytics.linkage.output import safe_name
from suar.analytics.writing import write_csv

#: Figures of a recipient's person numbers: as many as a spreadsheet keeps.
_BITS = 49


def write_links(known: Known, registers: Sequence[str], folder: Path) -> None:
    """Write `record, person, probability` of some registers, each into a file of its own.

    Person numbers are keyed with a secret of the index, differ for every recipient, and stay the
    same from run to run while the person stays the same. Numbers and probabilities depend on the
    register's own records alone: neither tells whether anybody else knows the person.
    """
    folder.mkdir(parents=True, exist_ok=True)
    members, pairs = known.members(), known.pairs().filter("linked")
    for register in registers:
        own = members.with_row_index("at").filter(pl.col("register") == register)
        own = own.sort("row", "at")
        told = own.join(_inside(own, pairs), on="at", how="left", maintain_order="left")
        rows = zip(
            told["record"],
            [_number(known.settings["salt"], register, person) for person in told["person"]],
            told["p"].fill_null(1.0).round(6),
            strict=True,
        )
        path = folder / f"{safe_name(register)}.csv"
        write_csv(path, ["record", "person", "probability"], rows, verbatim=["record"])


def _inside(own: pl.DataFrame, pairs: pl.DataFrame) -> pl.DataFrame:
    """For each record linked to others of its own register: how sure, on average."""
    place = own.select(pl.col("at").cast(pl.Int64), "person")
    both = (
        pairs.join(place.rename({"at": "left"}), on="left")
        .join(place.rename({"at": "right", "person": "other"}), on="right")
        .filter(pl.col("person") == pl.col("other"))
    )
    ends = [
        both.select(at=pl.col(side).cast(pl.UInt32), p="probability") for side in ("left", "right")
    ]
    return pl.concat(ends).group_by("at").agg(pl.col("p").mean())


def _number(salt: str, register: str, person: int) -> int:
    digest = hmac.new(bytes.fromhex(salt), f"{register}|{person}".encode(), hashlib.sha256).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - _BITS)


def change_document(known: Known, change: Change, *, out: Path, kept: bool) -> dict[str, Any]:
    """Give the JSON of `suar link-new`: counts, no value of any record."""
    return {
        "records": change.records,
        "known_before": change.known_before,
        "changed": change.changed,
        "persons": {**change.events},
        "index": {"records": known.height, "persons": known.persons},
        "pairs": {"candidates": change.compared, "linked": change.linked, "unsure": change.unsure},
        "change": change.entry if kept else None,
        "private": known.settings["kind"] == "keys",
        "out": str(out),
    }
