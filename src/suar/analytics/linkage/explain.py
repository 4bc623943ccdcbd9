"""Why records were taken for one person, and which pairs people should look at first."""

from typing import Any

import numpy as np
import polars as pl

from suar.analytics.linkage.comparisons import COMPARISONS
from suar.analytics.linkage.keys import cells
from suar.analytics.linkage.links import Links
from suar.analytics.linkage.model import Model, weigh
from suar.analytics.linkage.words import CLASSES

_CLASS_WORDS = {
    "same": "the same",
    "sound": "sounding alike",
    "joined": "written together on one side",
    "initial": "an initial on one side",
    "figure": "a letter off",
    "alike": "alike or cut short",
    "none": "different",
}
#: What steps of likeness mean where only likeness of whole names is known, from keys.
_LIKENESS = (
    (0.97, "the same"),
    (0.86, "very much alike"),
    (0.68, "much alike"),
    (0.5, "rather alike"),
    (0.4, "hardly alike"),
)
#: Evidence weaker than this (bits) is not worth a sentence.
_WORTH_SAYING = 0.5


def unsure(links: Links, n: int | None = None) -> pl.DataFrame:
    """Give the pairs that teach most when people judge them, best first.

    A pair teaches by how open it is (its entropy), and by how many records change hands with it:
    the sizes of the two persons it would join or part. No value of any record is in the frame.

    Returns
    -------
    The columns of `Links.pairs` with ``teaches`` (bits times records).
    """
    size = links.members.group_by("person").len("size")
    sized = links.members.select("register", "row", "person").join(size, on="person")
    sides = sized.select("register", "row", "size")
    pairs = (
        links.pairs.filter(pl.col("probability").is_between(0.02, 0.98))
        .join(sides, left_on=["left_register", "left_row"], right_on=["register", "row"])
        .join(
            sides,
            left_on=["right_register", "right_row"],
            right_on=["register", "row"],
            suffix="_right",
        )
    )
    p = pl.col("probability")
    entropy = -(p * p.log(2) + (1 - p) * (1 - p).log(2))
    ordered = pairs.with_columns(
        teaches=entropy * pl.max_horizontal("size", "size_right").cast(pl.Float64)
    ).sort(
        ["teaches", "left_register", "left_row", "right_register", "right_row"],
        descending=[True, False, False, False, False],
    )
    found = ordered.drop("size", "size_right")
    return found if n is None else found.head(n)


def explain(links: Links, person: int) -> list[dict[str, Any]]:
    """Say in plain words why this person's records belong together.

    One entry a pair of the person's records: ``left`` and ``right`` (register and row),
    ``probability``, ``weight`` (bits) and ``because``, sentences with the bits each is worth. No
    name, number, date or place is in them.
    """
    if links.witness is None or links.posterior is None:
        return []
    at = np.flatnonzero((links.members["person"] == person).to_numpy())
    if len(at) < 2:
        return []
    left, right = (at[side] for side in np.triu_indices(len(at), 1))
    uids = links.posterior.rows
    low, high = np.minimum(uids[left], uids[right]), np.maximum(uids[left], uids[right])
    asked = pl.DataFrame(
        {"uid_l": low, "uid_r": high}, schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32}
    )
    heard = links.witness.hear(asked)
    model = Model.from_document(links.diagnostics["model"])
    weights = weigh(model, heard)
    place = {
        pair: i
        for i, pair in enumerate(zip(heard.left.tolist(), heard.right.tolist(), strict=True))
    }
    return [
        _pair(links, int(a), int(b), place[int(lo), int(hi)], heard, weights)
        for a, b, lo, hi in zip(left, right, low, high, strict=True)
    ]


def _pair(links: Links, a: int, b: int, i: int, heard: Any, weights: Any) -> dict[str, Any]:
    one, two = links.members.row(a, named=True), links.members.row(b, named=True)
    said = [
        (float(weights[f][i]), COMPARISONS[f].words(int(level[i]), by_keys=links.private))
        for f, level in heard.levels.items()
        if level[i] >= 0 and abs(weights[f][i]) >= _WORTH_SAYING
    ]
    for kind, evidence in (("name", heard.names), ("father", heard.fathers)):
        if evidence.known[i]:
            said.append((float(weights[kind][i]), _words(kind, evidence.counts[i], links.private)))
    because = [f"{words} ({bits:+.1f})" for bits, words in sorted(said, key=lambda s: -abs(s[0]))]
    found = links.pairs.filter(
        left_register=one["register"], left_row=one["row"],
        right_register=two["register"], right_row=two["row"],
    )  # fmt: skip
    return {
        "left": (one["register"], one["row"]),
        "right": (two["register"], two["row"]),
        "probability": found["probability"][0] if found.height else None,
        "weight": sum(bits for bits, _ in said),
        "because": because,
    }


def _words(kind: str, counts: Any, private: bool) -> str:
    if private:
        least = cells.least_likeness(int(np.argmax(counts))) if np.any(counts) else 0.0
        how = next((words for step, words in _LIKENESS if least >= step), "not alike")
        return f"{'names' if kind == 'name' else 'names of the father'}: {how}"
    parts = [f"{int(n)} {_CLASS_WORDS[name]}" for name, n in zip(CLASSES, counts, strict=True) if n]
    subject = "words of the name" if kind == "name" else "words of the father's name"
    return f"{subject}: {', '.join(parts) or 'none to compare'}"
