"""The five offices: their files, their formats, and what each of them tends to leave blank."""

from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from typing import Any, Final

import yaml

#: Chance that an office leaves a fact blank, unless the office has its own.
BLANK: Final = {
    "sex": 0.045,
    "district": 0.21,
    "reported": 0.01,
    "purpose": 0.08,
    "sector": 0.15,
    "exploitation_country": 0.05,
    "abroad": 0.05,
    "minor": 0.08,
    "age": 0.25,
    "recruitment_channel": 0.35,
    "recruiter_relation": 0.4,
    "migration_status": 0.3,
    "citizenship": 0.1,
    "status": 0.02,
}


@dataclass(frozen=True)
class Office:
    """How one office keeps its register.

    ``profile`` is the built-in profile that reads the file; its columns and words are what the
    office writes. ``file`` tells the form by its ending, ``separator`` the one of a text file.
    ``blank`` holds the chances of a blank cell by field, ``year_only`` that a birth date is a bare
    year, ``care`` multiplies the slips in names (1 = as most), ``status`` weighs the status words,
    ``passport_dates`` is the chance that the birth date was copied from the passport.
    """

    register: str
    file: str
    profile: str
    record: str
    separator: str = ","
    dates: str = "%d/%m/%Y"
    case: str = "title"
    care: float = 1.0
    year_only: float = 0.2
    passport_dates: float = 0.0
    blank: dict[str, float] = field(default_factory=dict)
    status: dict[str, float] = field(default_factory=lambda: {"handled": 1.0})

    def blank_rate(self, column: str) -> float:
        """Give the chance that the office leaves this field blank."""
        return self.blank.get(column, BLANK.get(column, 0.0))


_SEEDS: Final = (
    Office(
        register="police",
        file="police.csv",
        profile="police",
        record="LP/B/{number}/{year}",
        case="upper",
        year_only=0.18,
        passport_dates=0.2,
        blank={"nik": 0.44, "passport": 0.45, "phone": 0.43, "birth_date": 0.12},
        status={"presumed": 0.6, "identified": 0.4},
    ),
    Office(
        register="foreign_ministry",
        file="foreign_ministry.tsv",
        profile="foreign_ministry",
        record="PWNI-{year}-{number}",
        separator="\t",
        dates="%Y-%m-%d",
        care=0.9,
        year_only=0.04,
        passport_dates=0.7,
        blank={"nik": 0.63, "passport": 0.12, "phone": 0.7, "birth_date": 0.03},
    ),
    Office(
        register="women_child",
        file="women_child.csv",
        profile="women_child",
        record="KPA{number}",
        separator=";",
        dates="%d-%m-%Y",
        year_only=0.36,
        blank={"nik": 0.5, "passport": 0.58, "phone": 0.5, "birth_date": 0.18},
        status={"presumed": 0.25, "identified": 0.35, "handled": 0.4},
    ),
    Office(
        register="migrant_agency",
        file="migrant_agency.xlsx",
        profile="migrant_agency",
        record="ADU-{number}",
        dates="%Y%m%d",
        care=0.9,
        year_only=0.03,
        passport_dates=0.6,
        blank={"nik": 0.16, "passport": 0.08, "phone": 0.4, "birth_date": 0.01},
        status={"presumed": 0.5, "identified": 0.1, "handled": 0.4},
    ),
    Office(
        register="migrant_union",
        file="migrant_union.csv",
        profile="migrant_union",
        record="SBM{number}",
        dates="%d.%m.%Y",
        care=1.15,
        year_only=0.4,
        passport_dates=0.3,
        blank={"nik": 0.83, "passport": 0.53, "phone": 0.2, "birth_date": 0.23},
    ),
)


@cache
def offices(scenario: str) -> tuple[Office, ...]:
    """Give the five offices of a scenario.

    ``seeds``: one row a person everywhere. ``units``: the police keep reports with a number of
    victims, and the foreign ministry mixes presumed, identified and merely handled.
    """
    if scenario == "seeds":
        return _SEEDS
    police, ministry, *rest = _SEEDS
    return (
        replace(police, profile="police_reports", status={"presumed": 0.7, "identified": 0.3}),
        replace(ministry, status={"presumed": 0.45, "identified": 0.25, "handled": 0.3}),
        *rest,
    )


@dataclass(frozen=True)
class Column:
    """One column of an office's file: header, field, and the office's word for each code."""

    header: str
    field: str
    words: dict[str, str]
    split: str = ""


@cache
def columns(profile: str) -> tuple[Column, ...]:
    """Read an office's columns, in order, off its built-in profile (so that both always agree)."""
    path = resources.files("suar.analytics.registers") / "profiles" / f"{profile}.yaml"
    plan: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - a shipped file
    found = [Column(plan["id"], "record", {})]
    for header, about in plan["columns"].items():
        if isinstance(about, str):
            found.append(Column(header, about, {}))
        else:
            words = {code: word for word, code in about.get("values", {}).items()}
            found.append(Column(header, about["field"], words, about.get("split", "")))
    if "persons_in_row" in plan:
        found.insert(2, Column(plan["persons_in_row"], "persons_in_row", {}))
    if isinstance(plan["status"], dict):
        words = {}
        for word, code in plan["status"]["values"].items():
            words.setdefault(code, word)
        found.append(Column(plan["status"]["column"], "status", words))
    return tuple(found)
