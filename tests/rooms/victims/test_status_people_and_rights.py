"""Status by a standard of proof; people who belong to her; her rights; a report accepted."""

from datetime import UTC, datetime

import pytest
from cast import Cast, make_cast
from django.db import connections

from rooms.victims.persons import file_of
from suar.base.access.acting import acting
from suar.base.access.models import Grant
from suar.base.access.services import Reach, Terms, give_grant
from suar.base.tasks.models import Task
from suar.base.vault.keyring import Destroyed
from suar.base.vault.models import Certificate, DataKey, SearchToken
from suar.base.vault.search import find
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.rights import SafetyCheck
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.intake.facts import Concerned, Draft, EventFacts, Named
from suar.rooms.intake.models import PersonConcerned, PersonNamed
from suar.rooms.intake.services import take_report, triage_report
from suar.rooms.victims import selectors
from suar.rooms.victims.keys import place_of_secret
from suar.rooms.victims.merged import speaking_row
from suar.rooms.victims.models import (
    Episode,
    Facts,
    Identity,
    Kin,
    LinkageKeys,
    ProjectSecret,
    StatusDecision,
    Victim,
)
from suar.rooms.victims.sealed import open_values
from suar.rooms.victims.services import (
    accept_report,
    add_child,
    add_episode,
    ask_right,
    decide_status,
    erase_person,
    note_birth,
    note_death,
    show_held,
)
from suar.rooms.victims.services.projects import bring_secret
from suar.rooms.victims.services.status import Decided
from suar.rooms.victims.services.stories import LegTold

NOW = datetime.now(UTC)


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def test_a_status_names_standard_and_body_and_a_no_sets_its_own_review(cast: Cast) -> None:
    by, victim = cast.supervisor, file_of(cast.case_worker)
    with acting(cast.case_worker), pytest.raises(Denied):
        decide_status(
            victim=victim,
            decided=Decided("presume", "balance", "ngo"),
            version=1,
            now=NOW,
            by=cast.case_worker,
        )
    with acting(by), pytest.raises(Denied, match="standard"):
        decide_status(victim=victim, decided=Decided("identify"), version=1, now=NOW, by=by)
    with acting(by):
        decided = Decided("not_establish", "balance", "ngo", reasons=("little_information",))
        decide_status(victim=victim, decided=decided, version=1, now=NOW, by=by)
        assert Task.objects.get().what == "review_status"
        again = Decided("identify", "conclusive", "court_or_prosecution", "2026-03")
        decide_status(victim=victim, decided=again, version=2, now=NOW, by=by)
        assert Task.objects.get().state == "done"
        assert Victim.objects.get().status == "identified"
        assert StatusDecision.objects.count() == 3


def test_police_and_immigration_never_see_a_status(cast: Cast) -> None:
    by, victim = cast.supervisor, file_of(cast.supervisor)
    with acting(by):
        decided = Decided("not_establish", "balance", "ngo", reasons=("little_information",))
        decide_status(victim=victim, decided=decided, version=1, now=NOW, by=by)
        give_grant(
            subject=("victim", victim.id),
            to=Reach(cast.investigator.organisation),
            terms=Terms((FieldGroup.FACTS, FieldGroup.LEGAL), "report_crime", "lawful"),
            now=NOW,
            by=by,
        )
    with acting(cast.investigator):
        seen = selectors.get_victim_for(cast.investigator, victim.id)
        assert seen.status == ""
        assert Facts.objects.count() == 1
        with connections["default"].cursor() as cursor:
            for table in ("victims_victim", "victims_statusdecision"):
                cursor.execute(f"SELECT count(*) FROM {table}")
                assert cursor.fetchone() == (0,)


def test_children_with_her_and_unborn_are_persons(cast: Cast) -> None:
    by, victim = cast.case_worker, file_of(cast.case_worker)
    with acting(by):
        child = add_child(victim=victim, unborn=True, now=NOW, by=by)
        assert (child.unborn, child.treated_as_child) == (True, True)
        note_birth(child=child, born=2026, version=1, now=NOW, by=by)
        assert Kin.objects.get().kind == "child"
        assert Facts.objects.get(victim_id=child.id).birth_year == 2026
        assert selectors.victims_visible_to(by).count() == 2


def test_the_deceased_have_heirs_and_a_way_home(cast: Cast) -> None:
    by, victim = cast.case_worker, file_of(cast.case_worker)
    with acting(by):
        death = note_death(
            victim=victim,
            facts={"died_on": "2026-02", "country": "KHM", "body": "abroad"},
            heirs="Ibu Rekaan",
            words="",
            version=0,
            now=NOW,
            by=by,
        )
        assert Victim.objects.get().deceased
        told = open_values(death, group=FieldGroup.CONTACT, field="death")
        assert told == {"heirs": "Ibu Rekaan"}


def test_an_accepted_report_opens_a_file_for_each_who_is_chosen_and_named_stay_named(
    cast: Cast,
) -> None:
    by = cast.supervisor
    with acting(by):
        report = take_report(
            draft=Draft(
                "person",
                persons=(
                    Concerned(
                        state="held",
                        minor="not_known",
                        sex="male",
                        citizenship="IDN",
                        identity={"name": "Bayu Rekaan"},
                        contact={"number": "0812-0000-1234", "code_word": "hujan"},
                        safety={"place": "gedung biru"},
                        country="KHM",
                    ),
                    Concerned(sex="female"),
                ),
                named=(Named("Karto Gelapnya"),),
            ),
            channel="call",
            now=NOW,
            by=by,
        )
        report = triage_report(report=report, answers={}, version=report.version, now=NOW, by=by)
        first, second = PersonConcerned.objects.order_by("number")
        incident, files = accept_report(
            report=report, facts=EventFacts(), chosen=[first.id], now=NOW, by=by
        )
        (victim,) = files
        assert (victim.not_yet_free, victim.child, victim.person_concerned_id) == (
            True,
            "doubt",
            first.id,
        )
        assert Episode.objects.get().incident_id == incident.id
        row = speaking_row(victim, FieldGroup.IDENTITY)
        assert row is not None
        assert open_values(row, group=FieldGroup.IDENTITY)["name"] == "Bayu Rekaan"
        assert PersonNamed.objects.count() == 1
        assert not find(organisation=victim.organisation_id, kind="victim", text="karto gelapnya")
        assert not Victim.objects.filter(person_concerned_id=second.id).exists()


def test_linkage_keys_are_written_with_the_identity_once_a_project_has_a_secret(
    cast: Cast,
) -> None:
    by, officer = cast.case_worker, cast.data_officer
    before = file_of(by, name="Siti Rekaan", nik="3271016412980003")
    with acting(by):
        assert not LinkageKeys.objects.exists()
    with acting(officer):
        bring_secret(secret="rahasia-proyek-bersama-yang-panjang", now=NOW, by=officer)
        assert LinkageKeys.objects.get().victim_id == before.id
        kept = ProjectSecret.objects.get()
        assert b"rahasia" not in bytes(kept.sealed)
        assert place_of_secret(kept.organisation_id, kept.id).group == "project"
    after = file_of(by, name="Sitti Rekaan", nik="3271016412980003")
    with acting(by):
        one, two = (LinkageKeys.objects.get(victim_id=v.id).keys for v in (before, after))
        assert one["k_nik"] == two["k_nik"]
        assert one["f_name"] == two["f_name"]
        assert "ekaan" not in str(one)


def test_erasing_destroys_her_keys_reduces_her_facts_and_keeps_the_counts(cast: Cast) -> None:
    by, officer = cast.case_worker, cast.data_officer
    victim = file_of(by, name="Siti Rekaan")
    with acting(by):
        add_episode(
            victim=victim,
            facts={"country": "KHM", "from_on": "2024-03-12", "purposes": ["forced_labour"]},
            legs=[LegTold({"province": "32"}, place="gudang", exploiter="si A")],
            now=NOW,
            by=by,
        )
        row = Identity.objects.get()
        request = ask_right(
            victim=victim, kind="erase", asked_by="herself", words="", now=NOW, by=by
        )
    with acting(by), pytest.raises(Denied):
        erase_person(request=request, told_what_goes=True, now=NOW, by=by)
    with acting(officer), pytest.raises(Denied, match="gone for good"):
        erase_person(request=request, told_what_goes=False, now=NOW, by=officer)
    with acting(officer):
        done = erase_person(request=request, told_what_goes=True, now=NOW, by=officer)
        assert done.certificate_id == Certificate.objects.get().id
        assert not DataKey.objects.filter(subject_id=victim.id, destroyed_at=None).exists()
        assert not SearchToken.objects.exists()
        with pytest.raises(Destroyed):
            open_values(row, group=FieldGroup.IDENTITY)
        facts = Facts.objects.get()
        assert (facts.birth_year, facts.sex, facts.age_band) == (None, "female", "27-29")
        episode = Episode.objects.get()
        assert (episode.from_on, episode.purposes) == ("2024", ["forced_labour"])
        assert Victim.objects.get().erased_at == NOW
        assert not Grant.objects.exists()


def test_what_is_held_is_shown_only_where_it_is_safe(cast: Cast) -> None:
    by, victim = cast.case_worker, file_of(cast.case_worker)
    for check, paper in (
        (SafetyCheck(False, True, True), False),
        (SafetyCheck(True, False, True), False),
        (SafetyCheck(True, True, False), True),
    ):
        with acting(by), pytest.raises(Denied):
            show_held(victim=victim, check=check, on_paper=paper, groups=(), now=NOW, by=by)
    with acting(by):
        show_held(
            victim=victim,
            check=SafetyCheck(True, True, False),
            on_paper=False,
            groups=(FieldGroup.FACTS,),
            now=NOW,
            by=by,
        )
