"""What a drawing may say: no line across a change, no ranking of places, no shelter, no red."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analytics.picture_report.picture_example import example
from analytics.picture_report.picture_registers import LABELS, both
from suar.analytics.picture.report import land
from suar.analytics.picture.report.estimate import Hidden, hidden
from suar.analytics.picture.report.figures import breakdowns, corridors, svg, timeline, upset
from suar.analytics.picture.report.paint import TOKENS, follow
from suar.analytics.picture.report.sections import bridge, figures, unknown
from suar.analytics.picture.report.speech import Speech

ENGLISH, INDONESIAN = Speech("en"), Speech("id")
MONTHS = [f"{year}-{month:02d}" for year in range(2020, 2024) for month in range(1, 13)]


@given(
    counts=st.lists(st.none() | st.integers(5, 300), min_size=2, max_size=48),
    days=st.lists(st.sampled_from([f"{month}-05" for month in MONTHS]), max_size=4),
)
def test_no_stretch_of_line_crosses_a_change_of_practice(
    counts: list[int | None], days: list[str]
) -> None:
    points = list(zip(MONTHS, counts, strict=False))
    marks = [{"date": day, "kind": "practice", "note": both("x")} for day in days]
    rows = timeline.segments(points, marks)  # type: ignore[arg-type]
    for before, after in pairwise(rows):
        if before["stretch"] == after["stretch"]:
            assert not any(str(before["day"]) < day < str(after["day"])[:7] for day in days)
            assert not any(
                str(row["day"])[:7] == day[:7] for row in (before, after) for day in days
            )
            place = MONTHS.index(str(before["day"])[:7])
            assert MONTHS[place + 1] == str(after["day"])[:7], "a withheld month is left open"
    assert len(rows) <= sum(count is not None for count in counts)


def test_places_stand_in_alphabetical_order_and_others_by_size() -> None:
    by_field = {b["field"]: b for b in example()["breakdowns"]}
    places = [name for name, _ in breakdowns.ordered(by_field["destination"], ENGLISH)]
    assert (
        places == sorted(places) == ["Cambodia", "Indonesia", "Malaysia", "Myanmar", "Saudi Arabia"]
    )
    sizes = [count for _, count in breakdowns.ordered(by_field["purpose"], ENGLISH)]
    assert sizes == sorted(sizes, reverse=True)
    ages = [name for name, _ in breakdowns.ordered(by_field["age_band"], ENGLISH)]
    assert ages[0] == "0 to 8"


def test_at_most_fourteen_sets_are_drawn_largest_first() -> None:
    sets = [{"registers": ["police"], "count": n} for n in range(20)]
    counts = [count for _, count in upset.shown([*sets, {"registers": [], "count": None}])]
    assert counts == list(range(19, 5, -1))
    said = " ".join(figures.sets(example(), INDONESIAN).how)
    assert "6 gabungan lain (bersama 105 orang)" in said


@given(st.lists(st.integers(0, 5000), min_size=5, max_size=5).filter(lambda parts: sum(parts) > 0))
def test_a_bar_is_the_whole_and_its_parts_touch(amounts: list[int]) -> None:
    names = ["solid", "lighter", "empty", "dots", "hatch"]
    shares = [(float(n), name) for n, name in zip(amounts, names, strict=True)]
    drawn = svg.parts(shares, total=float(sum(amounts)))
    places = [
        (float(x), float(width))
        for x, width in re.findall(r'x="([\d.]+)%" width="([\d.]+)%"', drawn)
    ]
    assert len(places) == sum(n > 0 for n in amounts)
    assert abs(sum(width for _, width in places) - 100) < 0.02
    for (x, width), (after, _) in pairwise(places):
        assert abs(x + width - after) < 0.02


def test_no_bar_is_drawn_where_a_part_is_withheld() -> None:
    document = example()
    document["registers"][0]["cannot_tell"] = None
    rows = bridge.rows(document, ENGLISH)
    assert rows[0].bar is None
    assert rows[0].cannot_tell == "withheld"
    assert rows[1].bar is not None


def test_a_chart_follows_the_page_and_its_words_are_left_alone() -> None:
    made = (
        '<g id="clip1" transform="translate(27.2727272,15)" fill="#0B5563"><text>1.644</text></g>'
    )
    drawn = follow(made, name="time")
    assert "1.644" in drawn
    assert "translate(27.2,15)" in drawn
    assert 'fill="var(--c1)"' in drawn
    assert 'id="time-clip1"' in drawn


def test_there_is_no_red_in_the_palette() -> None:
    for name, pair in TOKENS.items():
        for colour in pair:
            red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
            assert not (red > 150 and green < 60 and blue < 60), name


def test_the_land_is_small_and_holds_singapore() -> None:
    assert {"SGP", "IDN", "MYS", "ARE", "JPN", "TWN", "BRN"} <= set(land.countries())
    size = sum(len(country.outline) for country in land.countries().values())
    assert size < 400_000
    assert "Natural Earth" in (land.files(land.__package__) / "NOTICE").read_text("utf-8")


def test_far_states_are_listed_and_the_small_ones_are_words() -> None:
    document = example()
    assert [
        c["destination"] for c in corridors.outside(document["corridors"]["shown"], phone=False)
    ] == ["ZAF"]
    assert ("12", "South Africa") in figures.edges(document, ENGLISH, phone=False)
    assert ("203", "Arab Saudi") in figures.edges(document, INDONESIAN, phone=True)
    assert "9 corridors are withheld" in figures.ways(document, ENGLISH).notes
    drawn = figures.ways(document, ENGLISH).drawing
    assert drawn is not None
    for drawing in (drawn.wide, drawn.middle):
        assert "Singapore" in drawing
        assert "South Africa" not in drawing
    assert set(re.findall(r'<path d="[^"]+"([^>]*)>', corridors.outline())) <= {"/"}


def test_every_place_on_a_map_of_many_origins_has_its_name() -> None:
    pairs = [("MMR", "IDN"), ("KHM", "IDN"), ("VNM", "MYS"), ("PHL", "JPN"), ("LAO", "THA")]
    shown = [
        {"origin": a, "destination": b, "label": both(a), "count": 100 + n}
        for n, (a, b) in enumerate(pairs)
    ]
    drawn = corridors.draw(shown, INDONESIAN)  # type: ignore[arg-type]
    assert drawn is not None
    for name in ("Myanmar", "Kamboja", "Vietnam", "Filipina", "Laos", "Jepang"):
        assert f">{name}<" in drawn.wide or f"</tspan> {name}<" in drawn.wide, name


def test_known_of_100_and_hidden_are_taken_from_totals() -> None:
    headline = {"kind": "range", "estimate": None, "low": 3086.0, "high": 4886.0, "reasons": []}
    found = hidden(headline, 1186)  # type: ignore[arg-type]
    assert found == Hidden(None, 1900, 3700)
    assert found.known_of_100(1186) == (24, 38)
    assert hidden(headline | {"kind": "refused"}, 1186) is None  # type: ignore[arg-type]
    assert hidden(headline, None) is None  # type: ignore[arg-type]


def test_groups_have_their_words_and_registers_their_names() -> None:
    document = example()
    estimate = document["estimate"]
    estimate["strata"][0]["label"] = both("abroad, adult men")
    estimate["words"] = both("Foreign_ministry and police find the same persons.")
    found = unknown.unknown(document, ENGLISH)
    assert found is not None
    assert found.groups[0].name == "Abroad, adult men"
    assert found.words == "Foreign ministry and Police find the same persons."
    assert set(LABELS) >= {"foreign_ministry"}


def test_a_closure_has_a_letter_where_no_line_runs() -> None:
    lines = ["2020-06-01", "2021-03-01", "2022-01-01"]
    assert timeline.clear_middle("2020-04-01", "2020-05-01", lines) == "2020-04-16"
    assert timeline.clear_middle("2020-04-01", "2021-12-01", lines) not in lines
    drawn = timeline.draw(example()["timeline"], ENGLISH)
    assert drawn is not None
    told = timeline.lettered(example()["timeline"], ENGLISH)
    closed = [said for letter, said in told if letter == "a"]
    assert len(closed) == 1
    assert closed[0].split(": ")[1] not in drawn.wide, "words in a band run over the lines"
    for svg_of in (drawn.wide, drawn.narrow):
        assert re.search(r">a</text>", svg_of)
