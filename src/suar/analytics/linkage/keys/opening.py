"""Key files as one table of comparable keys; what cannot be compared is refused with a sentence."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from suar.analytics.linkage.keys.bloom import Words, from_text
from suar.analytics.linkage.keys.schema import FILTERS, KEY_COLUMNS, NORMALISER, SCHEMA
from suar.analytics.linkage.prepare import Prepared
from suar.analytics.registers.register import Register
from suar.knowledge.refusal import Refusal

_FACTS = ("sex", "citizenship", "destination", "exploitation_country", "event_date")
_AGAIN = "Let each owner make the key file again with the same version of Suar."


#: What the first lines of key files must have in common for them to be compared.
COMMON = ("kind", "fingerprint", "cuts")
#: The order of content that records are put in, whatever the order of files and rows.
ORDER = ("f_name", "k_year", "f_birth_day", *KEY_COLUMNS[-8:], "register", "record")


@dataclass(frozen=True)
class Opened:
    """Records of several key files that may be compared.

    ``prepared.table`` has ``uid, register, row, record``, token columns, and facts that help;
    ``filters`` are in its order; ``cuts`` say from which likeness on two filters are how near;
    ``info`` is what all files have in common (`COMMON`).
    """

    prepared: Prepared
    filters: Mapping[str, Words]
    cuts: Mapping[str, Sequence[float]]
    info: Mapping[str, str]


def are_keys(registers: Sequence[Register]) -> bool:
    """Tell whether these are key files.

    Raises
    ------
    Refusal
        If key files and registers with names are mixed.
    """
    kinds = {r.kind for r in registers if r.kind != "totals"}
    if kinds == {"keys", "records"}:
        named = next(r for r in registers if r.kind == "records")
        if not named.linkable:
            return True
        raise Refusal(
            "holds names beside key files, which have none: the two cannot be compared",
            file=named.path,
            remedy="Turn it into keys with `suar key` under the same secret.",
        )
    return kinds == {"keys"}


def open_keys(registers: Sequence[Register]) -> Opened:
    """Put key files together.

    Raises
    ------
    Refusal
        If they were made under different secrets, for different kinds of persons, or by versions
        that differ; or if a file lacks a key column.
    """
    files = [r for r in registers if r.kind == "keys"]
    check(files)
    frames = [_one(r) for r in files]
    table = pl.concat(frames).sort(ORDER, nulls_last=True).with_row_index("uid")
    filters = {
        name: from_text(table[f"f_{name}"].to_list(), form.bits // 128)
        for name, form in FILTERS.items()
    }
    cuts = read_cuts(files[0].key_info)
    info = {what: files[0].key_info.get(what, "") for what in COMMON}
    light = table.drop([f"f_{name}" for name in FILTERS])
    return Opened(Prepared(light, tuple(r.name for r in registers)), filters, cuts, info)


def read_cuts(info: Mapping[str, str]) -> Mapping[str, Sequence[float]]:
    """Read from which likeness on two filters are how near."""
    cuts: Mapping[str, Sequence[float]] = json.loads(info.get("cuts", "{}"))
    return cuts


def _one(register: Register) -> pl.DataFrame:
    frame = register.frame.filter(pl.col("names_person"))
    return frame.select(
        "row", "record", *_FACTS, *KEY_COLUMNS, register=pl.lit(register.name)
    ).with_columns(
        event_y=pl.col("event_date").str.slice(0, 4).cast(pl.Int32, strict=False),
        event_month=pl.col("event_date").str.slice(0, 4).cast(pl.Int32, strict=False) * 12
        + pl.col("event_date").str.slice(5, 2).cast(pl.Int32, strict=False),
        destination=pl.coalesce("exploitation_country", "destination"),
    )


def check(files: Sequence[Register]) -> None:
    """Refuse key files that cannot be compared with one another or read by this version."""
    for register in files:
        lacking = [name for name in KEY_COLUMNS if name not in register.frame.columns]
        for what, known in (("schema", SCHEMA), ("normaliser", NORMALISER)):
            if register.key_info.get(what) != known:
                raise Refusal(
                    f"is a key file whose {what} is another version than {known}",
                    file=register.path, remedy=_AGAIN,
                )  # fmt: skip
        if lacking:
            raise Refusal(
                f"is a key file without the column {lacking[0]}", file=register.path, remedy=_AGAIN
            )
    first = files[0]
    for other in files[1:]:
        if other.key_info.get("kind") != first.key_info.get("kind"):
            raise Refusal(
                "holds keys of another kind of persons than the first file: keys of persons"
                " concerned and of persons named are never compared",
                file=other.path, remedy="Link each kind by itself.",
            )  # fmt: skip
        if other.key_info.get("fingerprint") != first.key_info.get("fingerprint"):
            raise Refusal(
                "was made under another secret than the first file: keys of two projects cannot"
                " be compared",
                file=other.path, remedy="Let its owner make it again under this project's secret.",
            )  # fmt: skip
    if len({json.dumps(r.key_info.get("cuts")) for r in files}) > 1:
        raise Refusal(
            "was made with other filters than the first file", file=files[1].path, remedy=_AGAIN
        )
