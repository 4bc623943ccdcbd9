"""A person's file: begun with little, sealed, opened with a reason, found again by her name."""

from datetime import timedelta

import pytest
from cast import NOW, Cast, make_cast
from django.db import connections
from django.http import Http404

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.services import Reach, Terms, give_grant
from suar.base.access.versions import StaleWrite
from suar.base.audit.models import Event
from suar.base.vault.envelope import NotOpened
from suar.base.vault.models import DataKey
from suar.base.vault.search import find
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.visibility import FieldGroup, Relation, Showing
from suar.rooms.victims import selectors
from suar.rooms.victims.models import Identity, SamePair, Story, Victim
from suar.rooms.victims.opening import close_group, is_open, open_group, opened, shown_once
from suar.rooms.victims.sealed import open_values
from suar.rooms.victims.services import assign, begin_file, write_group
from suar.rooms.victims.services.files import Beside

NAME = "Hj. Sitti Noerhaliza binti Achmad"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _file(by: Actor, **who: str) -> Victim:
    with acting(by):
        return begin_file(
            now=NOW,
            by=by,
            facts={"birth_year": 1998, "sex": "female"},
            groups={FieldGroup.IDENTITY: who} if who else None,
        )


def test_a_file_begins_without_a_name_and_belongs_to_whoever_began_it(cast: Cast) -> None:
    victim = _file(cast.case_worker)
    with acting(cast.case_worker):
        assert victim.status == "signal"
        assert selectors.relation_to(victim, cast.case_worker, NOW) is Relation.OWN
        assert list(selectors.victims_visible_to(cast.case_worker)) == [victim]
    with acting(cast.supervisor):
        sights = selectors.sights_of(victim, cast.supervisor, NOW)
        assert sights[FieldGroup.STORY].showing is Showing.ABSENT
        assert sights[FieldGroup.IDENTITY].showing is Showing.MASKED
    for stranger in (cast.partner, cast.nurse, cast.consul):
        with acting(stranger), pytest.raises(Http404):
            selectors.get_victim_for(stranger, victim.id)
    with acting(cast.analyst), pytest.raises(Denied):
        begin_file(now=NOW, by=cast.analyst)


def test_nothing_sealed_lies_in_the_clear(cast: Cast) -> None:
    _file(cast.case_worker, name=NAME, nik="3271016412980003")
    with acting(cast.case_worker), connections["default"].cursor() as cursor:
        for table in ("victims_identity", "vault_searchtoken", "audit_event", "victims_facts"):
            cursor.execute(f"SELECT t::text FROM {table} t")
            text = " ".join(row[0] for row in cursor.fetchall()).lower()
            hexed = NAME.encode().hex()
            assert "noerhaliza" not in text
            assert hexed not in text
            assert "3271016412980003" not in text


def test_opening_asks_a_reason_lasts_ten_minutes_and_can_be_closed(cast: Cast) -> None:
    worker, victim = cast.case_worker, _file(cast.case_worker, name=NAME)
    with acting(worker):
        assert not is_open(worker, victim, FieldGroup.IDENTITY, NOW)
        with pytest.raises(Denied):
            open_group(victim=victim, group=FieldGroup.IDENTITY, reason="", now=NOW, by=worker)
        open_group(victim=victim, group=FieldGroup.IDENTITY, reason="letter", now=NOW, by=worker)
        assert opened(worker, victim, NOW) == {FieldGroup.IDENTITY: NOW + timedelta(minutes=10)}
        assert not is_open(worker, victim, FieldGroup.IDENTITY, NOW + timedelta(minutes=10))
        seen = Event.objects.get(kind=Event.Kind.OPENING)
        assert (seen.subject_id, seen.detail["reason"]) == (victim.id, "letter")
        assert close_group(victim=victim, group=None, now=NOW, by=worker) == 1
        assert opened(worker, victim, NOW) == {}
    with acting(cast.supervisor):
        open_group(
            victim=victim, group=FieldGroup.IDENTITY, reason="letter", now=NOW, by=cast.supervisor
        )
    with acting(worker):
        assert opened(worker, victim, NOW) == {}, "an opening is one person's"


def test_an_item_asks_its_reason_each_time(cast: Cast) -> None:
    worker, victim = cast.case_worker, _file(cast.case_worker)
    told = {"victim": victim, "group": FieldGroup.HEALTH, "now": NOW, "by": worker}
    with acting(worker):
        open_group(reason="care", **told)
        assert not shown_once(worker, victim, FieldGroup.HEALTH, "hiv", NOW)
        open_group(reason="care", item="hiv", **told)
        assert shown_once(worker, victim, FieldGroup.HEALTH, "hiv", NOW)
        assert not shown_once(worker, victim, FieldGroup.HEALTH, "hiv", NOW)


def test_writing_needs_what_stands_there_open_and_as_it_was_shown(cast: Cast) -> None:
    worker, victim = cast.case_worker, _file(cast.case_worker, name=NAME)
    told = {"victim": victim, "group": FieldGroup.IDENTITY, "now": NOW, "by": worker}
    with acting(worker), pytest.raises(Denied):
        write_group(values={"name": "Another"}, version=1, **told)
    with acting(worker):
        open_group(reason="write", **told)
        row = write_group(values={"name": "Siti Nurhaliza"}, version=1, **told)
        assert open_values(row, group=FieldGroup.IDENTITY) == {"name": "Siti Nurhaliza"}
    with acting(worker), pytest.raises(StaleWrite) as late:
        write_group(values={"name": "Third"}, version=1, **told)
    assert late.value.row.version == 2


def test_a_name_is_found_as_it_is_spelt_and_as_it_sounds_in_the_own_organisation(
    cast: Cast,
) -> None:
    victim = _file(cast.case_worker, name=NAME, nik="3271016412980003")
    other = _file(cast.case_worker, name="Dewi Anggraini")
    for asked in ("siti nurhaliza", "NOERHALIZA SITI", "3271-0164-1298-0003", "akhmad"):
        with acting(cast.supervisor):
            found = find(organisation=victim.organisation_id, kind="victim", text=asked)
        assert [each.subject for each in found] == [victim.id], asked
    with acting(cast.supervisor):
        assert not find(organisation=victim.organisation_id, kind="victim", text="siti aminah dewi")
    with acting(cast.consul):
        own = cast.consul.organisation
        assert own
        assert not find(organisation=own, kind="victim", text="3271016412980003")
    assert other.id != victim.id


def test_two_files_with_one_name_are_noticed_with_their_reasons(cast: Cast) -> None:
    first = _file(cast.case_worker, name=NAME)
    second = _file(cast.supervisor, name="Siti Nurhaliza Ahmad")
    _file(cast.supervisor, name="Dewi Anggraini")
    with acting(cast.supervisor):
        pair = SamePair.objects.get()
        assert {pair.first_id, pair.second_id} == {first.id, second.id}
        assert pair.reasons == ["same_words", "same_birth_year"]


def test_a_grant_opens_its_groups_and_no_other_to_whom_it_names(cast: Cast) -> None:
    victim = _file(cast.case_worker, name=NAME)
    with acting(cast.case_worker):
        write_group(
            victim=victim,
            group=FieldGroup.STORY,
            values={"told": "rahasia"},
            version=0,
            now=NOW,
            by=cast.case_worker,
        )
    with acting(cast.supervisor):
        give_grant(
            subject=("victim", victim.id),
            to=Reach(cast.nurse.organisation),
            terms=Terms((FieldGroup.IDENTITY, FieldGroup.FACTS), "care", "lawful"),
            now=NOW,
            by=cast.supervisor,
        )
    with acting(cast.nurse):
        seen = selectors.get_victim_for(cast.nurse, victim.id)
        assert (seen.reference, seen.status) == (victim.reference, "")
        assert not Victim.objects.exists()
        assert not Story.objects.exists()
        open_group(victim=seen, group=FieldGroup.IDENTITY, reason="care", now=NOW, by=cast.nurse)
        row = Identity.objects.get()
        assert open_values(row, group=FieldGroup.IDENTITY)["name"] == NAME
        assert {key.field_group for key in DataKey.objects.all()} == {"identity"}
        with pytest.raises(Denied):
            open_group(victim=seen, group=FieldGroup.STORY, reason="care", now=NOW, by=cast.nurse)
    with acting(cast.supervisor):
        looked = Event.objects.get(kind=Event.Kind.OPENING)
        assert looked.by_organisation_id == cast.nurse.organisation
    with acting(cast.partner), pytest.raises((Http404, NotOpened)):
        selectors.get_victim_for(cast.partner, victim.id)


def test_only_who_walks_beside_her_or_a_supervisor_puts_others_beside_her(cast: Cast) -> None:
    victim = _file(cast.supervisor)
    with acting(cast.case_worker), pytest.raises(Denied):
        assign(
            victim=victim,
            beside=Beside(person=cast.case_worker.person),
            now=NOW,
            by=cast.case_worker,
        )
    with acting(cast.supervisor):
        assign(
            victim=victim,
            beside=Beside(person=cast.case_worker.person),
            now=NOW,
            by=cast.supervisor,
        )
    with acting(cast.case_worker):
        assert selectors.relation_to(victim, cast.case_worker, NOW) is Relation.OWN
