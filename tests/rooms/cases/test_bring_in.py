"""Old spreadsheets in: each row whole, none twice, nothing decided by the file."""

import pytest
from cast import NOW, make_cast

from suar.base.access.acting import acting
from suar.base.identifiers.others import find_by_other_number
from suar.knowledge.rules.decision import Denied
from suar.rooms.cases.imports.services import Tally, bring_in, bring_in_upload
from suar.rooms.cases.models import Case
from suar.rooms.registers.checking import check_upload
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.services import upload_register
from suar.rooms.victims.models import Episode, Facts, Victim

SHEET = """NO,NAMA,NIK,TGL LAHIR,JENIS KELAMIN,STATUS
1,Rekaan Sekar,,1999-05-02,P,KORBAN
2,Rekaan Bayu,,,L,
3,,,,P,
4,Rekaan Sekar,,1999-05-02,P,
"""
PROFILE = """
register: old
counts: person
id: NO
columns: {NAMA: name, NIK: nik, TGL LAHIR: birth_date, JENIS KELAMIN: sex}
"""


class Silent:
    def __call__(self, step, done=0, total=0): ...


def uploaded(cast):
    """A supervisor of Shelter A may not upload: the officer of the mission may do both."""
    with acting(cast.supervisor) as by:
        from suar.base.access.actor import Actor

        keeper = Actor(organisation=by.organisation, person=by.person, role="analyst")
        upload, work = upload_register(
            parts=[SHEET.encode()], file_name="old.csv", title="Old", now=NOW, by=keeper
        )
        Upload.objects.filter(id=upload.id).update(profile=PROFILE)
        work.uploads = [str(upload.id)]
    check_upload(work=work, listener=Silent(), by=keeper)
    with acting(cast.supervisor):
        upload.refresh_from_db()
    return upload


def run(cast, upload):
    with acting(cast.supervisor) as by:
        work = bring_in(upload=upload, language="en", now=NOW, by=by)
    bring_in_upload(work=work, listener=Silent(), by=cast.supervisor)
    with acting(cast.supervisor):
        Work.objects.filter(id=work.id).update(state=Work.State.DONE, ended_at=NOW)
        work.refresh_from_db()
    return Tally(**work.summary)


def test_each_row_that_names_somebody_becomes_a_file_and_a_case(database):
    cast = make_cast()
    upload = uploaded(cast)
    assert upload.state == Upload.State.CHECKED, upload.problem
    tally = run(cast, upload)
    assert (tally.rows, tally.nobody, tally.brought, tally.known) == (4, 1, 3, 0)
    assert tally.alike == 1
    with acting(cast.supervisor) as by:
        assert Case.objects.filter(organisation_id=by.organisation).count() == 3
        assert set(Victim.objects.values_list("status", flat=True)) == {"signal"}
        assert sorted(Facts.objects.values_list("sex", flat=True)) == ["female", "female", "male"]
        ((kind, subject),) = find_by_other_number(by, number="2")
        assert kind == "victim"
        assert Facts.objects.get(victim_id=subject).sex == "male"
        assert not Episode.objects.exclude(organisation_id=by.organisation).exists()


def test_asked_twice_nobody_is_made_twice(database):
    cast = make_cast()
    upload = uploaded(cast)
    run(cast, upload)
    again = run(cast, upload)
    assert (again.brought, again.known) == (0, 3)
    with acting(cast.supervisor):
        assert Victim.objects.count() == 3


def test_only_whoever_may_bring_records_in_does(database):
    cast = make_cast()
    upload = uploaded(cast)
    for actor in (cast.case_worker, cast.keeper, cast.administrator):
        with acting(actor), pytest.raises(Denied, match="may not bring in"):
            bring_in(upload=upload, language="en", now=NOW, by=actor)
    with acting(cast.hotline_supervisor) as by, pytest.raises(Upload.DoesNotExist):
        bring_in(upload=upload, language="en", now=NOW, by=by)


def test_no_two_jobs_bring_one_register_in_at_once(database):
    cast = make_cast()
    upload = uploaded(cast)
    with acting(cast.supervisor) as by:
        bring_in(upload=upload, language="en", now=NOW, by=by)
        with pytest.raises(Denied, match="being brought in"):
            bring_in(upload=upload, language="en", now=NOW, by=by)
