"""The picture as tables: bridge, overlaps, timeline; and the rows that could not be read."""

from collections.abc import Sequence
from pathlib import Path

from suar.analytics.picture.document import PictureDocument, RegisterRow
from suar.analytics.registers.register import Register
from suar.analytics.writing import write_csv

_AFTER = ("could_not_hold", "cannot_tell", "missed")


def write_tables(folder: Path, document: PictureDocument) -> None:
    """Write bridge.csv, overlaps.csv and timeline.csv."""
    header, rows = bridge_table(document)
    write_csv(folder / "bridge.csv", header, rows)
    header, rows = overlaps_table(document)
    write_csv(folder / "overlaps.csv", header, rows)
    header, rows = timeline_table(document)
    write_csv(folder / "timeline.csv", header, rows)


def bridge_table(document: PictureDocument) -> tuple[list[str], list[list[object]]]:
    """Give one row a register; a cell is empty where it is withheld or not known."""
    linked = [
        row["name"] for row in document["registers"] if row["also"] or row["persons"] is not None
    ]
    names = document["overlaps"]["registers"] or linked
    header = ["register", "published", "records", "duplicates", "persons", "only_here", "shared"]
    header += [f"also_{name}" for name in names] + list(_AFTER)
    return header, [_bridge_row(row, names) for row in document["registers"]]


def _bridge_row(row: RegisterRow, names: Sequence[str]) -> list[object]:
    published = row["published"]["count"] if "published" in row else None
    return [
        row["name"],
        published,
        row["records"],
        row["duplicates"],
        row["persons"],
        row["only_here"],
        row["shared"],
        *(row["also"].get(name) for name in names),
        row["could_not_hold"],
        row["cannot_tell"],
        row["missed"],
    ]


def overlaps_table(document: PictureDocument) -> tuple[list[str], list[list[object]]]:
    """Give capture histories by stratum: 1 held, 0 could and did not, empty could not hold."""
    overlaps = document["overlaps"]
    header = [*(s["name"] for s in overlaps["strata"]), *overlaps["registers"], "count"]
    return header, [[*row["stratum"], *row["held"], row["count"]] for row in overlaps["rows"]]


def timeline_table(document: PictureDocument) -> tuple[list[str], list[list[object]]]:
    """Give persons by month and year, each register's persons by year, and totals by unit.

    ``register`` is empty for the persons of all registers together.
    """
    unit = "person" if document["basis"] == "persons" else "record"
    rows: list[list[object]] = []
    for point in (*document["timeline"]["years"], *document["timeline"]["months"]):
        rows.append([point["period"], "", unit, point["count"]])
    for name, points in document["timeline"]["by_register"].items():
        rows += [[point["period"], name, "person", point["count"]] for point in points]
    for part in document.get("alone", []):
        for point in (*part["timeline"]["years"], *part["timeline"]["months"]):
            rows.append([point["period"], part["register"], "record", point["count"]])
    for total in document.get("totals", []):
        rows += [[p["period"], total["register"], p["unit"], p["count"]] for p in total["points"]]
    return ["period", "register", "unit", "count"], rows


def write_rejected(path: Path, registers: Sequence[Register]) -> None:
    """Write which rows could not be read, and why; never what stood in them."""
    rows = (
        (register.name, each.row, each.column, each.code, each.reason)
        for register in registers
        for each in register.rejections
    )
    write_csv(path, ["register", "row", "column", "code", "reason"], rows)
