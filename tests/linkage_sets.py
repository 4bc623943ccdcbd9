"""Small loaders that turn public linkage sets and lists of rows into registers."""

import csv
import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

import polars as pl
import yaml

from suar.analytics.registers.profile import Profile
from suar.analytics.registers.register import Register
from suar.analytics.registers.schema import STANDARD

FIVE = ("police", "foreign_ministry", "women_child", "migrant_agency", "migrant_union")


def register_of(name: str, rows: Sequence[Mapping[str, object]]) -> Register:
    """A register from rows of standard fields; ``record`` is numbered where it is absent."""
    filled = [
        {**dict.fromkeys(STANDARD), "names_person": True, "row": i, "record": str(i), **row}
        for i, row in enumerate(rows, 1)
    ]
    frame = pl.DataFrame(filled, schema=STANDARD, orient="row")
    return Register(
        name=name, path=f"{name}.csv", kind="records", profile=Profile(register=name, columns=()),
        frame=frame, rows=frame.height,
    )  # fmt: skip


def indonesian(folder: Path) -> tuple[list[Register], pl.DataFrame]:
    """The five invented registers of the benchmark, and their truth."""
    registers = [_read(folder, name) for name in FIVE]
    return registers, pl.read_csv(folder / "truth.csv", infer_schema=False)


def _read(folder: Path, name: str) -> Register:
    profile = yaml.safe_load((folder / f"{name}.profile.yaml").read_text())
    with (folder / f"{name}.csv").open(newline="") as stream:
        rows = [_row(row, profile) for row in csv.DictReader(stream)]
    return register_of(name, rows)


def _row(row: Mapping[str, str], profile: dict) -> dict[str, object]:
    out: dict[str, object] = {"record": row[profile["id"]]}
    for column, target in profile["columns"].items():
        field, values = (
            (target, {}) if isinstance(target, str) else (target["field"], target["values"])
        )
        value = row[column].strip()
        if value:
            out[field] = values.get(value, value)
    if "birth_date" in out:
        out["birth_date"] = _iso(str(out["birth_date"]), profile["dates"])
    if "year" in out:
        out["year"] = int(str(out["year"]))
        out["event_date"] = str(out["year"])
    return out


def _iso(text: str, formats: Sequence[str]) -> str | None:
    for form in formats:
        try:
            date = datetime.datetime.strptime(text, form)  # noqa: DTZ007
        except ValueError:
            continue
        return f"{date:%Y}" if form == "%Y" else f"{date:%Y-%m-%d}"
    return None
