"""What is really so in the invented country: who is in which row, and how many there are."""

from typing import Any

import numpy as np
import polars as pl

from suar.analytics.synthetic.capture import in_scope
from suar.analytics.synthetic.identity import split_days
from suar.analytics.synthetic.people import COUNTRIES, PURPOSES, Flags, People
from suar.analytics.synthetic.segments import SEGMENTS


def count_population(people: People, held: dict[str, Flags]) -> dict[str, Any]:
    """Count everyone: by stratum of scope, purpose, year and kind, and by history of capture.

    ``held[register]`` tells for each person whether the register holds it. Every table adds up to
    the whole population.
    """
    registers = sorted(held)
    seen = np.logical_or.reduce([held[name] for name in registers])
    years = split_days(people.found)[0]
    main = {
        "persons": len(people),
        "seen": int(seen.sum()),
        "unseen": int((~seen).sum()),
        "in_several_registers": int((np.sum([held[name] for name in registers], axis=0) > 1).sum()),
    }
    return {
        **main,
        "registers": {
            name: {
                "persons": int(held[name].sum()),
                "could_hold": int(in_scope(name, people).sum()),
                "held_out_of_scope": int((held[name] & ~in_scope(name, people)).sum()),
            }
            for name in registers
        },
        "strata": _strata(people, held, seen),
        "purposes": _by(np.array(PURPOSES)[people.purpose], "purpose", seen),
        "countries": _by(np.array(COUNTRIES)[people.country], "exploitation_country", seen),
        "years": _by(years, "year", seen),
        "kinds": _by(
            np.array([segment.name for segment in SEGMENTS])[people.segment], "kind", seen
        ),
        "histories": _histories(held, registers),
    }


def _strata(people: People, held: dict[str, Flags], seen: Flags) -> list[dict[str, Any]]:
    strata = []
    for abroad in (True, False):
        for sex in ("female", "male"):
            for minor in (True, False):
                here = (
                    (people.abroad == abroad)
                    & (people.female == (sex == "female"))
                    & (people.minor == minor)
                )
                strata.append(
                    {
                        "abroad": abroad,
                        "sex": sex,
                        "minor": minor,
                        **_counts(here, seen),
                        "registers": {
                            name: int((held[name] & here).sum()) for name in sorted(held)
                        },
                    }
                )
    return strata


def _by(values: "np.ndarray[Any, Any]", name: str, seen: Flags) -> list[dict[str, Any]]:
    return [{name: value.item(), **_counts(values == value, seen)} for value in np.unique(values)]


def _counts(here: Flags, seen: Flags) -> dict[str, int]:
    return {
        "persons": int(here.sum()),
        "seen": int((here & seen).sum()),
        "unseen": int((here & ~seen).sum()),
    }


def _histories(held: dict[str, Flags], registers: list[str]) -> list[dict[str, int]]:
    frame = pl.DataFrame({name: held[name].astype(np.int64) for name in registers})
    counted = frame.group_by(registers).agg(pl.len().cast(pl.Int64).alias("persons"))
    return counted.sort(registers, descending=True).to_dicts()
