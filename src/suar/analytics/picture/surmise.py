"""The table of overlaps handed to the estimate, exact; its answer made fit for the audience.

An estimate tells counts too: less its hidden part it is the number of persons seen, and what is
left without one list tells who stands on that list alone. For an audience that may not see small
cells, the counts go into the ledger with all others, estimates are told to three figures, and what
nobody needs to read the estimate is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import resources
from math import floor, log10
from typing import Any

import yaml

from suar.analytics.disclosure.ledger import Key
from suar.analytics.picture.bridge import Cells, held_row
from suar.analytics.picture.document import Label
from suar.analytics.picture.draft import COST, Draft, Ref
from suar.analytics.picture.hold import Holding
from suar.analytics.picture.strata import label, values
from suar.analytics.population.rows import Row, table_of
from suar.analytics.population.table import Table
from suar.knowledge.rules.disclosure import Policy

Estimator = Callable[[Table], Mapping[str, Any]]
_FIGURES = 3
#: Parts that are exact counts, or from which such counts could be worked out.
_EXACT = ("known_truth", "ratio", "detection_rate")
_HIDDEN = ("hidden", "details")


def overlap_table(cells: Cells, holding: Holding, names: Sequence[str]) -> Table:
    """Give the capture histories by stratum to the methods that estimate.

    Persons whom no register could hold by its own word (outside every scope and window) are counted
    in the picture and are no part of what is estimated.
    """
    columns = _columns(holding)
    rows = [
        Row(
            dict(zip(columns, values(holding, pattern), strict=True)),
            tuple(
                "" if held is None else str(held)
                for held in held_row(holding, mask, pattern, len(names))
            ),
            count,
        )
        for mask, pattern, count in zip(cells.masks, cells.patterns, cells.counts, strict=True)
        if holding.could_be_held(pattern)
    ]
    return table_of(names, rows, strata=columns)


def _columns(holding: Holding) -> list[str]:
    return [holding.questions[n].name for n in holding.told]


def enter_estimate(
    draft: Draft, cells: Cells, holding: Holding, estimator: Estimator, names: Sequence[str]
) -> dict[str, object]:
    """Estimate from the exact table, and enter the counts that the answer tells."""
    found = dict(estimator(overlap_table(cells, holding, names)))
    asked = (("observed", lambda _: True), ("shared", lambda mask: bool(mask & (mask - 1))))
    for what, wanted in asked:
        keys = cells.keys(
            lambda m, p, wanted=wanted: holding.could_be_held(p) and wanted(m)  # type: ignore[misc]
        )
        value = sum(draft.ledger.cells[key].value for key in keys)
        found[what] = draft.count(("estimate", what), value, "part")
        draft.ledger.total(("estimate", what), keys)
    parts = [dict(part) for part in found.get("strata") or []]
    made = [part["label"]["en"] for part in parts]
    found["strata"] = parts = [
        _enter_stratum(draft, cells, holding, number, part) for number, part in enumerate(parts)
    ]
    labels = {old: part["label"] for old, part in zip(made, parts, strict=True)}
    for each in (found, *parts):
        if each.get("checks"):
            each["checks"] = [_renamed(dict(check), labels) for check in each["checks"]]
    return found


def _enter_stratum(
    draft: Draft, cells: Cells, holding: Holding, number: int, part: dict[str, Any]
) -> dict[str, Any]:
    """Tie the persons of a block of strata to the cells that make them, and name the block."""
    columns = _columns(holding)
    wanted = {  # the answers that make the block
        tuple(str(each.get(name, "")) for name in columns) for each in part["strata"]
    }
    among = {p for p in cells.patterns if holding.could_be_held(p)}
    mine = {p for p in among if tuple(values(holding, p)) in wanted}
    keys: list[Key] = cells.keys(lambda _, p: p in mine)
    seen = int(part["observed"])
    leaked = sum(draft.ledger.cells[key].value for key in keys) - seen
    ref = Ref(draft.ledger.cell(("estimate", "stratum", number), seen, cost=COST["part"]))
    rest = draft.hidden(("estimate", "leaked", number), max(leaked, 0))
    if leaked >= 0:
        draft.ledger.balance(keys, [ref.key, rest])
    return part | {"observed": ref, "label": label(holding, mine, among=among)}


def _renamed(check: dict[str, Any], labels: Mapping[str, Label]) -> dict[str, Any]:
    """Say groups in a check's sentence by their words instead of by columns and values."""
    text = dict(check["text"])
    for old in sorted(labels, key=len, reverse=True):
        for language, said in text.items():
            words = labels[old]["id" if language == "id" else "en"]
            text[language] = said.replace(old, f"\u201c{words}\u201d")
    return check | {"text": text}


@cache
def _texts() -> dict[str, dict[str, str]]:
    file = resources.files("suar.analytics.picture").joinpath("data/estimate.yaml")
    return dict(yaml.safe_load(file.read_text("utf-8")))


def fit_for(found: Mapping[str, object], policy: Policy) -> dict[str, object]:
    """Leave out and coarsen what would tell small counts to this audience."""
    if policy.smallest_cell <= 1:
        return dict(found)
    kept = {key: value for key, value in found.items() if key not in _EXACT}
    return {key: _fit(key, value) for key, value in kept.items()}


def _fit(key: str, value: Any) -> Any:
    if key in _HIDDEN:
        return {} if key == "details" else None
    if isinstance(value, float):
        return figures(value)
    if isinstance(value, Mapping):
        return _fit_check(value) if "code" in value else {k: _fit(k, v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_fit("", each) for each in value]
    return value


def _fit_check(check: Mapping[str, Any]) -> dict[str, Any]:
    plain = _texts().get(str(check["code"]))
    raised = check.get("state") != "passed"
    return dict(check) | {"text": dict(plain)} if plain and raised else dict(check)


def figures(value: float, digits: int = _FIGURES) -> float:
    """Round to so many figures.

    >>> figures(12345.6), figures(0.98765), figures(0.0)
    (12300.0, 0.988, 0.0)
    """
    if not value:
        return value
    return float(round(value, digits - 1 - floor(log10(abs(value)))))
