"""Records that come in and go out and a case's papers: their services, killed in the middle."""

from dataclasses import replace
from typing import Any

from cast import NOW, Cast
from killable import PLENTY, Service, call, called
from ready_cases import DAY, SUPERVISOR, WORKER, opened_case, when

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.models import OtherNumber
from suar.base.identifiers import uuid7
from suar.knowledge.rules.papers import PaperKind
from suar.rooms.cases.exports import services as exports
from suar.rooms.cases.imports import services as imports
from suar.rooms.cases.models import Case
from suar.rooms.cases.papers import services as papers
from suar.rooms.intake.facts import Draft, Teller
from suar.rooms.intake.models import Report
from suar.rooms.intake.services import take_report, triage_report
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.services import upload_register
from suar.rooms.victims.models import Victim

ROWS = 6  # of a register that is brought in
PROFILE = """
register: old
counts: person
id: NO
columns: {NAMA: name, JENIS KELAMIN: sex}
"""


def _checked(_cast: Cast, by: Actor) -> Upload:
    return Upload.objects.create(
        organisation_id=by.organisation,
        reference=f"T-{uuid7().hex[-12:]}",
        title="Rekaan",
        suffix=".csv",
        size=10,
        sha256="0" * 64,
        state=Upload.State.CHECKED,
        checked={"accepted": 1},
        uploaded_at=NOW,
        uploaded_by=by.person,
    )


def _sheets(cast: Cast) -> list[Work]:
    """Ask for registers of six rows each to be brought in; the job itself is what gets killed."""
    by, made = cast.supervisor, []
    with acting(by):
        for _ in range(PLENTY):
            rows = "".join(f"{uuid7().hex},Rekaan,P\n" for _ in range(ROWS))
            upload, _checking = upload_register(
                parts=[f"NO,NAMA,JENIS KELAMIN\n{rows}".encode()],
                file_name="old.csv",
                title="Rekaan",
                now=NOW,
                by=replace(by, role="analyst"),
            )
            upload.state, upload.profile, upload.checked = "checked", PROFILE, {"accepted": ROWS}
            upload.save()
            made.append(imports.bring_in(upload=upload, language="id", **when(by)))
    return made


def _bring(cast: Cast, left: list[Work]) -> str:
    work = left.pop()
    imports.bring_in_upload(work=work, listener=lambda *_: None, by=cast.supervisor)
    return str(work.id)


def _brought(cast: Cast, told: set[str], works: list[Work]) -> None:
    by = cast.supervisor
    with acting(by):
        files = Victim.objects.count()
        assert files >= ROWS * len(told), "an acknowledged register is lost"
        _each_whole(files)
    for work in works:  # goes on where it was cut off, to its end
        imports.bring_in_upload(work=work, listener=lambda *_: None, by=by)
    with acting(by):
        assert Victim.objects.count() >= ROWS * len(works)
        assert Victim.objects.count() % ROWS == 0, "a row twice, or left out"
        _each_whole(Victim.objects.count())


def _each_whole(files: int) -> None:
    """A row of a register is a file, its case, and the number by which it is known again."""
    assert Case.objects.values("victim_id").distinct().count() == files
    numbers = OtherNumber.objects.filter(subject_kind="victim")
    assert numbers.values("token").distinct().count() == numbers.count() == files


def _export(_none: Any, by: Actor) -> None:
    wanted = exports.Wanted("cases", "csv", "audit", "", password="sandi-yang-cukup-panjang")
    exports.export_records(wanted=wanted, **when(by))


def _paper(case: Case, by: Actor) -> Any:
    told = {"day": DAY.isoformat(), "matter": "conference"}
    wanted = papers.Wanted(PaperKind.SOCIAL_REPORT, "id", reason="own_file", told=told)
    return papers.issue_paper(case=case, wanted=wanted, **when(by))


def _report(_cast: Cast, by: Actor) -> Report:
    draft = Draft(about="free", told="Rekaan", teller=Teller(name="Rekaan"))
    report = take_report(draft=draft, channel="phone", **when(by))
    return triage_report(report=report, answers={}, version=report.version, **when(by))


def _report_paper(report: Report, by: Actor) -> Any:
    wanted = papers.Wanted(PaperKind.REPORT, "id")
    return papers.issue_report_paper(report=report, wanted=wanted, **when(by))


SERVICES: tuple[Service, ...] = (
    called("rooms.cases.exports.services.export_records", SUPERVISOR, _export),
    called(
        "rooms.cases.imports.services.bring_in",
        SUPERVISOR,
        call(imports.bring_in, "upload", language="id"),
        _checked,
    ),
    Service(
        "rooms.cases.imports.services.bring_in_upload",
        _bring,
        _brought,
        _sheets,
        alike=False,  # a transaction a row
        fresh=True,  # frames have threads
    ),
    called("rooms.cases.papers.services.issue_paper", WORKER, _paper, opened_case),
    called("rooms.cases.papers.services.issue_report_paper", SUPERVISOR, _report_paper, _report),
    called(
        "rooms.cases.papers.services.print_again",
        WORKER,
        call(papers.print_again, "paper", reason="own_file"),
        lambda cast, by: _paper(opened_case(cast), by),
    ),
)
