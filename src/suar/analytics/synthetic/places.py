"""Regencies of origin, with the codes that a NIK and an office write."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Places:
    """One entry a regency; ``districts`` are the numbers that a NIK may carry after it."""

    bps: list[str]
    kemendagri: list[str]
    culture: list[str]
    weight: npt.NDArray[np.float64]
    districts: list[list[str]]


@cache
def load_places() -> Places:
    """Read the shipped list."""
    data = resources.files("suar.analytics.synthetic") / "data" / "places.csv"
    rows = list(csv.DictReader(data.read_text(encoding="utf-8").splitlines()))
    weight = np.array([float(row["weight"]) for row in rows])
    return Places(
        bps=[row["bps"] for row in rows],
        kemendagri=[row["kemendagri"].replace(".", "") for row in rows],
        culture=[row["culture"] for row in rows],
        weight=weight / weight.sum(),
        districts=[
            [row["districts"][at : at + 2] for at in range(0, len(row["districts"]), 2)]
            for row in rows
        ],
    )
