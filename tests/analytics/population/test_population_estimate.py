"""The whole estimate: a headline only where it may be, never a number without an estimate."""

import json
import math

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shared import shared
from suar.analytics.population import guards
from suar.analytics.population.bootstrap import intervals_of, quantile, share_below, two_modes
from suar.analytics.population.estimate import estimate
from suar.analytics.population.headline import headline_of
from suar.analytics.population.reading import read_table
from suar.analytics.population.result import Interval, MethodResult
from suar.analytics.population.rows import Row, table_of
from suar.analytics.population.sentences import SENTENCES
from suar.analytics.population.table import Table
from suar.knowledge.refusal import Refusal

STEADY = Table.of(
    ["A", "B", "C", "D"],
    {
        "A": 300, "B": 260, "C": 240, "D": 200, "A:B": 120, "A:C": 110, "A:D": 90, "B:C": 95,
        "B:D": 80, "C:D": 70, "A:B:C": 45, "A:B:D": 36, "A:C:D": 33, "B:C:D": 29, "A:B:C:D": 14,
    },
)  # fmt: skip


def _numbers(value: object) -> list[float]:
    if isinstance(value, dict):
        return [n for part in value.values() for n in _numbers(part)]
    if isinstance(value, list):
        return [n for part in value for n in _numbers(part)]
    return [value] if isinstance(value, float) else []


def _checked(document: dict) -> dict:
    json.dumps(document, allow_nan=False)
    assert all(math.isfinite(n) and abs(n) < 1e13 for n in _numbers(document))
    for result in document["results"]:
        if result["estimate"] is None:
            assert {"no-estimate", "not-converged"} & set(result["warnings"])
            assert result["intervals"] == []
        else:
            assert result["estimate"] >= document["observed"]
    head = document["headline"]
    assert head["kind"] in {"point", "range", "refused"}
    assert (head["kind"] == "refused") == (head["low"] is None)
    assert (head["kind"] == "point") == (head["estimate"] is not None)
    if head["kind"] != "point":
        assert head["reasons"]
    assert {c["code"] for c in document["checks"] if c["state"] != "passed"} == set(
        document["warnings"]
    )
    return document


@settings(deadline=None, max_examples=35, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.integers(2, 4).flatmap(
        lambda t: st.lists(
            st.sampled_from([0, 0, 0, 1, 2, 3, 8, 40, 900, 20_000]),
            min_size=2**t - 1,
            max_size=2**t - 1,
        )
    )
)
def test_any_table_gives_a_finite_number_above_the_seen_or_a_named_refusal(counts) -> None:
    lists = (len(counts) + 1).bit_length() - 1
    table = Table.collect("ABCD"[:lists], range(1, 2**lists), counts)
    if not table.observed:
        return
    for method in ("stepwise", "bic", "chao"):
        _checked(estimate(table, method=method, boot=40).document())


@settings(deadline=None, max_examples=25, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(
    st.lists(
        st.tuples(
            st.sampled_from("xyz"),
            st.tuples(*[st.sampled_from(["1", "0", "1", "0", ""])] * 4),
            st.sampled_from([1, 3, 20, 150, 900]),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_any_strata_give_a_finite_number_above_the_seen_or_a_named_refusal(drawn) -> None:
    rows = [Row({"group": g}, cells, n) for g, cells, n in drawn if "1" in cells]
    if rows:
        table = table_of("ABCD", rows, strata=["group"])
        _checked(estimate(table, method="stepwise", boot=20).document())


def test_methods_that_agree_give_a_point_with_its_own_interval() -> None:
    found = estimate(STEADY, method="stepwise", boot=300)
    both = [
        *found.results,
        estimate(STEADY, method="bic", boot=300).results[0],
    ]
    head = headline_of(both, [])
    assert head.kind == "point"
    assert head.estimate == pytest.approx(both[1].estimate)
    assert (head.low, head.high) in [(i.low, i.high) for i in both[1].intervals if i.level == 0.95]


def _result(method: str, value: float, *warnings: str) -> MethodResult:
    limits = (
        Interval(0.8, "bca", 0.9 * value, 1.1 * value),
        Interval(0.8, "percentile", 0.85 * value, 1.2 * value),
        Interval(0.95, "bca", 0.7 * value, 1.4 * value),
        Interval(0.95, "percentile", 0.6 * value, 1.5 * value),
    )
    return MethodResult(method, (), value, 500, limits, 100, warnings)


def test_methods_that_differ_give_the_range_of_those_that_stand() -> None:
    results = [
        _result("stepwise", 1000.0),
        _result("bic", 1600.0),
        _result("chao", 600.0, "lower-bound"),
        _result("latent", 9000.0, "not-converged"),
    ]
    check = guards.methods_disagree(results)
    head = headline_of(results, [check])
    assert (check.state, head.kind, head.estimate) == ("range", "range", None)
    assert (head.low, head.high) == (850.0, 1920.0)
    assert head.reasons == ("methods-disagree",)


def test_a_refusing_guard_withholds_the_headline_and_not_the_results() -> None:
    few = Table.of(["A", "B", "C"], {"A": 40, "B": 30, "C": 20, "A:B": 6, "A:C": 4, "B:C": 3})
    document = _checked(estimate(few, method="stepwise", boot=100).document())
    assert document["headline"]["kind"] == "refused"
    assert "few-overlaps" in document["headline"]["reasons"]
    assert document["results"][0]["estimate"] > 103
    assert document["ratio"] is None


def test_without_resamples_there_are_no_intervals_and_no_headline() -> None:
    document = _checked(estimate(STEADY, method="bic", boot=0).document())
    assert document["results"][0]["intervals"] == []
    assert document["headline"]["reasons"] == ["no-interval"]


def test_two_lists_give_chapmans_figure_only_when_asked() -> None:
    two = Table.of(["A", "B"], {"A": 400, "B": 300, "A:B": 200})
    assert estimate(two, boot=50).document()["results"] == []
    document = _checked(estimate(two, method="chapman", boot=50).document())
    assert document["results"][0]["estimate"] == pytest.approx(601 * 501 / 201 - 1)
    assert {"few-lists", "assumes-independence"} <= set(document["headline"]["reasons"])
    with pytest.raises(Refusal, match="takes two lists"):
        estimate(STEADY, method="chapman")


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(Refusal, match="No method is called guess"):
        estimate(STEADY, method="guess")


def test_a_list_with_nobody_on_it_is_left_out_by_name() -> None:
    padded = Table.collect([*STEADY.lists, "E"], STEADY.histories, STEADY.counts)
    found = estimate(padded, method="stepwise", boot=50)
    plain = estimate(STEADY, method="stepwise", boot=50)
    assert found.table.lists == STEADY.lists
    assert found.results[0].estimate == plain.results[0].estimate
    assert "empty-list" in found.document()["warnings"]


def test_the_same_seed_gives_the_same_document() -> None:
    one = estimate(STEADY, method="stepwise", boot=80, seed=4).document()
    assert one == estimate(STEADY, method="stepwise", boot=80, seed=4).document()
    assert one != estimate(STEADY, method="stepwise", boot=80, seed=5).document()


def test_a_population_gives_a_rate_and_a_window_is_kept() -> None:
    results = estimate(
        STEADY, method="stepwise", boot=80, population=1_000_000, window="2020-2023"
    ).document()
    head = results["headline"]
    assert head["per_100000"]["low"] == pytest.approx(head["low"] / 10)
    assert results["window"] == "2020-2023"
    assert "open-window" not in results["warnings"]


def test_australia_contradicts_itself() -> None:
    table = read_table(shared("data/mse/australia.csv"))
    document = _checked(estimate(table, method="stepwise", boot=1000).document())
    assert "known-truth-fails" in document["headline"]["reasons"]
    wrong = next(t for t in document["known_truth"] if t["list"] == "C")
    assert (wrong["known"], round(wrong["estimate"]), wrong["holds"]) == (260, 69, False)


def test_the_british_methods_disagree() -> None:
    table = read_table(shared("data/mse/ukdat_5.csv"))
    results = [estimate(table, method=m, boot=60).results[0] for m in ("stepwise", "bic")]
    assert guards.methods_disagree(results).state == "range"


def test_new_orleans_is_unstable_and_said_to_be() -> None:
    table = read_table(shared("data/mse/neworl.csv"))
    document = _checked(estimate(table, method="stepwise", boot=300).document())
    assert {"few-overlaps", "bca-unstable", "unconnected-list"} <= set(document["warnings"])
    assert document["results"][0]["details"]["z0"] < -0.25


def test_linkage_draws_widen_the_interval() -> None:
    rng = np.random.default_rng(3)
    draws = []
    for share in rng.uniform(0.0, 0.15, 20):
        cells = STEADY.cells()
        lost = rng.binomial(cells.astype(int), share) * (np.bitwise_count(np.arange(1, 16)) == 2)
        moved = cells - lost
        for cell, n in zip(range(1, 16), lost, strict=True):
            for bit in (1, 2, 4, 8):
                if n and cell & bit:
                    moved[bit - 1] += n
        draws.append(Table.collect(STEADY.lists, range(1, 16), moved.astype(int)))
    plain = estimate(STEADY, method="stepwise", boot=200)
    wide = estimate(STEADY, method="stepwise", boot=200, draws=draws)
    one, two = plain.results[0].interval(0.95), wide.results[0].interval(0.95)
    assert two.high - two.low > one.high - one.low
    assert wide.results[0].replicates == 20 * 200
    assert wide.results[0].estimate == plain.results[0].estimate
    assert "linkage-unmeasured" not in wide.document()["warnings"]
    assert "linkage-unmeasured" in plain.document()["warnings"]


def test_ties_count_as_half() -> None:
    values = np.array([1.0, 2.0, 2.0 + 1e-12, 3.0])
    assert share_below(values, 2.0) == 0.5


def test_resamples_without_an_estimate_push_the_limit_out_and_never_print_infinity() -> None:
    values = np.concatenate([np.linspace(90, 110, 900), np.full(100, np.nan)])
    found, warnings, details = intervals_of(values, 100.0, 0.0)
    assert details["without_estimate"] == 100
    assert "no-upper-limit" in warnings
    assert all(math.isfinite(i.high) for i in found)
    assert not any(i.level == 0.95 and i.kind == "percentile" for i in found)
    assert quantile(values, 0.99) == math.inf


def test_two_modes_are_told_from_one() -> None:
    rng = np.random.default_rng(0)
    one = np.exp(rng.normal(7, 0.2, 1000))
    assert not two_modes(one)
    assert two_modes(np.concatenate([one, 3 * one[:300]]))


def test_every_sentence_is_there_in_both_languages() -> None:
    for code, sentence in SENTENCES.items():
        assert code == code.lower().replace("_", "-")
        assert sentence.en.endswith(".")
        assert sentence.id.endswith(".")
        assert sentence.en != sentence.id
        filled = [part.split("}")[0] for part in sentence.en.split("{")[1:]]
        assert sorted(filled) == sorted(p.split("}")[0] for p in sentence.id.split("{")[1:])
        fine = guards.Check.of(code, False)
        assert (fine.state, bool(fine.en), bool(fine.id)) == ("passed", True, True)
