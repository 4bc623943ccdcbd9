"""From a register to its keys: on the owner's machine, under the project's secret."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import polars as pl

from suar.analytics.linkage.keys import features
from suar.analytics.linkage.keys.bloom import Bloom, as_text, dice
from suar.analytics.linkage.keys.schema import (
    BESIDE,
    FILTERS,
    KEY_COLUMNS,
    NORMALISER,
    NUMBERS,
    SCHEMA,
    TOLD,
    USUAL_FACTS,
    WINDOWS,
    Kind,
)
from suar.analytics.linkage.keys.secret import Ring, ring
from suar.analytics.linkage.prepare import prepare
from suar.analytics.progress import Progress, silent
from suar.analytics.registers.keyfacts import chosen_facts, fact_columns, told_profile
from suar.analytics.registers.register import Register
from suar.knowledge.refusal import Refusal

#: A compound that more records of a register share is not written: it helps little, tells much.
COMMON = 60
_TOKEN = 8  # bytes


@dataclass(frozen=True)
class Keys:
    """A register turned into keys: the file's first line, and its table, both without names."""

    info: dict[str, Any]
    frame: pl.DataFrame

    @property
    def keyed(self) -> int:
        """Records that have keys: those that name a person."""
        return int((self.frame["names_person"] == "true").sum())


def make_keys(
    register: Register,
    secret: str,
    *,
    facts: Sequence[str] = USUAL_FACTS,
    kind: Kind = "victim",
    progress: Progress = silent,
) -> Keys:
    """Turn a register into keys and the facts that its owner chooses.

    Parameters
    ----------
    facts
        Fact fields to keep: dates, codes, ``year month minor abroad age``. Never identity.
    kind
        Whose register it is: persons concerned or persons named. The two cannot be compared.

    Raises
    ------
    Refusal
        If the register is a table of totals or key file, or a fact is none.
    """
    if register.kind != "records":
        raise Refusal(
            "is not a register of records", file=register.path,
            remedy="Totals and key files go into `suar picture` as they are.",
        )  # fmt: skip
    chosen = chosen_facts(facts)
    keys = ring(secret, kind)
    progress("Making names, dates and numbers comparable")
    table = prepare([register]).table.sort("row")
    progress("Making keys")
    keyed = pl.DataFrame({"row": table["row"], **_columns(table, keys)})
    plain = fact_columns(register, chosen, keyed_case=_Tokens(keys, f"case {register.name}").one)
    frame = plain.join(keyed, on="row", how="left", maintain_order="left").drop("row")
    return Keys(_info(register, keys, chosen), _shuffled(frame, keys))


def _shuffled(frame: pl.DataFrame, keys: Ring) -> pl.DataFrame:
    """Put records in an order that tells nothing: that of a keyed number of theirs."""
    order = _Tokens(keys, "order").column(frame["record"])
    return frame.with_columns(order.alias("_")).sort("_").drop("_")


def _info(register: Register, keys: Ring, facts: Sequence[str]) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "normaliser": NORMALISER,
        "fingerprint": keys.fingerprint,
        "kind": keys.kind,
        "register": register.name,
        "facts": list(facts),
        "profile": told_profile(register.profile),
        "invented": register.invented,
        "rejected": len(register.rejections),
        "filters": {name: form.bits // 2 for name, form in FILTERS.items()},
        "cuts": _cuts(keys),
    }


def _columns(table: pl.DataFrame, keys: Ring) -> dict[str, pl.Series]:
    rows = table.to_dicts()
    made: dict[str, Iterable[str | None]] = {
        "f_name": _filter(keys, "name", [features.name(r["tokens"], r["keys"]) for r in rows]),
        "f_father": _filter(
            keys, "father", [features.bigrams((r["father"] or "").split()) for r in rows]
        ),
        "k_birth": [_birth(r) for r in rows],
        "f_birth_day": _filter(
            keys, "birth_day", [features.days(r["birth_m"], r["birth_d"]) for r in rows]
        ),
        "f_nik": _filter(keys, "nik", [features.figures(r["nik"]) for r in rows]),
    }
    columns = {name: pl.Series(values, dtype=pl.String) for name, values in made.items()}
    columns |= _numbers(table, keys) | _told(rows, keys)
    columns["k_year"] = _Tokens(keys, "year").column(
        pl.Series([_year(r) for r in rows], dtype=pl.String)
    )
    columns["k_tokens"] = _blocks(rows, keys)
    return {name: columns[name] for name in KEY_COLUMNS}


def _filter(keys: Ring, field: str, features_of: Sequence[Sequence[str]]) -> list[str | None]:
    return as_text(Bloom(keys, field).encode(features_of))


def _year(record: dict[str, Any]) -> str | None:
    year = record["birth_y"] if record["birth_y"] is not None else record["birth_about"]
    return None if year is None else str(year)


def _birth(record: dict[str, Any]) -> str | None:
    known = {
        (True, True): "full", (True, False): "year", (False, True): "day",
        (False, False): "about" if record["birth_about"] is not None else None,
    }[record["birth_y"] is not None, record["birth_m"] is not None]  # fmt: skip
    return f"{known} f" if known and record["birth_filled"] else known


class _Tokens:
    """Keyed tokens of one purpose: 64 bits of an HMAC, as text."""

    def __init__(self, keys: Ring, purpose: str) -> None:
        self._key = keys.key(f"token {purpose}")

    def one(self, text: str) -> str:
        digest = hmac.new(self._key, text.encode(), hashlib.sha256).digest()[:_TOKEN]
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def many(self, texts: Iterable[str]) -> str | None:
        return " ".join(sorted({self.one(text) for text in texts})) or None

    def column(self, texts: pl.Series) -> pl.Series:
        return pl.Series([None if t is None else self.one(t) for t in texts], dtype=pl.String)


def _numbers(table: pl.DataFrame, keys: Ring) -> dict[str, pl.Series]:
    made = {}
    for field in NUMBERS:
        made[f"k_{field}"] = _Tokens(keys, field).column(table[field])
        near = _Tokens(keys, f"{field} near")
        made[f"k_{field}_near"] = pl.Series(
            [near.many(features.left_out(number)) for number in table[field]], dtype=pl.String
        )
    made["k_nik_stem"] = _Tokens(keys, "nik stem").column(table["nik"].str.slice(0, 12))
    return made


def _told(rows: Sequence[dict[str, Any]], keys: Ring) -> dict[str, pl.Series]:
    """Tell what many records share, a district say, only together with what else agrees."""
    made = {}
    for what in TOLD:
        values = [_values(what, r) for r in rows]
        for with_ in BESIDE:
            tokens, beside = _Tokens(keys, f"{what} {with_}"), _BESIDE[with_]
            made[f"k_{what}_{with_}"] = pl.Series(
                [
                    tokens.many(f"{v}|{b}" for v in own for b in beside(r)) if own else None
                    for own, r in zip(values, rows, strict=True)
                ],
                dtype=pl.String,
            )
    return made


def _values(what: str, record: dict[str, Any]) -> list[str]:
    """Give a record's district, province, country or windows of months, as text."""
    if what in WINDOWS:
        month, width = record["event_month"], WINDOWS[what]
        # two windows, half a width apart: near months share one
        return [] if month is None else [f"a{month // width}", f"b{(month + width // 2) // width}"]
    value = record["destination"] if what == "land" else record["district"]
    if value is None:
        return []
    return [str(value)[:2] if what == "area" else str(value)]


def _by_year(record: dict[str, Any]) -> list[str]:
    return [] if record["birth_y"] is None else [str(record["birth_y"])]


def _by_day(record: dict[str, Any]) -> list[str]:
    return [] if record["birth_m"] is None else [f"{record['birth_m']}-{record['birth_d']}"]


_BESIDE: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "year": _by_year,
    "day": _by_day,
    "words": features.sounds,
}


def _blocks(rows: Sequence[dict[str, Any]], keys: Ring) -> pl.Series:
    """Give each record its compounds in an order that hides which rule made which."""
    own = pl.DataFrame(
        {"at": range(len(rows)), "block": [features.blocks(r) for r in rows]},
        schema={"at": pl.Int64, "block": pl.List(pl.String)},
    ).explode("block", empty_as_null=False)
    rare = own.filter(pl.len().over("block") <= COMMON)
    tokens = _Tokens(keys, "block")
    distinct = rare["block"].unique().drop_nulls()
    told = rare.with_columns(
        token=pl.col("block").replace_strict(
            distinct, tokens.column(distinct), default=None, return_dtype=pl.String
        )
    )
    joined = told.group_by("at").agg(pl.col("token").sort().str.join(" "))
    every = pl.DataFrame({"at": range(len(rows))}, schema={"at": pl.Int64})
    return every.join(joined, on="at", how="left", maintain_order="left")["token"]


def _cuts(keys: Ring) -> dict[str, list[float]]:
    """Say from which likeness on two filters are this near: measured here on made-up values.

    They depend on the secret through collisions alone, and are the same in every file of a project.
    """
    day = Bloom(keys, "birth_day")
    dates = [(m, d) for m in range(1, 13) for d in range(1, 13) if m != d]
    left = day.encode([features.days(m, d) for m, d in dates])
    swapped = day.encode([features.days(d, m) for m, d in dates])
    other = day.encode([features.days(13 - m, d + 15) for m, d in dates])
    days = [1.0, float(np.mean(dice(left, swapped))), float(np.mean(dice(left, other)))]
    nik = Bloom(keys, "nik")
    numbers = [f"{i:012d}0001" for i in range(111111111111, 999999999999, 9876543217)][:80]
    base = nik.encode([features.figures(n) for n in numbers])
    wrong = [nik.encode([features.figures(_changed(n, k)) for n in numbers]) for k in range(4)]
    niks = [float(np.mean(dice(base, other))) for other in wrong]
    return {"birth_day": _middles(days), "nik": _middles(niks)}


def _changed(number: str, figures: int) -> str:
    body = list(number)
    for at in range(figures):
        body[at * 3 + 1] = str((int(body[at * 3 + 1]) + 4) % 10)
    return "".join(body)


def _middles(values: Sequence[float]) -> list[float]:
    return [round((a + b) / 2, 4) for a, b in pairwise(values)]
