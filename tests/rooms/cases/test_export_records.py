"""Records leave the house locked and marked, with a reason, and without names."""

from io import BytesIO

import msoffcrypto
import pytest
import pyzipper
from cast import NOW, make_cast
from openpyxl import load_workbook

from suar.base.access.acting import acting
from suar.base.audit.models import Event
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.exports import services
from suar.rooms.cases.exports.services import Wanted, export_records
from suar.rooms.cases.services.cases import open_case
from suar.rooms.victims.models import Episode, Victim
from suar.rooms.victims.services.files import begin_file

PASSWORD = "a-long-password"
SEEDED = "Rekaan Melati"


def wanted(**other):
    asked = {
        "shape": "cases",
        "format": "xlsx",
        "reason": "statistics",
        "words": "",
        "password": PASSWORD,
    }
    return Wanted(**(asked | other))


def three_cases(cast):
    """A woman forced into online fraud, a man at sea, somebody whose status was not established."""
    with acting(cast.case_worker) as by:
        for sex, purposes, status in (
            ("female", ["online_scam"], "identified"),
            ("male", ["forced_labour"], "presumed"),
            ("female", [], "not established"),
        ):
            victim = begin_file(
                now=NOW,
                by=by,
                facts={"sex": sex, "nationalities": ["ID"]},
                groups={FieldGroup.IDENTITY: {"name": SEEDED}},
            )
            Victim.objects.filter(id=victim.id).update(status=status)
            Episode.objects.create(
                organisation_id=by.organisation,
                victim_id=victim.id,
                purposes=purposes,
                control=["debt_bondage"],
                changed_at=NOW,
                changed_by=by.person,
            )
            open_case(victim=victim, now=NOW, by=by)


def table(content):
    office, plain = msoffcrypto.OfficeFile(BytesIO(content)), BytesIO()
    office.load_key(password=PASSWORD, verify_password=True)
    office.decrypt(plain)
    return list(load_workbook(plain).active.iter_rows(values_only=True))


def test_a_supervisor_takes_her_own_cases_out_and_the_audit_says_why(database):
    cast = make_cast()
    three_cases(cast)
    with acting(cast.supervisor) as by:
        made = export_records(wanted=wanted(), now=NOW, by=by)
        event = Event.objects.get(action="case.export")
    rows = table(made.content)
    assert made.lines == 3
    assert len(rows) == 3 + 3  # title, mark, headers
    assert made.reference in rows[1][0]
    assert (event.kind, event.reason) == (Event.Kind.EXPORT, "statistics")
    assert event.by_person_id == cast.supervisor.person
    assert PASSWORD not in str(event.detail)
    assert not any(SEEDED in str(cell) for row in rows for cell in row)


def test_nobody_elses_cases_are_in_it(database):
    cast = make_cast()
    three_cases(cast)
    with acting(cast.hotline_supervisor) as by:
        made = export_records(wanted=wanted(), now=NOW, by=by)
    assert made.lines == 0


def test_that_a_status_was_not_established_is_never_written_for_another(database):
    cast = make_cast()
    three_cases(cast)
    with acting(cast.supervisor) as by:
        made = export_records(wanted=wanted(shape="htcds"), now=NOW, by=by)
    head, *rows = table(made.content)[2:]
    at = {name: n for n, name in enumerate(head)}
    told = sorted(row[at["vic_TraffickingStatus"]] or "" for row in rows)
    assert told == ["", "ActualVictimOfTrafficking", "PossibleVictimOfTrafficking"]
    scam = next(row for row in rows if row[at["suar_ForcedCriminality"]] == "true")
    assert scam[at["vic_MethodsOfControl"]] == "DebtBondage"
    assert "ForcedLabour" in {row[at["vic_TypeOfExploitation"]] for row in rows}


def test_simfonis_shape_holds_women_and_children_and_says_how_many_it_left_out(database):
    cast = make_cast()
    three_cases(cast)
    with acting(cast.supervisor) as by:
        made = export_records(wanted=wanted(shape="simfoni", format="csv"), now=NOW, by=by)
    assert (made.lines, made.left_out) == (2, 1)
    with pyzipper.AESZipFile(BytesIO(made.content)) as archive:
        archive.setpassword(PASSWORD.encode())
        text = archive.read("simfoni.csv").decode("utf-8-sig")
    assert text.splitlines()[0].startswith("Nomor,Tanggal,Provinsi")
    assert text.count("Trafficking") == 2


def test_paper_is_locked_too(database):
    cast = make_cast()
    three_cases(cast)
    with acting(cast.supervisor) as by:
        made = export_records(wanted=wanted(format="pdf"), now=NOW, by=by)
    assert made.content.startswith(b"%PDF")
    assert b"/Encrypt" in made.content


@pytest.mark.parametrize("who", ["case_worker", "keeper", "administrator", "analyst", "partner"])
def test_most_posts_may_not(database, who):
    cast = make_cast()
    actor = getattr(cast, who)
    with acting(actor), pytest.raises(Denied, match="may not export"):
        export_records(wanted=wanted(), now=NOW, by=actor)


@pytest.mark.parametrize("told", [{"reason": ""}, {"reason": "another"}, {"shape": "all"}])
def test_without_a_reason_nothing_leaves(database, told):
    cast = make_cast()
    with acting(cast.supervisor) as by, pytest.raises(Denied):
        export_records(wanted=wanted(**told), now=NOW, by=by)


def test_more_lines_than_a_file_holds_are_refused_with_a_remedy(database, monkeypatch):
    cast = make_cast()
    three_cases(cast)
    monkeypatch.setattr(services, "MOST", 2)
    with acting(cast.supervisor) as by:
        with pytest.raises(Refusal, match="more cases") as refused:
            export_records(wanted=wanted(), now=NOW, by=by)
        assert "shorter time" in refused.value.remedy
        assert not Event.objects.filter(action="case.export").exists()
