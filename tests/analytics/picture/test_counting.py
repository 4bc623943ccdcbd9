"""Units are not persons: what is counted as what."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from suar.analytics.picture.build import Extras, Settings, build
from suar.analytics.picture.handing import for_recipient, write_links
from suar.analytics.picture.previous import compare
from suar.analytics.registers import Register
from suar.analytics.registers.profile import PracticeChange, Profile
from suar.analytics.writing import write_json
from suar.knowledge.rules.disclosure import Audience

Make = Callable[..., Any]
HOLDER = Settings(audience=Audience.HOLDER)


def test_rows_that_name_nobody_are_cases_only(register: Make, linked: Make) -> None:
    police = register(
        "police", [{}, {"names_person": False, "persons_in_row": 7}, {}], counts="report"
    )
    union = register("migrant_union", [{}])
    links = linked([police, union], [[1, None, 2], [1]])
    document = build([police, union], links, settings=HOLDER)
    units = document["units"]
    assert units["persons"]["count"] == 2
    assert units["cases"]["count"] == 4  # two persons of the police, one of the union, one bare row
    row = document["registers"][0]
    assert (row["records"], row["cases_only"], row["persons"]) == (2, 1, 2)
    assert any("name no person" in doubt["en"] for doubt in document["doubts"])


def test_incidents_are_joined_by_a_shared_person(register: Make, linked: Make) -> None:
    police = register(
        "police",
        [
            {"case_id": "A", "event_date": "2022-01-01"},
            {"case_id": "A", "event_date": "2022-01-01"},
        ],
        case_id="LP",
        counts="report",
    )
    ministry = register(
        "foreign_ministry",
        [
            {"case_id": "M", "event_date": "2022-09-01"},
            {"case_id": "N", "event_date": "2020-01-01"},
        ],
        case_id="NO",
    )
    links = linked([police, ministry], [[1, 2], [1, 2]])
    found = build([police, ministry], links, settings=HOLDER)["units"]["incidents"]
    assert (found["low"], found["count"], found["high"]) == (1, 2, 3)


def test_incidents_are_absent_where_nobody_numbers_them(register: Make, linked: Make) -> None:
    police = register("police", [{}])
    assert "incidents" not in build([police], linked([police], [[1]]), settings=HOLDER)["units"]


def test_a_person_stands_at_the_furthest_status(register: Make, linked: Make) -> None:
    police = register("police", [{"status": "presumed"}, {"status": None}])
    union = register("migrant_union", [{"status": "identified"}, {"status": "handled"}])
    document = build([police, union], linked([police, union], [[1, 2], [1, 3]]), settings=HOLDER)
    counts = {part["status"]: part["count"] for part in document["status"]}
    assert counts == {"identified": 1, "presumed": 0, "handled": 1, "not_stated": 1}
    for part in document["status"]:
        assert part["low"] <= part["count"] <= part["high"]


def test_blank_is_not_in_the_denominator(register: Make, linked: Make) -> None:
    rows = [{"purpose": ["sexual", "begging"]}, {"purpose": ["sexual"]}, {"purpose": None}]
    police = register("police", rows)
    document = build([police], linked([police], [[1, 2, 3]]), settings=HOLDER)
    table = next(t for t in document["breakdowns"] if t["field"] == "purpose")
    assert table["known"] == 2
    assert {s["code"]: s["count"] for s in table["shares"]} == {"sexual": 2, "begging": 1}


def test_totals_stand_beside_persons(register: Make, linked: Make) -> None:
    police = register("police", [{"event_date": "2021-01-01"}])
    lines = [
        (2021, "case", None, None, None, 40),
        (2021, "case", "female", None, None, 30),
        (2022, "case", "male", None, None, 9),
    ]
    frame = pl.DataFrame(
        lines, schema=["year", "unit", "sex", "age", "purpose", "count"], orient="row"
    )
    totals = Register("ngo", "ngo.csv", "totals", Profile(register="ngo", counts="case"), frame, 3)
    document = build([police, totals], linked([police], [[1]]), settings=HOLDER)
    assert document["units"]["persons"]["count"] == 1
    assert document["units"]["cases"]["count"] == 1
    row = document["registers"][1]
    assert row["persons"] is None
    assert [(p["period"], p["count"]) for p in row["totals"]] == [("2021", 40), ("2022", 9)]


def test_news_does_not_cross_a_change_of_practice(register: Make, linked: Make) -> None:
    def rows(months: list[str], code: str, count: int) -> list[dict[str, Any]]:
        return [{"event_date": f"{m}-03", "purpose": [code]} for m in months for _ in range(count)]

    early, late = [f"2021-{m:02d}" for m in range(1, 13)], [f"2022-{m:02d}" for m in range(1, 13)]
    told = rows(early, "sexual", 20) + rows(late, "online_scam", 20)
    change = (PracticeChange("2022-01-01", {"en": "hotline", "id": "saluran"}),)
    plain, changed = register("police", told), register("police", told, practice_changes=change)
    links = linked([plain], [list(range(1, len(told) + 1))])
    assert [n["code"] for n in build([plain], links, settings=HOLDER)["news"]] == ["online_scam"]
    document = build([changed], links, settings=HOLDER)
    assert document["news"] == []
    assert document["timeline"]["marks"][0]["kind"] == "practice"


def test_a_recipient_learns_nothing_of_other_registers(
    register: Make, linked: Make, tmp_path: Path
) -> None:
    police = register("police", [{}, {}, {}])
    union = register("migrant_union", [{}, {}])
    links = linked([police, union], [[7, 7, 9], [9, 12]])
    table = for_recipient(links, "police")
    assert table.columns == ["record", "person", "probability"]
    assert sorted(table["person"].unique()) == [1, 2]
    lone = table.filter(pl.col("record") == "p3")["probability"].item()
    assert lone == 1.0  # 0.9 would say that somebody else knows this person
    write_links(tmp_path, links)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["migrant_union.csv", "police.csv"]


def test_what_changed_since_the_last_picture(register: Make, linked: Make, tmp_path: Path) -> None:
    police = register("police", [{}, {}, {}, {}, {}])
    before = linked([police], [[1, 1, 2, 3, 4]])
    write_links(tmp_path / "links", before)
    write_json(tmp_path / "picture.json", {})
    write_json(tmp_path / "manifest.json", {"time": "2025-09-01T00:00:00+00:00"})
    after = linked([police], [[1, 2, 3, 3, 4]])
    kept = after.members.filter(pl.col("record") != "p5")
    new = kept[-1:].with_columns(pl.lit("p9").alias("record"), pl.lit(99, pl.Int64).alias("person"))
    change = compare(tmp_path, replace(after, members=pl.concat([kept, new])))
    assert change is not None
    assert (change.new, change.relinked, change.corrected) == (1, 3, 1)
    assert change.since == "2025-09-01"


def test_the_change_stands_with_the_desks(register: Make, linked: Make, tmp_path: Path) -> None:
    from suar.analytics.picture.previous import Change

    police, union = register("police", [{}]), register("migrant_union", [{}])
    links = linked([police, union], [[1], [2]])
    extras = Extras(change=Change(1, 0, 0, "2025-01-01"))
    document = build([police, union], links, settings=HOLDER, extras=extras)
    assert document["desks"]["change"]["new"] == 1
