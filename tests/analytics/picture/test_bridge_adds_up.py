"""The bridge adds up, whatever the registers hold: on every audience, for what is shown."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suar.analytics.picture.build import Settings, build
from suar.analytics.picture.document import PictureDocument
from suar.knowledge.rules.disclosure import Audience

NAMES = ("police", "foreign_ministry", "women_child")
person = st.fixed_dictionaries(
    {
        "sex": st.sampled_from(["female", "male", None]),
        "minor": st.sampled_from([True, False, None]),
        "abroad": st.sampled_from([True, False, None]),
        "status": st.sampled_from(["identified", "presumed", "handled", None]),
        "event_date": st.sampled_from(["2020-03-04", "2021", "2022-11", None]),
        "purpose": st.lists(st.sampled_from(["sexual", "begging"]), max_size=2, unique=True),
        "destination": st.sampled_from(["MYS", "IDN", None]),
        "origin": st.sampled_from(["IDN", None]),
    }
)
held = st.lists(st.tuples(st.integers(1, 12), person), min_size=1, max_size=14)


def check_shown(document: PictureDocument) -> None:
    persons = document["units"].get("persons")
    whole = persons["count"] if persons else None
    for row in document["registers"]:
        _adds(row["records"], [row["duplicates"], row["persons"]])
        _adds(row["persons"], [row["only_here"], row["shared"]])
        rest = [row["persons"], row["could_not_hold"], row["cannot_tell"], row["missed"]]
        _adds(whole, rest)
    if persons:
        _adds(whole, [s["count"] for s in document["status"]])
        _adds(whole, [*(s["count"] for s in document["sets"]), document["sets_rest"]["persons"]])
        _adds(whole, [r["count"] for r in document["overlaps"]["rows"]])
        timeline = document["timeline"]
        _adds(whole, [timeline["undated"], *(p["count"] for p in timeline["years"])])
    for table in document["breakdowns"]:
        if not table["multi"]:
            _adds(table["known"], [s["count"] for s in table["shares"]])


def _adds(whole: int | None, parts: list[int | None]) -> None:
    if whole is not None and all(part is not None for part in parts):
        assert whole == sum(part or 0 for part in parts)


@given(told=st.tuples(held, held, held))
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_bridge_adds_up_on_any_registers(
    told: tuple[list[Any], ...],
    register: Callable[..., Any],
    linked: Callable[..., Any],
) -> None:
    registers = [
        register(n, [facts for _, facts in rows]) for n, rows in zip(NAMES, told, strict=True)
    ]
    links = linked(registers, [[who for who, _ in rows] for rows in told])
    document = build(registers, links, settings=Settings(audience=Audience.HOLDER))
    check_shown(document)
    persons = document["units"]["persons"]
    assert persons["count"] == links.members["person"].n_unique()
    assert persons["low"] is not None
    assert persons["low"] <= persons["count"] <= (persons["high"] or 0)
    for row in document["registers"]:
        assert None not in (row["records"], row["persons"], row["missed"])


@pytest.mark.parametrize("audience", [Audience.TASKFORCE, Audience.PUBLIC])
@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_shown_adds_up(country: Callable[..., Any], audience: Audience, seed: int) -> None:
    registers, links = country(seed)
    document = build(registers, links, settings=Settings(audience=audience))
    check_shown(document)
    smallest = document["smallest_cell"]
    for row in document["registers"]:
        for key in ("records", "duplicates", "persons", "only_here", "shared", "missed"):
            value = row[key]  # type: ignore[literal-required]
            assert (
                value is None or value == 0 or value >= smallest - smallest % document["rounding"]
            )
            assert value is None or value % document["rounding"] == 0


def test_the_bridge_by_hand(register: Callable[..., Any], linked: Callable[..., Any]) -> None:
    woman = {"sex": "female", "minor": False, "abroad": False}
    man = {"sex": "male", "minor": False, "abroad": True}
    nobody_knows = {"sex": "male", "minor": None, "abroad": None}
    police = register("police", [woman, woman, man, nobody_knows])
    ministry = register("foreign_ministry", [man])
    children = register("women_child", [woman])
    registers = [police, ministry, children]
    links = linked(registers, [[1, 1, 2, 3], [2], [1]])
    document = build(registers, links, settings=Settings(audience=Audience.HOLDER))
    rows = {row["name"]: row for row in document["registers"]}
    assert document["units"]["persons"]["count"] == 3
    assert rows["police"]["duplicates"] == 1
    assert (rows["police"]["only_here"], rows["police"]["shared"]) == (1, 2)
    assert rows["police"]["also"] == {"foreign_ministry": 1, "women_child": 1}
    ministry_row = rows["foreign_ministry"]
    assert (
        ministry_row["could_not_hold"],
        ministry_row["cannot_tell"],
        ministry_row["missed"],
    ) == (1, 1, 0)
    child_row = rows["women_child"]
    assert (child_row["could_not_hold"], child_row["cannot_tell"], child_row["missed"]) == (1, 1, 0)
    assert document["desks"]["authority_only"] == 2
    assert document["desks"]["both"] == 1


def test_contradicting_records_cannot_tell(
    register: Callable[..., Any], linked: Callable[..., Any]
) -> None:
    police = register(
        "police", [{"sex": "female", "minor": False}, {"sex": "male", "minor": False}]
    )
    children = register("women_child", [{"sex": "female"}])
    links = linked([police, children], [[1, 1], [2]])
    document = build([police, children], links, settings=Settings(audience=Audience.HOLDER))
    row = document["registers"][1]
    assert (row["persons"], row["cannot_tell"], row["missed"]) == (1, 1, 0)
    assert any("contradict" in doubt["en"] for doubt in document["doubts"])


def test_a_window_shuts_out(
    register: Callable[..., Any], linked: Callable[..., Any], window: Any
) -> None:
    police = register(
        "police", [{"event_date": "2019-05-01"}, {"event_date": "2021"}, {"event_date": None}]
    )
    union = register("migrant_union", [{"event_date": "2022-01-01"}], window=window)
    links = linked([police, union], [[1, 2, 3], [4]])
    document = build([police, union], links, settings=Settings(audience=Audience.HOLDER))
    row = document["registers"][1]
    assert (row["could_not_hold"], row["missed"], row["cannot_tell"]) == (1, 1, 1)
