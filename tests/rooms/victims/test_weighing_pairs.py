"""What speaks for and against two files being one person's, weighed as registers are weighed."""

import json

import pytest
from cast import NOW, Cast, make_cast

from rooms.victims.persons import file_of
from suar.base.access.acting import acting
from suar.base.vault.keyring import VaultClosed
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import SamePair, Victim
from suar.rooms.victims.selectors import pairs_visible_to
from suar.rooms.victims.services import (
    merge,
    noticing,
    propose_pair,
    reconsider,
    set_apart,
    unmerge,
    write_group,
)
from suar.rooms.victims.services.merging import Choice

NIK = "3271016412980003"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _pair(cast: Cast, one: dict[str, str], two: dict[str, str], **facts: object) -> SamePair | None:
    """Give the pair that two identities make, if they make one."""
    told = {"sex": "female", **facts}
    file_of(cast.supervisor, facts=dict(told), **one)
    file_of(cast.supervisor, facts=dict(told), **two)
    with acting(cast.supervisor):
        return SamePair.objects.first()


def _birth(birth_on: str, name: str = "Rukmini Harjowiyata") -> dict[str, str]:
    return {"name": name, "birth_on": birth_on}


@pytest.mark.parametrize(
    ("one", "two", "reason"),
    [
        ("1998-12-24", "1998-12-24", "same_birth_date"),
        ("1998-05-12", "1998-12-05", "swapped_birth"),
        ("1998-01-01", "1998-12-24", "same_birth_year"),  # a day that offices fill in
        ("1998-12-24", "1999-12-24", "same_birth_day"),
    ],
)
def test_dates_are_read_as_the_linkage_reads_them(
    cast: Cast, one: str, two: str, reason: str
) -> None:
    pair = _pair(cast, _birth(one), _birth(two))
    assert pair is not None
    assert {reason, "same_words"} <= set(pair.reasons)


def test_names_are_heard_as_the_linkage_hears_them(cast: Cast) -> None:
    pair = _pair(
        cast, _birth("1998", "Hj. Sitti Noerhaliza"), _birth("1998", "Siti Nurhaliza, S.Pd.")
    )
    assert pair is not None
    assert pair.reasons[0] in ("same_words", "same_sound")


def test_two_nik_that_differ_are_two_people_whatever_the_name(cast: Cast) -> None:
    one = {"name": "Rukmini Harjowiyata", "nik": NIK}
    assert _pair(cast, one, {**one, "nik": "3578224503010007"}) is None


def test_a_shared_nik_is_asked_about_even_if_all_else_differs_and_says_what(cast: Cast) -> None:
    pair = _pair(
        cast,
        {"name": "Rukmini Harjowiyata", "nik": NIK, "birth_on": "1998-12-24"},
        {"name": "Dul Kamdi", "nik": NIK, "birth_on": "1971-03-02"},
    )
    assert pair is not None
    assert "same_nik" in pair.reasons
    assert {"other_name", "other_birth_date"} <= set(pair.reasons)


def test_what_is_kept_of_it_are_codes_and_whole_bits(cast: Cast) -> None:
    one = {"name": "Rukmini Harjowiyata", "nik": NIK, "birth_on": "1998-12-24"}
    _pair(cast, one, {**one, "name": "Rukmini Harjowijata"})
    with acting(cast.supervisor):
        row = SamePair.objects.values("reasons", "weight").get()
    assert isinstance(row["weight"], int)
    told = json.dumps(row)
    assert not any(value in told for value in ("Rukmini", NIK, "1998"))


def test_pairs_wait_in_the_order_of_what_speaks_for_them(cast: Cast) -> None:
    by = cast.supervisor
    for name, year, nik in (
        ("Rukmini Harjowiyata", "1998", ""),
        ("Rukmini Harjowiyata", "1998", ""),
        ("Bayu Setiawan Rekaan", "1990", NIK),
        ("Bayu Setiawan Rekaan", "1990", NIK),
        ("Tono Prakoso", "1988", ""),
        ("Tono Prakoso", "1991", ""),
    ):
        file_of(by, facts={}, name=name, birth_on=year, nik=nik)
    with acting(by):
        rows = list(pairs_visible_to(by))
        weights = [row.weight for row in rows]
        assert weights == sorted(weights, reverse=True)
        assert "same_nik" in rows[0].reasons
        set_apart(pair=rows[0], now=NOW, by=by)
        assert [row.state for row in pairs_visible_to(by)][-1] == "different"


def test_a_pair_disappears_when_a_correction_speaks_against_it(cast: Cast) -> None:
    by = cast.supervisor
    pair = _pair(cast, _birth("1998-12-24"), _birth("1998-12-24"))
    assert pair is not None
    with acting(by):
        victim = Victim.objects.get(id=pair.second_id)
        from suar.rooms.victims.opening import open_group

        open_group(victim=victim, group=FieldGroup.IDENTITY, reason="write", now=NOW, by=by)
        write_group(
            victim=victim,
            group=FieldGroup.IDENTITY,
            values={"name": "Lestari Purnomo", "birth_on": "1971-02-03"},
            version=1,
            now=NOW,
            by=by,
        )
        assert not SamePair.objects.exists()


def test_a_judged_pair_is_asked_again_weighed_anew_and_merged_after_all(cast: Cast) -> None:
    by = cast.supervisor
    pair = _pair(cast, _birth("1998-12-24"), _birth("1998-12-24"))
    assert pair is not None
    with acting(by):
        set_apart(pair=pair, now=NOW, by=by)
        again = reconsider(pair=pair, now=NOW, by=by)
        assert again.state == "possible"
        assert again.reasons[0] == "said_by_worker"
        assert "same_birth_date" in again.reasons
        one, two = (Victim.objects.get(id=key) for key in (pair.first_id, pair.second_id))
        merging = merge(pair=again, kept=one, other=two, choice=Choice(), now=NOW, by=by)
        unmerge(merging=merging, now=NOW, by=by)
        again.refresh_from_db()
        assert set_apart(pair=again, now=NOW, by=by).state == "different"


def test_what_a_worker_proposes_is_weighed_and_a_locked_vault_leaves_all_as_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = cast.supervisor
    one = file_of(by, name="Rukmini Harjowiyata", birth_on="1998-12-24")
    two = file_of(by, name="Lestari Purnomo", birth_on="1971-02-03")
    with acting(by):
        pair = propose_pair(first=one, second=two, now=NOW, by=by)
        assert pair.reasons[0] == "said_by_worker"
        assert "other_birth_date" in pair.reasons
        kept = (list(pair.reasons), pair.weight)

        def locked(*_args: object) -> None:
            raise VaultClosed(one.organisation_id)

        monkeypatch.setattr(noticing, "told_of_many", locked)
        assert noticing.notice_pairs(victim=one, now=NOW, by=by) == []
        pair.refresh_from_db()
        assert (list(pair.reasons), pair.weight) == kept


def test_a_merged_file_speaks_for_the_kept_one(cast: Cast) -> None:
    by = cast.supervisor
    pair = _pair(cast, _birth("1998-12-24"), _birth("1998-12-24"))
    assert pair is not None
    with acting(by):
        one, two = (Victim.objects.get(id=key) for key in (pair.first_id, pair.second_id))
        merge(pair=pair, kept=two, other=one, choice=Choice(), now=NOW, by=by)
    third = file_of(by, **_birth("1998-12-24"))
    with acting(by):
        (waiting,) = SamePair.objects.filter(state="possible")
        assert {waiting.first_id, waiting.second_id} == {two.id, third.id}


def test_the_weights_put_true_pairs_before_others_that_share_a_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two invented registers with known truth: among those that share a word, true ones first."""
    from uuid import UUID

    from rooms.victims.invented_pairs import invented
    from suar.rooms.victims import likeness

    told, same, common = invented()
    monkeypatch.setattr(likeness, "how_common", lambda **_asked: common)
    right = wrong = 0
    true_odds, other_odds = [], []
    for mine, others in told:
        keyed = {UUID(int=number): each for number, each in others.items()}
        weighed = likeness.alike_by(mine[1], keyed, organisation=UUID(int=0), homes=("", {}))
        for key, each in weighed.items():
            (true_odds if (mine[0], key.int) in same else other_odds).append(each.odds)
    assert len(true_odds) > 60
    assert len(other_odds) > 200
    for odds in true_odds:
        right += sum(odds > other for other in other_odds)
        wrong += sum(odds <= other for other in other_odds)
    assert right / (right + wrong) > 0.97
