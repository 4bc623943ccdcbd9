"""Against the last picture: who is new, who was joined differently, what went.

The last folder says which records of *one* register were one person's, never who stands in which
registers; so the comparison is register by register.
"""

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from suar.analytics.linkage.links import Links
from suar.knowledge.refusal import Refusal


@dataclass(frozen=True)
class Change:
    """Persons of this picture that are new or joined differently; records' persons that went.

    Attributes
    ----------
    new
        Persons none of whose records stood in the last picture.
    relinked
        Persons whose records of a register were grouped differently then.
    corrected
        Persons of the last picture, by register, a record of whom is no longer in that register.
    since
        The day of the last picture.
    """

    new: int
    relinked: int
    corrected: int
    since: str


def compare(previous: Path, links: Links) -> Change | None:
    """Compare with the links that a former run left in its folder.

    Returns
    -------
    Change, or None where the two pictures share no register.

    Raises
    ------
    Refusal
        If the folder holds no picture, or one without links (made for the public).
    """
    old = _read(previous)
    names = links.members["register"].unique().to_list()
    shared = [name for name in sorted(names) if name in old]
    if not shared:
        return None
    parts = [_joined(links.members, name, old[name]) for name in shared]
    both = pl.concat(parts)
    seen = both.filter(pl.col("before").is_not_null() & pl.col("person").is_not_null())
    now = links.members.filter(pl.col("register").is_in(shared))
    known = seen["person"].unique()
    new = now.filter(~pl.col("person").is_in(known.implode()))["person"].n_unique()
    return Change(new, _relinked(seen), _gone(both), _since(previous))


def _joined(members: pl.DataFrame, name: str, old: Mapping[str, str]) -> pl.DataFrame:
    now = members.filter(pl.col("register") == name).select("record", "person")
    then = pl.DataFrame(
        {"record": list(old), "before": list(old.values())},
        schema={"record": pl.String, "before": pl.String},
    )
    joined = now.join(then, on="record", how="full", coalesce=True)
    return joined.select(pl.lit(name).alias("register"), "record", "person", "before")


def _relinked(seen: pl.DataFrame) -> int:
    """Count the persons that several old ones became, or that one old person was divided into."""
    merged = seen.group_by("register", "person").agg(pl.col("before").n_unique().alias("n"))
    split = seen.group_by("register", "before").agg(
        pl.col("person").unique().alias("person"), pl.col("person").n_unique().alias("n")
    )
    persons = pl.concat(
        [
            merged.filter(pl.col("n") > 1)["person"],
            split.filter(pl.col("n") > 1).explode("person")["person"],
        ]
    )
    return int(persons.n_unique())


def _gone(both: pl.DataFrame) -> int:
    gone = both.filter(pl.col("person").is_null())
    return int(gone.select("register", "before").unique().height)


def _read(previous: Path) -> dict[str, dict[str, str]]:
    folder = previous / "links"
    if not (previous / "picture.json").is_file():
        raise Refusal(
            "holds no picture.json",
            file=str(previous),
            remedy="Name with --previous the folder that an earlier `suar picture --out` wrote.",
        )
    if not folder.is_dir():
        raise Refusal(
            "has no links/ to compare with",
            file=str(previous),
            remedy="A picture for the public keeps none: name one made for the task force.",
        )
    return {path.stem: _links_of(path) for path in sorted(folder.glob("*.csv"))}


def _links_of(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        if not {"record", "person"} <= set(reader.fieldnames or ()):
            raise Refusal(
                "is not a table of links", file=str(path), remedy="Its header is record,person,…"
            )
        return {row["record"]: row["person"] for row in reader}


def _since(previous: Path) -> str:
    """Give the day on which the last picture was made, else the last day it speaks of."""
    manifest = _json(previous / "manifest.json")
    made = str(manifest.get("time", ""))[:10]
    if made:
        return made
    window = _json(previous / "picture.json").get("window")
    return str(window.get("to", "")) if isinstance(window, dict) else ""


def _json(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Refusal("is not JSON", file=str(path), remedy="Take a whole folder.") from error
    return found if isinstance(found, dict) else {}
