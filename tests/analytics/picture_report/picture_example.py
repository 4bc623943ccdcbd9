"""A rich picture document with invented numbers, and the empties and refusals beside it."""

import copy
import hashlib
from typing import Any

from analytics.picture_report.picture_estimate import estimate_of_five, headline, result
from analytics.picture_report.picture_registers import (
    LABELS,
    TOTAL,
    both,
    breakdowns,
    corridors,
    registers,
    sets,
    timeline,
)


def example(**changes: object) -> dict[str, Any]:
    """Give the whole picture of five invented registers; ``changes`` replace keys, None drops."""
    document: dict[str, Any] = {
        "suar": "0.1.0",
        "title": "",
        "language": "en",
        "audience": "taskforce",
        "smallest_cell": 5,
        "rounding": 1,
        "basis": "persons",
        "invented": True,
        "seed": 20260312,
        "window": {"from": "2020-01-01", "to": "2023-12-31"},
        "units": {
            "incidents": {"count": 1118, "low": 1060, "high": 1190},
            "cases": {"count": 7022, "low": 6980, "high": 7060},
            "persons": {"count": TOTAL, "low": 5500, "high": 5790},
        },
        "status": [
            {"status": s, "label": both(s), "count": n, "low": low, "high": high}
            for s, n, low, high in (
                ("identified", 2184, 2120, 2240),
                ("presumed", 1907, 1840, 1990),
                ("handled", 1548, 1480, 1640),
            )
        ],
        "registers": registers(),
        "desks": {
            "authority_only": 2413,
            "both": 919,
            "service_only": 2307,
            "authorities": ["police", "foreign_ministry"],
            "services": ["women_child", "migrant_agency", "migrant_union"],
            "change": {"new": 188, "relinked": 41, "corrected": 12, "since": "2025-09"},
        },
        "sets": sets(),
        "sets_rest": {"sets": 6, "persons": 105},
        "overlaps": {"strata": [], "registers": [], "rows": []},
        "timeline": timeline(),
        "breakdowns": breakdowns(),
        "corridors": corridors(),
        "news": [
            {"field": "sector", "code": "online",
             "label": both("Online fraud compounds", "Kompleks penipuan daring"),
             "share_before": 0.041, "share_after": 0.382, "count_after": 1344},
            {"field": "corridor", "code": "IDN-KHM",
             "label": both("Indonesia to Cambodia", "Indonesia ke Kamboja"),
             "share_before": 0.022, "share_after": 0.301, "count_after": 961},
            {"field": "recruitment_channel", "code": "social_media",
             "label": both("Social media", "Media sosial"),
             "share_before": 0.244, "share_after": 0.41, "count_after": 1466},
        ],
        "news_window": {"from": "2020-01", "middle": "2021-12", "to": "2023-05"},
        "estimate": estimate_of_five(),
        "linking": {"threshold": 0.9, "candidates": 48211, "linked": 2104, "engine": "duckdb",
                    "private": False, "unsure": 311},
        "quality": {"precision": 0.961, "recall": 0.912, "f1": 0.936, "blocking_recall": 0.981,
                    "calibration_error": 0.031},
        "doubts": [
            both("A row that did not name a person would be a case and would never be linked.",
                 "Baris yang tidak menyebut orang dihitung sebagai kasus dan tidak ditautkan."),
            both("Year-only birth dates stand in one row of seven; such links are weaker.",
                 "Satu dari tujuh baris hanya memuat tahun lahir; tautan seperti itu lebih lemah."),
        ],
        "inputs": [
            {"name": f"{name}.csv", "sha256": hashlib.sha256(name.encode()).hexdigest(),
             "rows": 1000}
            for name in LABELS
        ],
    }  # fmt: skip
    for key, value in changes.items():
        if value is None:
            document.pop(key)
        else:
            document[key] = copy.deepcopy(value)
    return document


def all_withheld() -> dict[str, Any]:
    """Give the example with every count withheld."""

    def hide(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {name: hide(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [hide(inner, key) for inner in value]
        shown = {"rows", "rejected", "colour", "smallest_cell", "seed", "candidates", "linked",
                 "unsure", "sets", "withheld"}  # fmt: skip
        number = isinstance(value, int) and not isinstance(value, bool)
        return None if number and key not in shown else value

    document = example()
    kept = {"registers": [register["published"] for register in document["registers"]]}
    document = {key: hide(value, key) for key, value in document.items()}
    for register, published in zip(document["registers"], kept["registers"], strict=True):
        register["published"] = published
    document["corridors"]["shown"] = []
    document["corridors"]["withheld"] = 11
    document["news"] = []
    document["estimate"] = refused()["estimate"]
    return document


def one_register() -> dict[str, Any]:
    """Give a picture of one linkable register and two that give totals."""
    document = example(estimate=None, desks=None, quality=None)
    police, ministry, women, *_ = document["registers"]
    persons = 1288
    police.update(only_here=persons, shared=0, missed=0, cannot_tell=0, could_not_hold=0)
    police["also"] = {}
    for register in (ministry, women):
        register.update(kind="totals", linkable=False, also={})
        for key in ("duplicates", "persons", "only_here", "shared", "could_not_hold",
                    "cannot_tell", "missed"):  # fmt: skip
            register[key] = None
    document["registers"] = [police, ministry, women]
    ministry["totals"] = [
        {"unit": "case", "period": str(year), "count": 600 + year - 2020}
        for year in range(2020, 2024)
    ]
    document["alone"] = [
        {
            "register": "women_child",
            "records": 2039,
            "status": [],
            "timeline": document["timeline"],
            "breakdowns": document["breakdowns"][2:4],
            "news": [],
        }
    ]
    document["units"] = {"persons": {"count": persons, "low": 1270, "high": 1300}}
    document["status"] = []
    document["sets"] = [{"registers": ["police"], "count": persons}]
    document["sets_rest"] = {"sets": 0, "persons": 0}
    document["timeline"] = {
        "months": [],
        "years": [{"period": str(y), "count": 300 + y - 2020} for y in range(2020, 2024)],
        "by_register": {},
        "undated": None,
        "marks": [],
    }
    document["breakdowns"] = document["breakdowns"][:1]
    document["corridors"] = {"shown": [], "inside": 40, "withheld": 1, "known": 44}
    document["news"] = []
    return document


def cases_only() -> dict[str, Any]:
    """Give a picture without any linkable register and without dates (CTDC alone)."""
    document = example(estimate=None, desks=None, quality=None, linking=None, window=None)
    register = document["registers"][0]
    register.update(name="ctdc", label=both("CTDC, k-anonymised"), counts="case", linkable=False,
                    rows=48773, rejected=0, records=0, cases_only=48773, outside_window=0,
                    outside_scope=0, also={})  # fmt: skip
    for key in ("duplicates", "persons", "only_here", "shared", "could_not_hold", "cannot_tell",
                "missed"):  # fmt: skip
        register[key] = None
    register.pop("published")
    document.update(
        invented=False,
        registers=[register],
        basis="records",
        units={"cases": {"count": 48773, "low": 48773, "high": 48773}},
        status=[
            {
                "status": "presumed",
                "label": both("presumed"),
                "count": 48771,
                "low": 48771,
                "high": 48771,
            }
        ],
        sets=[],
        sets_rest={"sets": 0, "persons": 0},
        timeline={"months": [], "years": [], "by_register": {}, "undated": 48773, "marks": []},
        news=[],
        doubts=[],
        inputs=document["inputs"][:1],
    )
    return document


def refused() -> dict[str, Any]:
    """Give the example with an estimate that no register set allows."""
    document = example()
    estimate = document["estimate"]
    reason = both(
        "The registers contradict one another: three of five hidden parts were missed.",
        "Register-register ini saling bertentangan: tiga dari lima bagian tersembunyi meleset.",
    )
    estimate["headline"] = headline("refused", reasons=("known-truth-fails",))
    estimate["checks"] = [{"code": "known-truth-fails", "state": "refused", "text": reason}]
    estimate["results"] = []
    estimate["sensitivity"] = []
    for stratum in estimate["strata"]:
        stratum["headline"] = headline("refused", reasons=("known-truth-fails",))
        stratum["checks"] = estimate["checks"]
    return document


def split() -> dict[str, Any]:
    """Give the example with no figure for all, and figures for groups, as task forces see them."""
    document = example()
    estimate = document["estimate"]
    contradiction = both("The lists contradict one another.", "Daftar-daftar saling bertentangan.")
    estimate["headline"] = headline("refused", reasons=("known-truth-fails", "methods-disagree"))
    estimate["checks"].append(
        {"code": "known-truth-fails", "state": "refused", "text": contradiction}
    )
    for place, stratum in enumerate(estimate["strata"]):
        seen = stratum["observed"] or 100
        stratum["results"] = [
            result("stepwise", seen + place, (seen, 2 * seen), (seen, 3 * seen), seen)
            | {"hidden": None}
        ]
    return document


def pointed() -> dict[str, Any]:
    """Give the example with an estimate of one figure."""
    document = example()
    estimate = document["estimate"]
    estimate["headline"] = headline("point", 17_600, 16_400, 19_900)
    estimate["results"] = estimate["results"][:2]
    return document


STATES = {
    "rich": example,
    "withheld": all_withheld,
    "one": one_register,
    "cases": cases_only,
    "refused": refused,
    "point": pointed,
    "split": split,
}
