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
from suar.analytics.synthetic.people import WINDOW, Ints, People, draw_people
from suar.analytics.synthetic.readme import readme
from suar.analytics.synthetic.reports import Reports, draw_sizes, gather
from suar.analytics.synthetic.truth import count_population
from suar.analytics.writing import whole_folder, write_json
from suar.knowledge.refusal import Refusal

Scenario = Literal["seeds", "units"]
_LARGEST: Final = 1_000.0


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
    chance = iter(np.random.SeedSequence(seed).spawn(12))
    rows = {register: max(1, round(count * scale)) for register, count in ROWS.items()}
    progress("Inventing persons")
    people = draw_people(max(20, round(PERSONS * scale)), _rng(chance))
    sizes = draw_sizes(rows["police"], len(people), _rng(chance)) if scenario == "units" else None
    wanted = rows if sizes is None else {**rows, "police": int(sizes.sum())}
    progress("Letting five registers see them")
    captures = draw_captures(people, wanted, _rng(chance))
    seen = _meet(people, captures, _rng(chance), _rng(chance))
    reports = None if sizes is None else gather(captures["police"], sizes, people)
    numbers = _rng(chance).permutation(len(seen.chosen)) + 1
    truths, files = [], []
    with whole_folder(out) as folder:
        for office in offices(scenario):
            progress(f"Writing {office.file}")
            rng = _rng(chance)
            if office.register == "police" and reports is not None:
                frame = write_register(office, reports.first, seen, rng, victims=reports.victims)
            else:
                frame = write_register(office, captures[office.register], seen, rng)
            write_register_file(frame, folder / office.file, office.separator)
            truths.append(_truth(office, captures[office.register], reports, seen, numbers))
            files.append(office.file)
        pl.concat(truths).write_csv(folder / "truth.csv")
        population = _population(people, captures, rows, scenario, scale, seed)
        write_json(folder / "population.json", population)
        (folder / "README.md").write_text(readme(population, offices(scenario)), encoding="utf-8")
    return Summary(out, rows, (*files, "truth.csv", "population.json", "README.md"), population)


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


def _rng(chance: Any) -> np.random.Generator:
    return np.random.default_rng(next(chance))


def _meet(
    people: People,
    captures: dict[str, Capture],
    for_names: np.random.Generator,
    for_numbers: np.random.Generator,
) -> Seen:
    chosen = np.unique(np.concatenate([capture.person for capture in captures.values()]))
    index = np.full(len(people), -1)
    index[chosen] = np.arange(len(chosen))
    return Seen(
        people=people,
        chosen=chosen,
        index=index,
        names=draw_names(people, chosen, for_names),
        identity=draw_identity(people, chosen, for_numbers),
    )


def _truth(
    office: Office, capture: Capture, reports: Reports | None, seen: Seen, numbers: Ints
) -> pl.DataFrame:
    if office.register == "police" and reports is not None:
        record = records(office, reports.first).gather(reports.report)
        person = numbers[seen.index[reports.person]]
    else:
        record = records(office, capture)
        person = numbers[seen.index[capture.person]]
    frame = pl.DataFrame({"record": record, "person": person})
    named = frame.select(pl.lit(office.register).alias("register"), "record", "person")
    return named.unique(maintain_order=True)


def _population(
    people: People,
    captures: dict[str, Capture],
    rows: dict[str, int],
    scenario: str,
    scale: float,
    seed: int,
) -> dict[str, Any]:
    held = {}
    for register, capture in captures.items():
        held[register] = np.zeros(len(people), dtype=bool)
        held[register][capture.person] = True
    counted = count_population(people, held)
    for register, about in counted["registers"].items():
        about["rows"] = rows[register]
    return {
        "invented": True,
        "note": "Every person and every number here is invented. / "
        "Semua orang dan semua angka di sini rekaan.",
        "scenario": scenario,
        "scale": scale,
        "seed": seed,
        "window": {"from": WINDOW[0].isoformat(), "to": WINDOW[1].isoformat()},
        **counted,
    }
