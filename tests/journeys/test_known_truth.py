"""Registers with known truth: who is the same person is found, and persons are counted."""

from pathlib import Path

import polars as pl
import pytest

from shared import shared
from suar.analytics.linkage import evaluate, link
from suar.analytics.registers import read_all
from suar.analytics.synthetic import simulate

FILES = (
    "police.csv",
    "foreign_ministry.tsv",
    "women_child.csv",
    "migrant_agency.xlsx",
    "migrant_union.csv",
)


def _found(paths: list[Path], truth: Path) -> tuple[float, float]:
    """Give F1 and how far the count of persons is off, as a share."""
    links = link(read_all(paths, []), seed=1)
    quality = evaluate(links, pl.read_csv(truth, infer_schema=False))
    assert links.count is not None
    return quality["f1"], links.count.count / quality["persons"] - 1


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_invented_country_is_counted(tmp_path: Path, seed: int) -> None:
    simulate(tmp_path / "registers", seed=seed)
    paths = [tmp_path / "registers" / name for name in FILES]
    f1, off = _found(paths, tmp_path / "registers" / "truth.csv")
    assert f1 >= 0.88
    assert abs(off) <= 0.07


def test_the_benchmark_is_counted() -> None:
    truth = shared("data/linkage_benchmarks/indonesian_registers/truth.csv")
    names = ("police", "foreign_ministry", "women_child", "migrant_agency", "migrant_union")
    f1, off = _found([truth.with_name(f"{name}.csv") for name in names], truth)
    assert f1 >= 0.93
    assert abs(off) <= 0.07
