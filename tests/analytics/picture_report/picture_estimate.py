"""An invented estimate of a picture: methods, groups, checks, and what each register bears."""

from typing import Any

from analytics.picture_report.picture_registers import LABELS, both


def headline(kind: str, *numbers: int | None, reasons: tuple[str, ...] = ()) -> dict[str, Any]:
    estimate, low, high = numbers or (None, None, None)
    return {"kind": kind, "estimate": estimate, "low": low, "high": high, "reasons": list(reasons)}


def result(
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
            "headline": headline("range", None, seen + low, seen + high),
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
            "headline": headline("refused", reasons=("few-lists",)),
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


def estimate_of_five() -> dict[str, Any]:
    observed = 5035
    results = [
        result("stepwise", 10_900, (10_100, 11_900), (9_300, 13_100), observed),
        result("bic", 12_600, (11_300, 15_200), (9_800, 18_900), observed),
        result("graphs", 13_100, (11_800, 16_100), (10_100, 19_700), observed),
        result("latent", 20_600, (17_000, 26_000), (14_200, 31_200), observed),
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
        "headline": headline("range", None, 10_100 + observed, 26_000 + observed,
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
