"""Strata: lists that could not see some persons, thin strata together, sums with one interval."""

from collections.abc import Mapping

import numpy as np
import pytest

from suar.analytics.population.estimate import estimate
from suar.analytics.population.joint import Joint
from suar.analytics.population.rows import Row, table_of
from suar.analytics.population.stepwise import Stepwise
from suar.analytics.population.strata import add_up, blocks_of
from suar.analytics.population.table import Stratum, Table

#: An invented population: who could be held by which list, and how easily.
GROUPS: Mapping[str, tuple[int, Mapping[str, float]]] = {
    "women": (4_000, {"police": 0.12, "ministry": 0.2, "union": 0.1, "shelter": 0.15}),
    "men": (6_000, {"police": 0.12, "ministry": 0.08, "union": 0.1}),
    "abroad": (3_000, {"ministry": 0.25, "union": 0.15, "mission": 0.2}),
}
LISTS = ("police", "ministry", "union", "shelter", "mission")


def _population(seed: int, scale: float = 1.0) -> list[Row]:
    rng = np.random.default_rng(seed)
    rows = []
    for group, (size, chances) in GROUPS.items():
        held = {n: rng.random(int(size * scale)) < p for n, p in chances.items()}
        codes = np.stack([held.get(n, np.zeros(int(size * scale), bool)) for n in LISTS], axis=1)
        for pattern in np.unique(codes, axis=0):
            count = int((codes == pattern).all(axis=1).sum())
            cells = tuple(
                "" if n not in chances else str(int(on))
                for n, on in zip(LISTS, pattern, strict=True)
            )
            if pattern.any():
                rows.append(Row({"group": group}, cells, count))
    return rows


TRUTH = sum(size for size, _ in GROUPS.values())


def test_a_total_by_scope_finds_a_known_population_where_the_plain_one_does_not() -> None:
    rows = _population(2)
    found = estimate(table_of(LISTS, rows, strata=["group"]), method="stepwise", boot=300)
    result = found.results[0]
    assert abs(result.estimate / TRUTH - 1) < 0.1
    interval = result.interval(0.95)
    assert interval.low < TRUTH < interval.high
    flat = [Row({}, tuple(c or "0" for c in r.cells), r.count) for r in rows]
    plain = Stepwise().fit(table_of(LISTS, flat)).estimate_
    assert abs(plain / TRUTH - 1) > abs(result.estimate / TRUTH - 1)


@pytest.mark.long
def test_the_interval_over_strata_covers_as_often_as_it_says() -> None:
    inside = []
    for seed in range(100):
        table = table_of(LISTS, _population(seed + 10), strata=["group"])
        result = estimate(table, method="stepwise", boot=200, seed=seed).results[0]
        interval = result.interval(0.95)
        inside.append(interval.low <= TRUTH <= interval.high)
    assert np.mean(inside) > 0.85


def test_each_stratum_is_told_with_its_lists_and_the_sum_is_the_total() -> None:
    table = table_of(LISTS, _population(2), strata=["group"])
    document = estimate(table, method="stepwise", boot=60).document()
    assert {s["stratum"]["group"]: len(s["lists"]) for s in document["strata"]} == {
        "women": 4,
        "men": 3,
        "abroad": 3,
    }
    parts = [s["results"][0]["estimate"] for s in document["strata"]]
    assert document["results"][0]["estimate"] == pytest.approx(sum(parts))
    assert document["without_strata"] > 0
    assert sum(s["observed"] for s in document["strata"]) == document["observed"]


def test_results_by_covariate_are_sums_over_strata() -> None:
    rows = [
        Row({"sex": sex, "year": year}, r.cells, r.count)
        for sex in "fm"
        for year in ("2021", "2022")
        for r in _population(2 if sex == "f" else 3)
        if "" not in r.cells[:3]
    ]
    rows = [Row(r.values, r.cells[:3], r.count) for r in rows if "1" in r.cells[:3]]
    rows = [r for r in rows if r.values != {"sex": "m", "year": "2022"}]
    table = table_of(LISTS[:3], rows, strata=["sex", "year"])
    document = estimate(table, method="stepwise", boot=40).document()
    by = {(s["covariate"], s["value"]): s["result"]["estimate"] for s in document["covariates"]}
    assert set(by) == {("sex", "f"), ("sex", "m"), ("year", "2021"), ("year", "2022")}
    total = document["results"][0]["estimate"]
    assert by["sex", "f"] + by["sex", "m"] == pytest.approx(total)
    assert by["year", "2021"] + by["year", "2022"] == pytest.approx(total)


def test_the_interval_of_a_sum_is_narrower_than_the_sum_of_intervals() -> None:
    table = table_of(LISTS, _population(2), strata=["group"])
    parts = [Stepwise(boot=300, seed=i).fit(s.table).result_ for i, s in enumerate(table.strata)]
    whole = add_up("stepwise", parts).interval(0.95)
    widths = [p.interval(0.95).high - p.interval(0.95).low for p in parts]
    assert max(widths) * 0.9 < whole.high - whole.low < sum(widths)


def test_a_sum_is_none_where_a_part_has_no_estimate() -> None:
    good = Stepwise().fit(Table.of(["A", "B"], {"A": 9, "B": 8, "A:B": 5})).result_
    bad = Stepwise().fit(Table.of(["A", "B"], {"A": 9, "B": 8})).result_
    assert add_up("stepwise", [good, bad]).estimate is None


def _stratum(values: Mapping[str, str], scale: int, lists: str = "ABC") -> Stratum:
    base = {"A": 12, "B": 10, "C": 9, "A:B": 5, "A:C": 4, "B:C": 3, "A:B:C": 1}
    counts = {k: v * scale for k, v in base.items() if set(k.split(":")) <= set(lists)}
    return Stratum(values, Table.of(list(lists), counts))


def test_thick_strata_stand_alone_and_thin_ones_come_together() -> None:
    strata = [
        _stratum({"year": "2021"}, 5),
        _stratum({"year": "2022"}, 1),
        _stratum({"year": "2023"}, 1),
    ]
    blocks = blocks_of(strata)
    assert [[s.values["year"] for s in b.strata] for b in blocks] == [["2021"], ["2022", "2023"]]
    assert blocks[1].observed == 88
    assert blocks[1].values == {"year": "2022, 2023"}


def test_a_lone_thin_stratum_joins_the_one_most_like_it() -> None:
    strata = [
        _stratum({"sex": "f", "year": "1"}, 5),
        _stratum({"sex": "m", "year": "1"}, 5),
        _stratum({"sex": "m", "year": "2"}, 1),
    ]
    blocks = blocks_of(strata)
    assert [len(b.strata) for b in blocks] == [1, 2]
    assert {s.values["sex"] for s in blocks[1].strata} == {"m"}


def test_status_is_the_last_thing_to_be_put_together() -> None:
    strata = [
        _stratum({"sex": "f", "status": "identified"}, 5),
        _stratum({"sex": "m", "status": "presumed"}, 5),
        _stratum({"sex": "f", "status": "presumed"}, 1),
    ]
    blocks = blocks_of(strata)
    assert [sorted({s.values["status"] for s in b.strata}) for b in blocks] == [
        ["identified"],
        ["presumed"],
    ]
    lone = [strata[0], strata[2]]
    table = Table.collect(
        ["A", "B", "C"],
        np.concatenate([s.table.histories for s in lone]),
        np.concatenate([s.table.counts for s in lone]),
        tuple(lone),
    )
    assert "status-mixed" in estimate(table, method="stepwise", boot=30).document()["warnings"]


def test_strata_of_the_same_lists_together_are_their_common_table() -> None:
    strata = [_stratum({"year": "1"}, 2), _stratum({"year": "2"}, 3)]
    joint = Joint(strata).fit("stepwise")
    common = Stepwise().fit(
        Table.collect(
            ["A", "B", "C"],
            np.concatenate([s.table.histories for s in strata]),
            np.concatenate([s.table.counts for s in strata]),
        )
    )
    assert joint.estimate == pytest.approx(common.estimate_, rel=1e-8)
    assert joint.model == common.model_


def test_a_stratum_that_few_lists_see_borrows_from_one_that_many_see() -> None:
    strata = [_stratum({"at": "home"}, 40), _stratum({"at": "abroad"}, 40, "AB")]
    alone = Stepwise().fit(strata[0].table).estimate_
    joint = Joint(strata)
    together = joint.fit("stepwise", boot=50)
    assert together.estimate > alone + strata[1].table.observed
    assert len(together.values) == 50
    assert joint.fit("bic").estimate == pytest.approx(together.estimate, rel=0.2)


def test_lists_are_hidden_within_the_largest_part_of_a_joint_block() -> None:
    strata = (_stratum({"at": "home"}, 40), _stratum({"at": "abroad"}, 1, "AB"))
    table = Table.collect(
        ["A", "B", "C"],
        np.concatenate([s.table.histories for s in strata]),
        np.concatenate([s.table.counts for s in strata]),
        strata,
    )
    found = estimate(table, method="stepwise", boot=30)
    assert len(found.blocks) == 1
    assert [t.name for t in found.truth] == [f"{n} (at home)" for n in "ABC"]


def test_leaks_are_reported_by_register() -> None:
    rows = [*_population(2), Row({"group": "men"}, ("1", "0", "0", "1", ""), 3)]
    document = estimate(
        table_of(LISTS, rows, strata=["group"]), method="stepwise", boot=30
    ).document()
    leak = next(c for c in document["checks"] if c["code"] == "scope-leaks")
    assert leak["state"] == "marked"
    assert "shelter (3)" in leak["text"]["en"]


def test_linkage_draws_are_carried_into_every_stratum() -> None:
    table = table_of(LISTS, _population(2), strata=["group"])
    draws = [table_of(LISTS, _population(seed), strata=["group"]) for seed in range(3, 9)]
    plain = estimate(table, method="stepwise", boot=50)
    wide = estimate(table, method="stepwise", boot=50, draws=draws)
    assert wide.results[0].estimate == plain.results[0].estimate
    assert wide.results[0].replicates == 6 * 50
    one, two = plain.results[0].interval(0.95), wide.results[0].interval(0.95)
    assert two.high - two.low > one.high - one.low
