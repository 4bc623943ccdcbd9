"""Five invented registers of a picture: what each holds, whom they share, when, who and where."""

import math
from typing import Any

TOTAL = 5639


def both(en: str, id_: str | None = None) -> dict[str, str]:
    return {"en": en, "id": id_ or en}


LABELS = {
    "police": both("Police", "Polri"),
    "foreign_ministry": both("Foreign ministry", "Kemlu"),
    "women_child": both("Women and child", "SIMFONI PPA"),
    "migrant_agency": both("Migrant-worker agency", "BP2MI"),
    "migrant_union": both("Migrant workers' union", "SBMI"),
}


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


def registers() -> list[dict[str, Any]]:
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


def sets() -> list[dict[str, Any]]:
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


def timeline() -> dict[str, Any]:
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


def breakdowns() -> list[dict[str, Any]]:
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


def corridors() -> dict[str, Any]:
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
