"""The invented country of `suar demo`: five registers, their joint picture, the truth beside it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from suar.analytics.progress import Progress

SEED = 20260312
FILES = (
    "police.csv",
    "foreign_ministry.tsv",
    "women_child.csv",
    "migrant_agency.xlsx",
    "migrant_union.csv",
)


@dataclass(frozen=True)
class Country:
    """What the demonstration made, and what is really so."""

    report: Path
    summary: dict[str, Any]
    population: dict[str, Any]
    observed: int  # persons behind the estimate; what the picture itself counted

    def beside_truth(self) -> list[str]:
        """Give what Suar found beside what is so, as lines for the terminal."""
        persons, truth = self.summary["persons"], self.population
        quality = self.summary["quality"]
        off = persons["count"] / truth["seen"] - 1
        lines = [
            "",
            "INVENTED DATA: every person, number and place is made up.",
            f"{'':34}{'Suar':>20}{'the truth':>16}",
            f"{'Rows of five registers':34}{self.summary['records']:>20,}",
            f"{'Persons, counted once':34}{persons['count']:>20,}{truth['seen']:>16,}"
            f"   {off:+.1%}, said {persons['low']:,} to {persons['high']:,}",
            f"{'Links, F1':34}{quality['f1']:>20.3f}{'1.000':>16}"
            f"   precision {quality['precision']:.3f}, recall {quality['recall']:.3f}",
        ]
        return [*lines, *_not_known(self.summary["estimate"], self.observed, truth)]


def _no_more() -> None:
    """Begin nothing beside it."""


@dataclass(frozen=True)
class Wish:
    """What country it shall be: ``scale`` multiplies its rows, ``language`` is its picture's."""

    language: str = "en"
    scale: float = 1.0


def make_country(
    data: Path,
    listener: "Progress",
    *,
    wish: Wish = Wish(),
    meanwhile: Callable[[], None] = _no_more,
) -> Country:
    """Invent the registers and make their picture, or give what an earlier start made of them.

    Parameters
    ----------
    data
        ``data/registers`` and ``data/picture`` are written.
    meanwhile
        Called once the registers lie there, before the picture is made: it may begin something
        that runs beside us.
    """
    made = _made_before(data)
    if made is not None:
        meanwhile()
        return made
    return _make(data, listener, wish, meanwhile)


def _make(data: Path, listener: "Progress", wish: Wish, meanwhile: Callable[[], None]) -> Country:
    from datetime import UTC, datetime

    from suar.analytics.picture.pipeline import Order, make_picture
    from suar.analytics.synthetic import simulate
    from suar.analytics.writing import whole_file

    registers = data / "registers"
    _kept(data).unlink(missing_ok=True)  # of another Suar: whoever waits for ours must not take it
    invented = simulate(registers, seed=SEED, scale=wish.scale, progress=listener)
    meanwhile()
    order = Order(
        [registers / name for name in FILES],
        data / "picture",
        language="id" if wish.language == "id" else "en",
        seed=SEED,
        truth=registers / "truth.csv",
    )
    outcome = make_picture(order, now=datetime.now(UTC), progress=listener)
    estimate: Any = outcome.document.get("estimate") or {}
    observed = estimate.get("observed") or outcome.summary["persons"]["count"]
    with whole_file(_kept(data)) as aside:
        told = [_version(), outcome.summary, invented.population, observed]
        aside.write_text(json.dumps(told), encoding="utf-8")
    return Country(_report(data), outcome.summary, invented.population, observed)


def _made_before(data: Path) -> Country | None:
    """Give what the same Suar made here before; another one makes it anew."""
    try:
        told = json.loads(_kept(data).read_text(encoding="utf-8"))
        version, summary, population, observed = told
    except (OSError, ValueError):
        return None
    files = [_report(data), *(data / "registers" / name for name in FILES)]
    if version != _version() or not all(file.is_file() for file in files):
        return None
    return Country(_report(data), summary, population, observed)


def _version() -> str:
    from suar import __version__

    return __version__


def _kept(data: Path) -> Path:
    return data / "country.json"


def _report(data: Path) -> Path:
    return data / "picture" / "picture.html"


def _not_known(headline: dict[str, Any] | None, seen: int, truth: dict[str, Any]) -> list[str]:
    name = f"{'Not known to any register':34}"
    if headline is None or headline["kind"] == "refused":
        reasons = "no estimate" if headline is None else ", ".join(headline["reasons"])
        return [f"{name}{'refused':>20}{truth['unseen']:>16,}   {reasons}"]
    low, high = headline["low"] - seen, headline["high"] - seen
    said = f"{round(low, -2):,.0f} to {round(high, -2):,.0f}"
    return [f"{name}{said:>20}{truth['unseen']:>16,}   provisional; for the groups it is given for"]
