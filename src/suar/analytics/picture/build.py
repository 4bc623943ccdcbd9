"""From registers and links to the one document that every page and file is drawn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast

from suar import __version__
from suar.analytics.disclosure.ledger import Ledger
from suar.analytics.disclosure.release import release
from suar.analytics.linkage.links import Links
from suar.analytics.picture.alone import alone_sections, sections
from suar.analytics.picture.bridge import PERSONS, count_cells, enter_cells, enter_sets, overlaps
from suar.analytics.picture.desks import desks
from suar.analytics.picture.document import Label, PictureDocument
from suar.analytics.picture.doubts import doubts
from suar.analytics.picture.draft import Answers, Draft, Ref
from suar.analytics.picture.gather import Gathered, gather
from suar.analytics.picture.hold import holding
from suar.analytics.picture.previous import Change
from suar.analytics.picture.ranges import status_ranges
from suar.analytics.picture.rows import register_rows
from suar.analytics.picture.surmise import Estimator, enter_estimate, fit_for
from suar.analytics.picture.units import cases, incidents, persons_span
from suar.analytics.picture.when import by_register
from suar.analytics.progress import Progress, silent
from suar.analytics.registers.register import Register
from suar.knowledge.rules.disclosure import POLICIES, Audience, Policy


@dataclass(frozen=True)
class Settings:
    """What the maker of a picture chooses."""

    title: str = ""
    language: str = "en"
    audience: Audience = Audience.TASKFORCE
    seed: int = 1


@dataclass(frozen=True)
class Extras:
    """What other parts find out: an estimate, quality against a truth, the change since last time.

    ``estimator`` is given the exact table of overlaps and answers with the estimate's document.
    """

    estimator: Estimator | None = None
    quality: Mapping[str, float] | None = None
    change: Change | None = None
    doubts: Sequence[Label] = field(default_factory=tuple)


def build(
    registers: Sequence[Register],
    links: Links | None,
    *,
    settings: Settings,
    extras: Extras | None = None,
    progress: Progress = silent,
) -> PictureDocument:
    """Count persons once and say what may be shown of it to this audience.

    Parameters
    ----------
    links
        None where no register says who anybody is; then nothing is linked and no persons counted.

    Returns
    -------
    PictureDocument
        The same for the same inputs, links and settings, to the last key.
    """
    extras = extras or Extras()
    policy = POLICIES[settings.audience]
    progress("counting persons")
    draft, document = draft_picture(registers, links, settings=settings, extras=extras)
    progress("withholding what is too small to show")
    values = release(draft.ledger, policy)
    shown = Answers(values, policy.smallest_cell, policy.rounding).settle(document)
    return _tidy(cast(dict[str, object], shown))


def draft_picture(
    registers: Sequence[Register],
    links: Links | None,
    *,
    settings: Settings,
    extras: Extras,
) -> tuple[Draft, dict[str, object]]:
    """Count everything; the numbers stand in the draft's ledger, exact."""
    policy = POLICIES[settings.audience]
    draft, gathered = Draft(Ledger()), gather(registers, links)
    hold = holding(gathered, coarse=settings.audience != Audience.HOLDER)
    cells = count_cells(gathered, hold)
    document: dict[str, object] = _head(registers, settings, policy)
    if gathered.linked:
        enter_cells(draft, cells)
    sets, rest = enter_sets(draft, cells, gathered.names, policy.smallest_cell)
    rows = register_rows(draft, gathered, cells, hold)
    document |= {"units": _units(draft, gathered, rows, links), "registers": rows}
    document |= {"sets": sets, "sets_rest": rest, "overlaps": overlaps(cells, hold, gathered.names)}
    if gathered.linked and links is not None:
        ranges = status_ranges(gathered, links)
        document |= sections(
            draft, gathered.persons, Ref(PERSONS), registers, policy, ranges=ranges
        )
        cast(dict[str, object], document["timeline"])["by_register"] = by_register(draft, gathered)
    document |= alone_sections(draft, gathered, policy, main=not gathered.linked)
    if gathered.linked and (between := desks(draft, cells, gathered)):
        document["desks"] = between
    if extras.change is not None:
        _home(document)["change"] = _change(draft, extras.change)
    if extras.estimator is not None and len(gathered.linked) > 1:
        found = enter_estimate(draft, cells, hold, extras.estimator, gathered.names)
        document["estimate"] = fit_for(found, policy)
    document |= _others(links, extras)
    document["doubts"] = [*doubts(gathered, links), *extras.doubts]
    return draft, document


def _head(registers: Sequence[Register], settings: Settings, policy: Policy) -> dict[str, object]:
    return {
        "suar": __version__,
        "title": settings.title,
        "language": settings.language,
        "audience": str(settings.audience),
        "smallest_cell": policy.smallest_cell,
        "rounding": policy.rounding,
        "invented": any(register.invented for register in registers),
        "seed": settings.seed,
        "inputs": [
            {"name": register.name, "sha256": register.sha256, "rows": register.rows}
            for register in registers
        ],
    }


def _units(
    draft: Draft, gathered: Gathered, rows: list[dict[str, object]], links: Links | None
) -> dict[str, object]:
    units: dict[str, object] = {}
    if (events := incidents(draft, gathered)) is not None:
        units["incidents"] = events
    if (work := cases(draft, gathered, rows, links)) is not None:
        units["cases"] = work
    if gathered.linked:
        units["persons"] = persons_span(draft, links)
    return units


def _others(links: Links | None, extras: Extras) -> dict[str, object]:
    found: dict[str, object] = {}
    if links is not None:
        found["linking"] = {
            "threshold": links.threshold,
            "candidates": links.candidates,
            "linked": links.linked,
            "engine": links.engine,
            "private": links.private,
            "unsure": links.unsure if links.pairs.height else 0,
        }
    if extras.quality is not None:
        found["quality"] = dict(extras.quality)
    return found


def _home(document: dict[str, object]) -> dict[str, object]:
    """The change stands beside who falls between desks; without desks, by itself."""
    return cast(dict[str, object], document.get("desks", document))


def _change(draft: Draft, change: Change) -> dict[str, object]:
    """Enter the change; whoever is new stands among the persons, and is not the rest of them."""
    new = draft.count(("change", "new"), change.new, "part")
    persons = draft.ledger.cells[PERSONS].value
    draft.ledger.total(
        PERSONS, [new.key, draft.hidden(("change", "not new"), persons - change.new)]
    )
    return {
        "new": new,
        "relinked": draft.count(("change", "relinked"), change.relinked, "part"),
        "corrected": draft.count(("change", "corrected"), change.corrected, "part"),
        "since": change.since,
    }


def _tidy(document: dict[str, object]) -> PictureDocument:
    """Drop corridors that are withheld, count withheld codes, and put the keys in their order."""
    for part in (document, *cast(list[dict[str, object]], document.get("alone", []))):
        for table in cast(list[dict[str, object]], part.get("breakdowns", [])):
            shares = cast(list[dict[str, object]], table["shares"])
            table["withheld"] = sum(1 for share in shares if share["count"] is None)
        lanes = cast("dict[str, object] | None", part.get("corridors"))
        if lanes is not None:
            drawn = cast(list[dict[str, object]], lanes["shown"])
            lanes["shown"] = [lane for lane in drawn if lane["count"] is not None]
            lanes["withheld"] = sum(1 for lane in drawn if lane["count"] is None)
        news = cast(list[dict[str, object]], part.get("news", []))
        part["news"] = [item for item in news if item["count_after"] is not None]
    order = [key for key in PictureDocument.__annotations__ if key in document]
    return cast(PictureDocument, {key: document[key] for key in order})
