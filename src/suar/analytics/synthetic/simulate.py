"""The whole run: invent persons, let five registers see them, write the files and the truth."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import polars as pl

from suar.analytics.progress import Progress, silent
from suar.analytics.synthetic.capture import PERSONS, ROWS, Capture, draw_captures
from suar.analytics.synthetic.copying import Seen, records, write_register
from suar.analytics.synthetic.files import write_register_file
from suar.analytics.synthetic.identity import draw_identity
from suar.analytics.synthetic.names import draw_names
from suar.analytics.synthetic.offices import Office, offices
from suar.analytics.synthetic.people import WINDOW, Flags, Ints, draw_people
from suar.analytics.synthetic.readme import readme
from suar.analytics.synthetic.reports import Reports, draw_sizes, gather
from suar.analytics.synthetic.truth import count_population
from suar.analytics.writing import whole_folder, write_json
from suar.knowledge.refusal import Refusal

Scenario = Literal["seeds", "units"]
_LARGEST: Final = 1_000.0
_BESIDE: Final = ("truth.csv", "population.json", "README.md")
_NOTE: Final = (
    "Every person and every number here is invented. / Semua orang dan semua angka di sini rekaan."
)


@dataclass(frozen=True)
class Summary:
    """What was written: rows by register, and the truth (the content of population.json)."""

    out: Path
    rows: dict[str, int]
    files: tuple[str, ...]
    population: dict[str, Any]


def simulate(
    out: Path,
    *,
    scenario: Scenario = "seeds",
    scale: float = 1.0,
    seed: int = 1,
    progress: Progress = silent,
) -> Summary:
    """Write five registers of an invented country, and what is really so, into the folder ``out``.

    Parameters
    ----------
    out
        Folder; it appears whole or not at all.
    scenario
        ``seeds``: one row a person. ``units``: the police file holds reports with a number of
        victims, named only where there is one, and the foreign ministry mixes statuses.
    scale
        Multiplies the rows (1,352, 2,438, 2,039, 262 and 1,346 at 1) and the population.
    seed
        The same seed, scale and scenario give the same bytes.
    progress
        Told of each step.

    Raises
    ------
    Refusal
        If the scenario is unknown, the scale is not above 0 and at most 1,000, or the folder cannot
        be written.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     simulate(Path(folder) / "demo", scale=0.1, seed=1).rows["police"]
    135
    """
    _check(scenario, scale, seed)
    chance = _Chance(seed)
    world = _draw_world(scenario, scale, chance, progress)
    with whole_folder(out) as folder:
        for office in offices(scenario):
            progress(f"Writing {office.file}")
            frame = _register(world, office, chance.next())
            write_register_file(frame, folder / office.file, office.separator)
        truths = [_truth(world, office) for office in offices(scenario)]
        pl.concat(truths).write_csv(folder / "truth.csv")
        population = {
            "invented": True,
            "note": _NOTE,
            "scenario": scenario,
            "scale": scale,
            "seed": seed,
            "window": {"from": WINDOW[0].isoformat(), "to": WINDOW[1].isoformat()},
            **_count(world),
        }
        write_json(folder / "population.json", population)
        (folder / "README.md").write_text(readme(population, offices(scenario)), encoding="utf-8")
    files = (*(office.file for office in offices(scenario)), *_BESIDE)
    return Summary(out, world.rows, files, population)


def _check(scenario: str, scale: float, seed: int) -> None:
    if scenario not in ("seeds", "units"):
        raise Refusal("knows no such scenario", file="simulate", remedy="Use seeds or units.")
    if not 0 < scale <= _LARGEST:
        raise Refusal(
            f"has no scale {scale:g}", file="simulate", remedy="Use a number above 0, at most 1000."
        )
    if seed < 0:
        raise Refusal(
            "has no seed below 0", file="simulate", remedy="Use 0 or a whole number above."
        )


class _Chance:
    """Independent streams of chance, handed out in the order of the run."""

    def __init__(self, seed: int) -> None:
        self._left = iter(np.random.SeedSequence(seed).spawn(12))

    def next(self) -> np.random.Generator:
        return np.random.default_rng(next(self._left))


@dataclass(frozen=True)
class _World:
    """Everything that is so before a file is written; ``numbers`` are the persons' in the truth."""

    rows: dict[str, int]
    captures: dict[str, Capture]
    reports: Reports | None
    seen: Seen
    numbers: Ints

    def reports_of(self, office: Office) -> Reports | None:
        return self.reports if office.register == "police" else None


def _draw_world(scenario: str, scale: float, chance: _Chance, progress: Progress) -> _World:
    rows = {register: max(1, round(count * scale)) for register, count in ROWS.items()}
    progress("Inventing persons")
    people = draw_people(max(20, round(PERSONS * scale)), chance.next())
    wanted, sizes = dict(rows), None
    if scenario == "units":
        sizes = draw_sizes(rows["police"], len(people), chance.next())
        wanted["police"] = int(sizes.sum())
    progress("Letting five registers see them")
    captures = draw_captures(people, wanted, chance.next())
    progress("Naming those they saw")
    chosen = np.unique(np.concatenate([capture.person for capture in captures.values()]))
    index = np.full(len(people), -1)
    index[chosen] = np.arange(len(chosen))
    names = draw_names(people, chosen, chance.next())
    seen = Seen(people, chosen, index, names, draw_identity(people, chosen, chance.next()))
    reports = None if sizes is None else gather(captures["police"], sizes, people)
    return _World(rows, captures, reports, seen, chance.next().permutation(len(chosen)) + 1)


def _register(world: _World, office: Office, rng: np.random.Generator) -> pl.DataFrame:
    reports = world.reports_of(office)
    if reports is None:
        return write_register(office, world.captures[office.register], world.seen, rng)
    return write_register(office, reports.first, world.seen, rng, victims=reports.victims)


def _truth(world: _World, office: Office) -> pl.DataFrame:
    """Say who is in each row; a report with several victims has a line for each of them."""
    reports = world.reports_of(office)
    if reports is None:
        capture = world.captures[office.register]
        record, person = records(office, capture), capture.person
    else:
        record, person = records(office, reports.first).gather(reports.report), reports.person
    frame = pl.DataFrame({"record": record, "person": world.numbers[world.seen.index[person]]})
    named = frame.select(pl.lit(office.register).alias("register"), "record", "person")
    return named.unique(maintain_order=True)


def _count(world: _World) -> dict[str, Any]:
    everyone = len(world.seen.people)
    held = {name: _flags(each.person, everyone) for name, each in world.captures.items()}
    alone = dict(held)
    if world.reports is not None:
        single = world.reports.first.person[world.reports.victims == 1]
        alone["police"] = _flags(single, everyone)
    counted = count_population(world.seen.people, held)
    for register, about in counted["registers"].items():
        about["rows"] = world.rows[register]
    counted["with_a_row_of_their_own"] = int(np.logical_or.reduce(list(alone.values())).sum())
    return counted


def _flags(persons: Ints, everyone: int) -> Flags:
    flags = np.zeros(everyone, dtype=bool)
    flags[persons] = True
    return flags
