"""Strata said in words: on frames, in both languages, and as overlaps.csv carries them."""

from collections.abc import Callable
from typing import Any

import pytest

from suar.analytics.picture.bridge import count_cells, overlaps
from suar.analytics.picture.gather import gather
from suar.analytics.picture.hold import OUT, Holding, holding
from suar.analytics.picture.strata import label
from suar.analytics.picture.surmise import enter_estimate, overlap_table
from suar.analytics.registers import parse_scope
from suar.analytics.registers.profile import Window
from suar.analytics.registers.scope import Scope

WOMEN = {"any": [{"sex": ["female"]}, {"minor": ["true"]}]}
ABROAD = {"all": [{"abroad": ["true"]}]}


def person(sex: str | None, minor: bool | None, abroad: bool | None, **more: Any) -> dict[str, Any]:
    return {"sex": sex, "minor": minor, "abroad": abroad, "event_date": "2021-03-04"} | more


PEOPLE = [
    person("female", False, True),
    person("male", False, True),
    person("male", None, True),
    person("female", False, False),
    person("male", False, False),
    person("male", False, None),
]


@pytest.fixture
def hold(
    register: Callable[..., Any], linked: Callable[..., Any], window: Window
) -> Callable[..., Any]:
    """Put the same people on police, mission and women's service; give who could hold whom."""

    def make(people: list[dict[str, Any]], *, scopes: list[Any] | None = None) -> Any:
        asked = scopes or [None, parse_scope(ABROAD), parse_scope(WOMEN)]
        names = ("police", "foreign_ministry", "women_child")
        registers = [
            register(name, people, scope=scope, window=window)
            for name, scope in zip(names, asked, strict=True)
        ]
        links = linked(registers, [range(1, len(people) + 1)] * 3)
        gathered = gather(registers, links)
        return gathered, holding(gathered)

    return make


def words(holding: Holding, *rows: tuple[int, ...]) -> dict[str, str]:
    among = {tuple(row) for row in holding.answers.tolist()}
    mine = {p for p in among if tuple(p[n] for n in holding.told) in rows}
    return dict(label(holding, mine, among=among))


def test_columns_are_what_scopes_ask_and_values_are_words(hold: Callable[..., Any]) -> None:
    gathered, found = hold(PEOPLE)
    table: Any = overlaps(count_cells(gathered, found), found, gathered.names)
    assert [s["name"] for s in table["strata"]] == ["stratum_abroad", "stratum_minor_sex"]
    said = {tuple(row["stratum"]) for row in table["rows"]}
    assert said == {
        ("abroad", "women and minors"),
        ("abroad", "adult men"),
        ("abroad", "not known"),
        ("at home", "women and minors"),
        ("at home", "adult men"),
        ("not known", "adult men"),
    }
    assert set(overlap_table(count_cells(gathered, found), found, gathered.names).lists) == {
        "police", "foreign_ministry", "women_child",
    }  # fmt: skip


def test_one_stratum_and_several_are_said_shortly(hold: Callable[..., Any]) -> None:
    _, found = hold(PEOPLE)
    assert words(found, (1, 0)) == {
        "en": "Abroad, adult men",
        "id": "Di luar negeri, laki-laki dewasa",
    }
    assert words(found, (1, 2)) == {
        "en": "Abroad, sex or age not known",
        "id": "Di luar negeri, jenis kelamin atau umur tidak diketahui",
    }
    assert words(found, (1, 1), (1, 2))["en"] == ("Abroad: women and minors, sex or age not known")
    pooled = words(found, (1, 1), (0, 1), (0, 0), (2, 0))
    assert pooled == {
        "en": "Abroad: women and minors; at home: everyone; not known whether abroad: adult men",
        "id": "Di luar negeri: perempuan dan anak; di dalam negeri: semua; "
        "tidak diketahui apakah di luar negeri: laki-laki dewasa",
    }
    everybody = [(1, 0), (1, 1), (1, 2), (0, 0), (0, 1), (2, 0)]
    assert words(found, *everybody) == {"en": "Everyone", "id": "Semua"}


def test_who_is_neither_is_not_called_a_man(hold: Callable[..., Any]) -> None:
    _, found = hold([*PEOPLE, person("other", False, True)])
    assert words(found, (1, 0))["en"] == "Abroad, neither women nor minors"


def test_outside_the_window_is_a_stratum_of_its_own(hold: Callable[..., Any]) -> None:
    late = [person("female", False, True, event_date="2025-01-01"), *PEOPLE]
    late.append(person("male", False, False, event_date="2025"))
    gathered, found = hold(late)
    table: Any = overlaps(count_cells(gathered, found), found, gathered.names)
    assert [s["name"] for s in table["strata"]] == [
        "stratum_window", "stratum_abroad", "stratum_minor_sex",
    ]  # fmt: skip
    outside = [row for row in table["rows"] if row["stratum"][0] == "outside the window"]
    assert [row["stratum"][1:] for row in outside] == [["not asked", "not asked"]]
    assert {row["stratum"][0] for row in table["rows"]} == {
        "in the window", "outside the window",
    }  # fmt: skip
    pattern = (OUT,) * 3
    assert not found.could_be_held(pattern)
    # Where everybody of a group is inside, the window is not spoken of.
    assert words(found, (1, 1, 0))["en"] == "Abroad, adult men"
    kept = overlap_table(count_cells(gathered, found), found, gathered.names)
    assert sum(s.table.observed for s in kept.strata) == len(PEOPLE)


def test_a_date_not_known_leaves_the_other_answers(hold: Callable[..., Any]) -> None:
    _, found = hold([*PEOPLE, person("female", True, True, event_date=None)])
    assert words(found, (2, 1, 1))["en"] == "Date not known, abroad, women and minors"
    assert [found.could_hold(bit, (2, 1, 1)) for bit in range(3)] == [2, 2, 2]
    assert [found.could_hold(bit, (2, 0, 1)) for bit in range(3)] == [2, 0, 2]


@pytest.mark.parametrize(
    ("scope", "meets", "not_"),
    [
        (
            {"any": [{"abroad": ["true"]}, {"purpose": ["online_scam"]}]},
            "abroad or forced online fraud",
            "neither abroad nor forced online fraud",
        ),
        ({"all": [{"citizenship": ["IDN"]}]}, "indonesian citizens", "foreign citizens"),
        (
            {"all": [{"sex": ["female"]}, {"abroad": ["false"]}]},
            "women and girls and at home",
            "not women and girls and at home",
        ),
    ],
)
def test_any_scope_has_words(
    hold: Callable[..., Any], scope: dict[str, Any], meets: str, not_: str
) -> None:
    asked: Scope = parse_scope(scope)
    people = [
        person("female", False, False, citizenship="IDN", purpose=["online_scam"]),
        person("male", False, False, citizenship="MMR", purpose=["begging"]),
    ]
    gathered, found = hold(people, scopes=[None, asked, None])
    table: Any = overlaps(count_cells(gathered, found), found, gathered.names)
    said = {value for row in table["rows"] for value in row["stratum"]}
    assert said == {meets, not_}
    assert not [value for value in said if "," in value or value != value.lower()]


def test_checks_name_groups_in_words_in_both_languages(hold: Callable[..., Any]) -> None:
    from suar.analytics.disclosure.ledger import Ledger
    from suar.analytics.picture.bridge import enter_cells
    from suar.analytics.picture.draft import Draft

    gathered, found = hold(PEOPLE)
    cells = count_cells(gathered, found)
    old = "abroad abroad, minor_sex adult men"

    def estimator(table: Any) -> dict[str, Any]:
        text = {"en": f"Together: {old}.", "id": f"Bersama: {old}."}
        values = {"abroad": "abroad", "minor_sex": "adult men"}
        assert values in [dict(stratum.values) for stratum in table.strata]
        part = {"label": {"en": old, "id": old}, "strata": [values], "observed": 1, "checks": []}
        checks = [{"code": "thin-strata", "state": "marked", "text": text}]
        return {"strata": [part], "checks": checks}

    draft = Draft(Ledger())
    enter_cells(draft, cells)
    estimate: Any = enter_estimate(draft, cells, found, estimator, gathered.names)
    assert estimate["checks"][0]["text"] == {
        "en": "Together: “Abroad, adult men”.",
        "id": "Bersama: “Di luar negeri, laki-laki dewasa”.",
    }
    assert estimate["strata"][0]["label"]["id"] == "Di luar negeri, laki-laki dewasa"
