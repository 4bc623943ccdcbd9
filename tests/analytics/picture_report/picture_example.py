"""A rich picture document with invented numbers, and the empties and refusals beside it."""

import copy
import hashlib
import math
from typing import Any

TOTAL = 5639


def both(en: str, id_: str | None = None) -> dict[str, str]:
    return {"en": en, "id": id_ or en}


def _register(
    name: str,
    label: dict[str, str],
    colour: int,
    counts: str,
    figures: tuple[int, ...],
    also: dict[str, int],
) -> dict[str, Any]:
    records, duplicates, only, shared, missed, cannot, could = figures
    assert records - duplicates == only + shared
    assert only + shared + missed + cannot + could == TOTAL
    return {
        "name": name,
        "label": label,
        "colour": colour,
        "kind": "records",
        "counts": counts,
        "linkable": True,
        "published": {
            "count": records,
            "unit": "report" if counts == "report" else "case",
            "as_of": "2023-12-31",
            "source": "invented",
        },
        "rows": records + 8,
        "rejected": 3,
        "records": records,
        "cases_only": 0,
        "outside_window": 5,
        "outside_scope": 2,
        "duplicates": duplicates,
        "persons": only + shared,
        "only_here": only,
        "shared": shared,
        "also": also,
        "could_not_hold": could,
        "cannot_tell": cannot,
        "missed": missed,
    }


LABELS = {
    "police": both("Police", "Polri"),
    "foreign_ministry": both("Foreign ministry", "Kemlu"),
    "women_child": both("Women and child", "SIMFONI PPA"),
    "migrant_agency": both("Migrant-worker agency", "BP2MI"),
    "migrant_union": both("Migrant workers' union", "SBMI"),
}


def _registers() -> list[dict[str, Any]]:
    figures = {
        "police": (1, "report", (1352, 64, 701, 587, 4255, 96, 0)),
        "foreign_ministry": (2, "case", (2438, 118, 1534, 786, 871, 241, 2207)),
        "women_child": (3, "report", (2039, 141, 1402, 496, 1427, 118, 2196)),
        "migrant_agency": (4, "person", (262, 9, 88, 165, 2593, 402, 2391)),
        "migrant_union": (5, "case", (1346, 83, 682, 581, 1887, 377, 2112)),
    }
    also = {
        "police": {"foreign_ministry": 238, "women_child": 258, "migrant_union": 149},
        "foreign_ministry": {"police": 238, "women_child": 195, "migrant_union": 398},
        "women_child": {"police": 258, "foreign_ministry": 195, "migrant_union": 104},
        "migrant_agency": {"foreign_ministry": 92, "migrant_union": 74},
        "migrant_union": {"police": 149, "foreign_ministry": 398, "women_child": 104},
    }
    names = list(LABELS)
    return [
        _register(
            name, LABELS[name], colour, counts, numbers,
            {other: also[name].get(other) for other in names if other != name},
        )
        for name, (colour, counts, numbers) in figures.items()
    ]  # fmt: skip


def _sets() -> list[dict[str, Any]]:
    short = {"P": "police", "F": "foreign_ministry", "W": "women_child", "A": "migrant_agency",
             "U": "migrant_union"}  # fmt: skip
    drawn = "F1534 W1402 P701 U682 FU262 PW200 PF178 FW160 A88 PU82 WU79 FA61 PFU58 AU47"
    found = []
    for entry in drawn.split():
        letters = entry.rstrip("0123456789")
        found.append(
            {"registers": [short[x] for x in letters], "count": int(entry[len(letters) :])}
        )
    return found


def _timeline() -> dict[str, Any]:
    months = []
    for i in range(48):
        year, month = 2020 + i // 12, i % 12 + 1
        level = 80 if i < 3 else 45 + 0.6 * i if i < 18 else 75 + (i - 18) * 4.8
        level = 255 if i > 40 else level
        wave = math.sin(i * 1.9) * 9
        months.append({"period": f"{year}-{month:02d}", "count": round(level + wave)})
    years = [
        {"period": str(year), "count": sum(m["count"] for m in months[k * 12 : k * 12 + 12])}
        for k, year in enumerate(range(2020, 2024))
    ]
    return {
        "months": months,
        "years": years,
        "by_register": {
            name: [{"period": str(2020 + k), "count": 150 * (k + 1) + 7 * n} for k in range(4)]
            for n, name in enumerate(LABELS)
        },
        "undated": 37,
        "marks": [
            {
                "date": "2020-04-01",
                "to": "2021-06-30",
                "kind": "closure",
                "note": both("borders closed", "perbatasan ditutup"),
            },
            {
                "date": "2023-06-05",
                "kind": "practice",
                "register": "police",
                "note": both("police task force", "satgas TPPO Polri"),
            },
        ],
    }


def _breakdown(
    field: str, label: dict[str, str], rows: list[tuple[str, dict[str, str], int | None]],
    *, multi: bool = False, withheld: int = 0,
) -> dict[str, Any]:  # fmt: skip
    return {
        "field": field,
        "label": label,
        "known": sum(n or 0 for *_, n in rows) - (400 if multi else 0),
        "multi": multi,
        "shares": [{"code": c, "label": text, "count": n} for c, text, n in rows],
        "withheld": withheld,
    }


def _breakdowns() -> list[dict[str, Any]]:
    return [
        _breakdown(
            "purpose",
            both("Purpose", "Tujuan eksploitasi"),
            [
                ("forced_labour", both("Forced labour", "Kerja paksa"), 2210),
                (
                    "forced_criminality",
                    both(
                        "Forced criminality, online fraud among it",
                        "Dipaksa berbuat pidana, termasuk penipuan daring",
                    ),
                    1644,
                ),
                ("sexual", both("Sexual exploitation", "Eksploitasi seksual"), 1188),
                ("debt", both("Debt bondage", "Jeratan utang"), 302),
                ("organ", both("Organ removal", "Pengambilan organ"), None),
            ],
            multi=True,
            withheld=2,
        ),
        _breakdown(
            "sector",
            both("Sector", "Sektor"),
            [
                ("online", both("Online fraud compounds", "Kompleks penipuan daring"), 1512),
                ("domestic", both("Domestic work", "Pekerjaan rumah tangga"), 940),
                ("fishing", both("Fishing", "Perikanan tangkap"), 611),
                ("plantation", both("Plantations", "Perkebunan"), 288),
                ("construction", both("Construction", "Konstruksi"), 97),
            ],
            withheld=1,
        ),
        _breakdown(
            "sex",
            both("Sex", "Jenis kelamin"),
            [
                ("female", both("Female", "Perempuan"), 2871),
                ("male", both("Male", "Laki-laki"), 2604),
            ],
        ),
        _breakdown(
            "age_band",
            both("Age at first record", "Usia saat pertama tercatat"),
            [
                ("0--8", both("0 to 8", "0 sampai 8"), 41),
                ("9--17", both("9 to 17", "9 sampai 17"), 803),
                ("18--20", both("18 to 20", "18 sampai 20"), 655),
                ("21--29", both("21 to 29", "21 sampai 29"), 1820),
                ("30--38", both("30 to 38", "30 sampai 38"), 1204),
                ("39--47", both("39 to 47", "39 sampai 47"), 402),
                ("48+", both("48 and over", "48 ke atas"), 118),
            ],
        ),
        _breakdown(
            "recruitment_channel",
            both("How they were recruited", "Cara perekrutan"),
            [
                ("social_media", both("Social media", "Media sosial"), 1933),
                ("acquaintance", both("Acquaintance", "Kenalan"), 1108),
                ("agency", both("Agency", "Perusahaan penempatan"), 790),
            ],
        ),
        _breakdown(
            "origin",
            both("Country of origin", "Negara asal"),
            [
                ("IDN", both("Indonesia"), 5301),
                ("MMR", both("Myanmar"), 44),
                ("PHL", both("Philippines", "Filipina"), 29),
            ],
            withheld=6,
        ),
        _breakdown(
            "destination",
            both("Country of destination", "Negara tujuan"),
            [
                ("IDN", both("Indonesia"), 2006),
                ("KHM", both("Cambodia", "Kamboja"), 1021),
                ("MYS", both("Malaysia"), 612),
                ("MMR", both("Myanmar"), 534),
                ("SAU", both("Saudi Arabia", "Arab Saudi"), 203),
            ],
            withheld=4,
        ),
    ]


def _corridors() -> dict[str, Any]:
    places = {
        "KHM": (both("Cambodia", "Kamboja"), 1021),
        "MYS": (both("Malaysia"), 612),
        "MMR": (both("Myanmar"), 534),
        "SAU": (both("Saudi Arabia", "Arab Saudi"), 203),
        "PHL": (both("Philippines", "Filipina"), 148),
        "LAO": (both("Laos"), 91),
        "TWN": (both("Taiwan"), 84),
        "ARE": (both("United Arab Emirates", "Uni Emirat Arab"), 61),
        "SGP": (both("Singapore", "Singapura"), 23),
        "TUR": (both("Türkiye", "Turki"), 17),
        "ZAF": (both("South Africa", "Afrika Selatan"), 12),
    }
    return {
        "shown": [
            {
                "origin": "IDN",
                "destination": code,
                "label": both(f"Indonesia to {label['en']}", f"Indonesia ke {label['id']}"),
                "count": n,
            }
            for code, (label, n) in places.items()
        ],
        "inside": 2006,
        "withheld": 9,
        "known": 4860,
    }


def _headline(kind: str, *numbers: int | None, reasons: tuple[str, ...] = ()) -> dict[str, Any]:
    estimate, low, high = numbers or (None, None, None)
    return {"kind": kind, "estimate": estimate, "low": low, "high": high, "reasons": list(reasons)}


def _result(
    method: str, hidden: int, i80: tuple[int, int], i95: tuple[int, int], observed: int
) -> dict[str, Any]:
    return {
        "method": method,
        "model": ["police:foreign_ministry", "women_child:migrant_union"],
        "estimate": hidden + observed,
        "hidden": hidden,
        "intervals": [
            {"level": 0.8, "kind": "bca", "low": i80[0] + observed, "high": i80[1] + observed},
            {"level": 0.95, "kind": "bca", "low": i95[0] + observed, "high": i95[1] + observed},
        ],
        "replicates": 1000,
        "warnings": [],
    }


def _strata() -> list[dict[str, Any]]:
    names = list(LABELS)
    rows = [
        (
            both("Women and children, abroad", "Perempuan dan anak, di luar negeri"),
            names, 1186, 1900, 3700,
        ),
        (
            both("Men, migrant workers abroad", "Laki-laki, pekerja migran di luar negeri"),
            ["police", "foreign_ministry", "migrant_agency", "migrant_union"], 2447, 6100, 12300,
        ),
        (
            both("Women and children, before departure or inside Indonesia",
                 "Perempuan dan anak, sebelum berangkat atau di dalam negeri"),
            ["police", "women_child", "migrant_union"], 1402, 2900, 4600,
        ),
    ]  # fmt: skip
    strata = [
        {
            "stratum": str(i),
            "label": label,
            "lists": lists,
            "observed": seen,
            "headline": _headline("range", None, seen + low, seen + high),
            "results": [],
            "checks": [],
        }
        for i, (label, lists, seen, low, high) in enumerate(rows)
    ]
    reason = both(
        "Two registers cannot show how many both have missed; three are needed.",
        "Dua register tidak dapat menunjukkan berapa yang terlewat oleh keduanya; perlu tiga.",
    )
    strata.append(
        {
            "stratum": "3",
            "label": both("Men inside Indonesia", "Laki-laki di dalam negeri"),
            "lists": ["police", "migrant_union"],
            "observed": 604,
            "headline": _headline("refused", reasons=("few-lists",)),
            "results": [],
            "checks": [{"code": "few-lists", "state": "refused", "text": reason}],
        }
    )
    return strata


def _checks() -> list[dict[str, Any]]:
    rows = [
        ("unconnected-list", "passed", "Each register shares persons with another",
         "Tiap register memuat orang yang juga ada di register lain"),
        ("few-overlaps", "passed", "1,232 persons stand in two registers or more (20 needed)",
         "1.232 orang ada di dua register atau lebih (perlu 20)"),
        ("known-truth-fails", "passed",
         "Known-truth check: hidden parts of 4 of 5 registers were found within their interval",
         "Uji kebenaran: bagian tersembunyi dari 4 dari 5 register ditemukan dalam selangnya"),
        ("linkage-unmeasured", "marked",
         "Linking finds 91 of 100 true links; the intervals were widened for it",
         "Penautan menemukan 91 dari 100 tautan sejati; selang dilebarkan karenanya"),
        ("methods-disagree", "range",
         "The methods differ by a factor of 1.6; more than 1.5 means a range",
         "Metode berbeda 1,6 kali; lebih dari 1,5 berarti rentang"),
        ("few-lists", "refused", "One stratum has two registers only",
         "Satu kelompok hanya punya dua register"),
    ]  # fmt: skip
    return [{"code": c, "state": s, "text": both(en, id_)} for c, s, en, id_ in rows]


def _estimate() -> dict[str, Any]:
    observed = 5035
    results = [
        _result("stepwise", 10_900, (10_100, 11_900), (9_300, 13_100), observed),
        _result("bic", 12_600, (11_300, 15_200), (9_800, 18_900), observed),
        _result("graphs", 13_100, (11_800, 16_100), (10_100, 19_700), observed),
        _result("latent", 20_600, (17_000, 26_000), (14_200, 31_200), observed),
        {"method": "chao", "model": [], "estimate": 8_700 + observed, "hidden": 8_700,
         "intervals": [], "replicates": 0, "warnings": []},
    ]  # fmt: skip
    left = [
        ({"left_out": "police"}, 9_700, 19_100),
        ({"left_out": "foreign_ministry"}, 7_200, 18_800),
        ({"left_out": "women_child"}, 10_100, 19_900),
        ({"left_out": "migrant_agency"}, 11_000, 20_900),
        ({"left_out": "migrant_union"}, 9_200, 16_400),
        ({"merged": "police+foreign_ministry"}, 10_300, 19_700),
    ]
    return {
        "lists": list(LABELS),
        "observed": observed,
        "results": results,
        "headline": _headline("range", None, 10_100 + observed, 26_000 + observed,
                              reasons=("methods-disagree",)),
        "warnings": ["methods-disagree", "few-lists"],
        "checks": _checks(),
        "strata": _strata(),
        "sensitivity": [
            {**what, "estimate": (low + high) // 2 + observed, "low": low + observed,
             "high": high + observed}
            for what, low, high in left
        ],
        "words": both(
            "Police and the foreign ministry find the same people more often than chance; the "
            "women's register and the union less often. The best-BIC model carries both ties.",
            "Polri dan Kemlu menemukan orang yang sama lebih sering daripada kebetulan; register "
            "perempuan dan serikat lebih jarang. Model BIC terbaik memuat kedua ikatan itu.",
        ),
        "seed": 20260312,
        "version": "0.1.0",
    }  # fmt: skip


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
        "registers": _registers(),
        "desks": {
            "authority_only": 2413,
            "both": 919,
            "service_only": 2307,
            "authorities": ["police", "foreign_ministry"],
            "services": ["women_child", "migrant_agency", "migrant_union"],
            "change": {"new": 188, "relinked": 41, "corrected": 12, "since": "2025-09"},
        },
        "sets": _sets(),
        "sets_rest": {"sets": 6, "persons": 105},
        "overlaps": {"strata": [], "registers": [], "rows": []},
        "timeline": _timeline(),
        "breakdowns": _breakdowns(),
        "corridors": _corridors(),
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
        "estimate": _estimate(),
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
    estimate["headline"] = _headline("refused", reasons=("known-truth-fails",))
    estimate["checks"] = [{"code": "known-truth-fails", "state": "refused", "text": reason}]
    estimate["results"] = []
    estimate["sensitivity"] = []
    for stratum in estimate["strata"]:
        stratum["headline"] = _headline("refused", reasons=("known-truth-fails",))
        stratum["checks"] = estimate["checks"]
    return document


def split() -> dict[str, Any]:
    """Give the example with no figure for all, and figures for groups, as task forces see them."""
    document = example()
    estimate = document["estimate"]
    contradiction = both("The lists contradict one another.", "Daftar-daftar saling bertentangan.")
    estimate["headline"] = _headline("refused", reasons=("known-truth-fails", "methods-disagree"))
    estimate["checks"].append(
        {"code": "known-truth-fails", "state": "refused", "text": contradiction}
    )
    for place, stratum in enumerate(estimate["strata"]):
        seen = stratum["observed"] or 100
        stratum["results"] = [
            _result("stepwise", seen + place, (seen, 2 * seen), (seen, 3 * seen), seen)
            | {"hidden": None}
        ]
    return document


def pointed() -> dict[str, Any]:
    """Give the example with an estimate of one figure."""
    document = example()
    estimate = document["estimate"]
    estimate["headline"] = _headline("point", 17_600, 16_400, 19_900)
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
