"""Two regimes: which is kinder, what uplifts add, and where the cap cuts."""

import pytest

from suar.knowledge.law.dates import span
from suar.knowledge.law.lawbook import shipped
from suar.knowledge.law.model import BEFORE, FROM, Penalty, Standing
from suar.knowledge.law.penalties import against_other, more_favourable, regime_at, uplifted

BOOK = shipped()


def penalty(least, most, fine, mode="and", *, life=False, fine_min=0):
    return Penalty(least, most, life, fine_min, fine, None, mode, Standing("seen"))


@pytest.mark.parametrize(
    ("this", "other", "says"),
    [
        (penalty(0, 24, 10), penalty(0, 24, 10), "equal"),
        (penalty(36, 180, 600), penalty(0, 180, 600), "other"),
        (penalty(0, 120, 600), penalty(0, 180, 600), "this"),
        (penalty(36, 180, 600), penalty(0, 180, 5000, "and_or"), "unclear"),
        (penalty(0, 60, 10, "and"), penalty(0, 60, 10, "or"), "other"),
        (penalty(0, 60, 10, "and_or"), penalty(0, 60, 10, "or"), "other"),
        (penalty(0, 60, None, "prison_only"), penalty(0, 60, 10, "and"), "unclear"),
        (penalty(0, None, 10, life=True), penalty(0, 240, 10), "other"),
        (penalty(0, None, 10), penalty(0, 240, 10), "unclear"),
    ],
)
def test_one_regime_is_kinder_only_when_no_measure_of_it_is_harsher(this, other, says):
    assert more_favourable(this, other) == says
    turned = {"this": "other", "other": "this"}
    assert more_favourable(other, this) == turned.get(says, says)


@pytest.mark.parametrize(
    ("written", "regime"),
    [
        ("2026-01-01", BEFORE),
        ("2026-01-02", FROM),
        ("2025", BEFORE),
        ("2026", None),
        ("2026-01", None),
        ("2026-02", FROM),
    ],
)
def test_the_date_of_the_act_selects_the_regime_and_a_span_that_straddles_selects_none(
    written, regime
):
    assert regime_at(span(written), BOOK) == regime
    assert regime_at(None, BOOK) is None


def test_a_repealed_article_is_compared_with_the_one_that_took_its_place():
    compared = against_other(BOOK.offences["ID-U21-2-1"], BEFORE, BOOK)
    assert compared.offence == "ID-KUHP-455-1"
    assert compared.penalty.max_months == 180
    assert compared.penalty.mode == "or"


def test_an_article_of_the_new_code_has_no_old_penalty_to_compare():
    compared = against_other(BOOK.offences["ID-KUHP-446"], FROM, BOOK)
    assert compared.penalty is None
    assert compared.more_favourable == "unclear"


def _up(offence, ids, regime):
    found = BOOK.offences[offence]
    aggravations = [BOOK.aggravations[one] for one in ids]
    return uplifted(found.penalties[regime], aggravations, regime, BOOK)


def test_thirds_are_added_and_multiply_the_minimum_of_the_old_regime_too():
    up = _up("ID-U21-4", ["AGG-17"], BEFORE)
    assert (up.penalty.min_months, up.penalty.max_months, up.capped) == (48, 240, False)
    assert up.penalty.fine_max == 800_000_000
    up = _up("ID-U21-4", ["AGG-16", "AGG-17"], BEFORE)
    assert (up.penalty.min_months, up.penalty.max_months, up.capped) == (60, 240, True)
    up = _up("ID-U21-4", ["AGG-17"], FROM)
    assert (up.penalty.min_months, up.penalty.max_months) == (0, 240)


def test_death_puts_another_range_in_the_place_of_the_first_and_keeps_life():
    up = _up("ID-U21-3", ["AGG-07-2"], BEFORE)
    assert (up.penalty.min_months, up.penalty.max_months, up.penalty.life) == (60, None, True)
    up = _up("ID-U21-3", ["AGG-07-2", "AGG-17"], FROM)
    assert (up.penalty.min_months, up.penalty.max_months, up.penalty.life) == (0, 240, True)
    assert up.capped


def test_an_uplift_of_the_fine_leaves_prison_alone():
    up = _up("ID-U18-82", ["AGG-18-87"], BEFORE)
    assert up.penalty.max_months == 120
    assert up.penalty.fine_max == 20_000_000_000


def test_no_aggravation_no_uplift():
    assert _up("ID-U21-4", [], BEFORE) is None
