"""Files in, picture out: read, link, count, estimate, withhold, write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from suar.analytics.linkage.links import Links
from suar.analytics.picture.build import Extras, Settings, build
from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.files import Holder, Made, write_picture
from suar.analytics.picture.previous import compare
from suar.analytics.picture.redrawn import drawn_tables
from suar.analytics.picture.surmise import Estimator
from suar.analytics.population.table import Table
from suar.analytics.progress import Progress, silent
from suar.analytics.registers.reading import read_all
from suar.analytics.registers.register import Register
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.disclosure import Audience

_QUALITY = ("precision", "recall", "f1", "blocking_recall", "calibration_error")

#: How the picture estimates: every method, with fewer resamples and drawn link sets than
#: `suar estimate` takes by itself, and pairs of lists only, so that a run stays within a minute.
METHOD, RESAMPLES = "auto", 200
_NUMBERS = {
    "en": ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    "id": (
        "satu",
        "dua",
        "tiga",
        "empat",
        "lima",
        "enam",
        "tujuh",
        "delapan",
        "sembilan",
        "sepuluh",
    ),
}


@dataclass(frozen=True)
class Order:
    """What was asked for; the command line's flags.

    Attributes
    ----------
    holder
        Asks for the whole map; only ever for a named person with a stated ground.
    """

    registers: Sequence[Path]
    out: Path
    profiles: Sequence[str] = ()
    title: str = ""
    language: Literal["en", "id"] = "en"
    audience: Audience = Audience.TASKFORCE
    seed: int = 1
    threshold: float | Literal["auto"] = "auto"
    engine: str = "duckdb"
    truth: Path | None = None
    previous: Path | None = None
    blind: Path | None = None
    holder: Holder | None = None


@dataclass(frozen=True)
class Outcome:
    """What was made."""

    document: PictureDocument
    summary: dict[str, Any] = field(default_factory=dict)


def make_picture(order: Order, *, now: datetime, progress: Progress = silent) -> Outcome:
    """Make the picture and write it into ``order.out``.

    Raises
    ------
    Refusal
        If a register, a profile or the last picture cannot be used, or the folder not written.
    """
    _check(order)
    registers = _read(order, progress)
    links = _link(registers, order, progress)
    document = build(
        registers,
        links,
        settings=Settings(
            order.title or (_title(len(registers), order.language) if links else ""),
            order.language,
            order.audience,
            order.seed,
        ),
        extras=_extras(registers, links, order, progress),
        progress=progress,
    )
    write_picture(
        order.out,
        document,
        registers=registers,
        links=links,
        made=Made(now, _asked(order), order.holder),
        progress=progress,
    )
    return Outcome(document, summary(document, registers, order.out))


def summary(document: PictureDocument, registers: Sequence[Register], out: Path) -> dict[str, Any]:
    """Give the document of ``--json``."""
    persons = document["units"].get("persons")
    estimate = document.get("estimate")
    keys = ("records", "rejected", "duplicates", "persons", "only_here", "shared",
            "could_not_hold", "cannot_tell", "missed")  # fmt: skip
    return {
        "records": sum(register.accepted for register in registers),
        "rejected": sum(len(register.rejections) for register in registers),
        "persons": dict(persons) if persons is not None else None,
        "registers": [
            {
                "name": row["name"],
                "published": row["published"]["count"] if "published" in row else None,
            }
            | {key: row[key] for key in keys}  # type: ignore[literal-required]
            for row in document["registers"]
        ],
        "estimate": estimate.get("headline") if estimate is not None else None,
        "quality": document.get("quality"),
        "out": str(out),
    }


def _check(order: Order) -> None:
    if order.holder is not None and order.audience == Audience.PUBLIC:
        raise Refusal(
            "the whole map cannot be written for the public",
            remedy="Leave --map out, or make the picture with --audience holder.",
        )


def _read(order: Order, progress: Progress) -> list[Register]:
    if order.blind is None:
        return read_all(order.registers, order.profiles, progress=progress)
    from suar.analytics.registers.blind import BlindMap

    blind = BlindMap(order.blind)
    registers = read_all(order.registers, order.profiles, blind=blind.blinded, progress=progress)
    blind.save()
    return registers


def _link(registers: Sequence[Register], order: Order, progress: Progress) -> Links | None:
    if not any(register.linkable for register in registers):
        return None
    from suar.analytics.linkage import link

    linkable = [register for register in registers if register.kind != "totals"]
    return link(
        linkable, seed=order.seed, threshold=order.threshold, engine=order.engine, progress=progress
    )


def _extras(
    registers: Sequence[Register], links: Links | None, order: Order, progress: Progress
) -> Extras:
    if links is None:
        return Extras()
    extras = Extras(estimator=_estimator(registers, links, order, progress))
    if order.truth is not None:
        extras = replace(extras, quality=_quality(links, registers, order.truth))
    if order.previous is not None:
        progress("Comparing with the last picture")
        extras = replace(extras, change=compare(order.previous, links))
    return extras


def _estimator(
    registers: Sequence[Register], links: Links, order: Order, progress: Progress
) -> Estimator:
    """Give the estimate of those not known, with the doubt of the linking carried into it."""

    def estimator(table: Table) -> Mapping[str, Any]:
        from suar.analytics.population.estimate import estimate

        progress("Estimating those known to no register")
        coarse = order.audience != Audience.HOLDER
        draws = drawn_tables(registers, links, seed=order.seed, coarse=coarse)
        window = _window(registers)
        return estimate(
            table,
            method=METHOD,
            boot=RESAMPLES,
            order=2,
            seed=order.seed,
            draws=draws,
            window=window,
            progress=progress,
        ).document()

    return estimator


def _window(registers: Sequence[Register]) -> str | None:
    """Give the window that all registers with one declare, as it is to be shown."""
    told = {
        (window.start, window.end)
        for register in registers
        if (window := register.profile.window) is not None and window.start and window.end
    }
    return "{} to {}".format(*next(iter(told))) if len(told) == 1 else None


def _quality(links: Links, registers: Sequence[Register], truth: Path) -> Mapping[str, float]:
    from suar.analytics.linkage import evaluate
    from suar.analytics.linkage.truth import read_truth, truth_of

    told = truth_of(read_truth(truth), registers, file=str(truth))
    found: Mapping[str, Any] = dict(evaluate(links, told))
    return {key: float(found[key]) for key in _QUALITY}


def _title(registers: int, language: str) -> str:
    number = _NUMBERS[language][registers - 1] if registers <= 10 else str(registers)
    if language == "id":
        return f"Berapa orang dalam {number} register?"
    if registers == 1:
        return "How many persons does one register hold?"
    return f"How many persons do {number} registers hold?"


def _asked(order: Order) -> dict[str, object]:
    return {
        "language": order.language,
        "threshold": order.threshold,
        "engine": order.engine,
        "profiles": [Path(each.partition("=")[2] or each).name for each in order.profiles],
        "truth": order.truth.name if order.truth else None,
        "previous": order.previous.name if order.previous else None,
        "blind": order.blind is not None,
    }
