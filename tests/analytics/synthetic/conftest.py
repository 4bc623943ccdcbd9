"""Simulated countries, made once a session, and their true pairs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from suar.analytics.registers.reading import read
from suar.analytics.registers.register import Register
from suar.analytics.synthetic import Scenario, Summary, simulate

FILES = {
    "police": "police.csv",
    "foreign_ministry": "foreign_ministry.tsv",
    "women_child": "women_child.csv",
    "migrant_agency": "migrant_agency.xlsx",
    "migrant_union": "migrant_union.csv",
}


@dataclass(frozen=True)
class Country:
    """One simulated country on disk, read back as an agency's secretariat would."""

    out: Path
    summary: Summary

    @property
    def truth(self) -> pl.DataFrame:
        return pl.read_csv(self.out / "truth.csv", schema_overrides={"record": pl.String})

    def registers(self) -> dict[str, Register]:
        return {name: read(self.out / file) for name, file in FILES.items()}

    def rows(self) -> pl.DataFrame:
        """All rows of the five registers with their person, as standard columns."""
        frames = [
            register.frame.with_columns(register=pl.lit(name))
            for name, register in self.registers().items()
        ]
        return pl.concat(frames).join(self.truth, on=["register", "record"], how="left")


@pytest.fixture(scope="session")
def country(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Country]:
    @cache
    def make(seed: int = 1, scenario: Scenario = "seeds", scale: float = 1.0) -> Country:
        out = tmp_path_factory.mktemp("country") / "out"
        return Country(out, simulate(out, scenario=scenario, scale=scale, seed=seed))

    return make
