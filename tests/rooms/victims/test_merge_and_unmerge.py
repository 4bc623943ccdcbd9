"""Two files read as one, and taken apart: every field and every grant as it was."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cast import NOW, Cast, make_cast
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rooms.victims.persons import file_of
from rooms.victims.whole_life import live
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.base.access.services import Reach, Terms, give_grant
from suar.base.access.versions import StaleWrite
from suar.base.vault.models import SearchToken
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.visibility import FieldGroup, Relation
from suar.rooms.cases.services.cases import open_case
from suar.rooms.cases.services.giving import Terms as TermsOfService
from suar.rooms.cases.services.giving import offer_service
from suar.rooms.cases.services.needs import Told as Needs
from suar.rooms.cases.services.needs import record_assessment
from suar.rooms.cases.services.notes import write_note
from suar.rooms.victims import selectors
from suar.rooms.victims.merged import rows_of, speaking_row
from suar.rooms.victims.models import (
    Facts,
    Identity,
    Merging,
    SamePair,
    Victim,
)
from suar.rooms.victims.services import (
    add_episode,
    give_consent,
    merge,
    propose_pair,
    refuse_consent,
    set_apart,
    unmerge,
    write_facts,
)
from suar.rooms.victims.services.consents import Told
from suar.rooms.victims.services.merging import Choice

#: What every change raises, and who made it when.
BESIDE = {"version", "changed_at", "changed_by"}


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _tables() -> list[type[Model]]:
    """Give every table that names a person, in this room and in the cases' room, and her grants."""
    named = [
        model
        for app in ("victims", "cases")
        for model in apps.get_app_config(app).get_models()
        if "victim_id" in {field.name for field in model._meta.fields}
    ]
    return [Victim, Grant, SearchToken, *named]


def _everything(of: list[Victim]) -> str:
    """Give every field of every row of these files, as text."""
    ids = {v.id for v in of}
    told: dict[str, list[Any]] = {}
    for model in _tables():
        names = {f.name for f in model._meta.fields}
        key = next(n for n in ("victim_id", "subject_id", "id") if n in names)
        rows = model._default_manager.filter(**{f"{key}__in": ids}).order_by("pk").values()
        told[model.__name__] = [
            {n: bytes(v).hex() if isinstance(v, memoryview | bytes) else v for n, v in row.items()}
            for row in rows
        ]
        for row in told[model.__name__]:
            for name in BESIDE & set(row):
                del row[name]
    return json.dumps(told, cls=DjangoJSONEncoder, sort_keys=True)


def _work_for(victim: Victim, by: Actor) -> None:
    """Open a case and consents, so that rows of other verbs are there to be restored."""
    case = open_case(victim=victim, now=NOW, by=by)
    offer_service(case=case, code="counselling", terms=TermsOfService(), now=NOW, by=by)
    offer_service(case=case, code="general_care", terms=TermsOfService(), now=NOW, by=by)
    record_assessment(
        case=case, on=NOW.date(), told=Needs({"debt": 2, "mind": 1}, {}), now=NOW, by=by
    )
    write_note(case=case, words="Rekaan.", on=NOW.date(), now=NOW, by=by)
    refuse_consent(victim=victim, told=Told("figures", to_kind="ngo"), now=NOW, by=by)
    given = Told(
        "care",
        (FieldGroup.FACTS,),
        to_kind="health",
        language="id",
        no_explained=True,
        evidence="witnessed",
        until=NOW + timedelta(days=30),
    )
    if not victim.treated_as_child and not victim.deceased:
        give_consent(victim=victim, told=given, now=NOW, by=by)


def test_a_whole_life_is_restored_row_by_row(cast: Cast) -> None:
    one, _case = live(cast)
    two = file_of(cast.supervisor, name="Siti Rekaan", facts={"sex": "female"})
    by = cast.supervisor
    with acting(by):
        before = _everything([one, two])
        for kept, other in ((one, two), (two, one)):
            pair = _pair(kept, other, by)
            merging = merge(pair=pair, kept=kept, other=other, choice=Choice(), now=NOW, by=by)
            assert _everything([one, two]) != before
            assert unmerge(merging=merging, now=NOW, by=by) == []
            assert _everything([one, two]) == before


def _pair(first: Victim, second: Victim, by: Actor) -> SamePair:
    return propose_pair(first=first, second=second, now=NOW, by=by)


_FACTS = st.fixed_dictionaries(
    {
        "birth_year": st.sampled_from([None, 1990, 1998]),
        "sex": st.sampled_from(["", "female", "male"]),
        "nationalities": st.sampled_from([[], ["IDN"], ["KHM", "IDN"]]),
        "languages": st.sampled_from([[], ["su"], ["id", "jv"]]),
        "home_province": st.sampled_from(["", "32", "53"]),
    }
)
_FLAGS = st.fixed_dictionaries(
    {
        "child": st.sampled_from(["", "yes", "no", "doubt"]),
        "deceased": st.booleans(),
        "not_yet_free": st.booleans(),
        "paper_safe": st.sampled_from(["not_asked", "yes", "no"]),
    }
)
_FILES = st.lists(st.tuples(_FACTS, _FLAGS), min_size=2, max_size=4)
_STEPS = st.lists(
    st.tuples(st.sampled_from(["merge", "unmerge"]), st.integers(0, 3), st.integers(0, 3)),
    min_size=1,
    max_size=8,
)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(files=_FILES, steps=_STEPS, whose=st.sampled_from(["kept", "other"]))
def test_unmerging_restores_every_field_and_grant_over_any_sequence(
    cast: Cast, files: list[Any], steps: list[Any], whose: str
) -> None:
    by = cast.supervisor
    of = [
        file_of(by, facts=facts, flags=flags, name=f"Rekaan {number}")
        for number, (facts, flags) in enumerate(files)
    ]
    with acting(by):
        for number, each in enumerate(of[:2]):
            groups = ((FieldGroup.FACTS,), (FieldGroup.IDENTITY, FieldGroup.HEALTH))[number]
            give_grant(
                subject=("victim", each.id),
                to=Reach(cast.nurse.organisation),
                terms=Terms(groups, "care", "lawful"),
                now=NOW,
                by=by,
            )
        _work_for(of[0], by)
        _work_for(of[1], by)
        before = [_everything(of)]
        standing: list[Merging] = []
        choice = Choice(
            values=dict.fromkeys(("birth_year", "sex", "nationalities", "status", "child"), whose),
            speaks={"identity": whose},
        )
        for what, one, two in steps:
            if what == "unmerge" and standing:
                assert unmerge(merging=standing.pop(), now=NOW, by=by) == []
                before.pop()
                assert _everything(of) == before[-1]
                continue
            kept, other = of[one % len(of)], of[two % len(of)]
            if kept.id == other.id:
                continue
            pair = _pair(kept, other, by)
            try:
                merging = merge(pair=pair, kept=kept, other=other, choice=choice, now=NOW, by=by)
            except Denied:
                assert _everything(of) == before[-1]
                continue
            standing.append(merging)
            before.append(_everything(of))
        while standing:
            unmerge(merging=standing.pop(), now=NOW, by=by)
            before.pop()
            assert _everything(of) == before[-1]


def test_a_merged_file_is_read_with_the_kept_one_and_no_grant_is_widened(cast: Cast) -> None:
    by = cast.supervisor
    kept = file_of(by, name="Siti Aminah")
    other = file_of(cast.case_worker, name="Sitti Aminah", facts={"sex": "female"})
    with acting(cast.case_worker):
        add_episode(victim=other, facts={"country": "KHM"}, now=NOW, by=cast.case_worker)
    with acting(by):
        give_grant(
            subject=("victim", other.id),
            to=Reach(cast.nurse.organisation),
            terms=Terms((FieldGroup.FACTS, FieldGroup.IDENTITY), "care", "lawful"),
            now=NOW,
            by=by,
        )
        pair = SamePair.objects.get()
        choice = Choice(speaks={"identity": "other"})
        merging = merge(pair=pair, kept=kept, other=other, choice=choice, now=NOW, by=by)
        kept.refresh_from_db()
        assert [v.id for v in selectors.victims_visible_to(by)] == [kept.id]
        assert [e.country for e in selectors.episodes_of(kept)] == ["KHM"]
        assert [r.victim_id for r in rows_of(kept, FieldGroup.IDENTITY)] == [other.id, kept.id]
        row = speaking_row(kept, FieldGroup.IDENTITY)
        assert row is not None
        assert row.victim_id == other.id
    with acting(cast.case_worker):
        assert selectors.relation_to(kept, cast.case_worker, NOW) is Relation.OWN
    with acting(cast.nurse):
        assert {f.victim_id for f in Facts.objects.all()} == {other.id}
        assert {f.victim_id for f in Identity.objects.all()} == {other.id}
    with acting(by):
        unmerge(merging=merging, now=NOW, by=by)
        assert selectors.victims_visible_to(by).count() == 2


def test_what_somebody_wrote_since_the_merging_stays_with_the_kept_file(cast: Cast) -> None:
    by = cast.supervisor
    kept = file_of(by, facts={"sex": "female"})
    other = file_of(by, facts={"birth_year": 1990, "home_province": "53"})
    with acting(by):
        merging = merge(
            pair=_pair(kept, other, by), kept=kept, other=other, choice=Choice(), now=NOW, by=by
        )
        facts = Facts.objects.get(victim_id=kept.id)
        assert (facts.birth_year, facts.home_province) == (1990, "53")
        write_facts(victim=kept, values={"birth_year": 1991}, version=facts.version, now=NOW, by=by)
        assert unmerge(merging=merging, now=NOW, by=by) == ["birth_year"]
        facts.refresh_from_db()
        assert (facts.birth_year, facts.home_province) == (1991, "")


def test_a_later_merging_is_undone_first_and_a_stale_page_is_refused(cast: Cast) -> None:
    by = cast.supervisor
    one, two, three = (file_of(by) for _ in range(3))
    with acting(by):
        first = merge(
            pair=_pair(one, two, by), kept=one, other=two, choice=Choice(), now=NOW, by=by
        )
    with acting(by), pytest.raises(StaleWrite):
        merge(
            pair=_pair(three, one, by),
            kept=three,
            other=one,
            choice=Choice(versions=(1, 1, 1, 1)),
            now=NOW,
            by=by,
        )
    with acting(by):
        merge(pair=_pair(three, one, by), kept=three, other=one, choice=Choice(), now=NOW, by=by)
        with pytest.raises(Denied, match="later merging"):
            unmerge(merging=first, now=NOW, by=by)


def test_who_may_not_merge_does_not_and_different_stays_different(cast: Cast) -> None:
    one, two = file_of(cast.supervisor), file_of(cast.supervisor)
    with acting(cast.supervisor):
        pair = _pair(one, two, cast.supervisor)
    with acting(cast.case_worker), pytest.raises(Denied):
        merge(pair=pair, kept=one, other=two, choice=Choice(), now=NOW, by=cast.case_worker)
    with acting(cast.supervisor):
        set_apart(pair=pair, now=NOW, by=cast.supervisor)
        with pytest.raises(Denied):
            merge(pair=pair, kept=one, other=two, choice=Choice(), now=NOW, by=cast.supervisor)
