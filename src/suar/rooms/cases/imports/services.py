"""Asking for it, and doing it: a row at a time, each whole, none twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone

from suar.analytics.progress import Progress
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.base.audit.services import record
from suar.base.identifiers import new_reference
from suar.base.identifiers.others import keep_other_number, was_kept
from suar.base.vault.files import in_memory, read_sealed
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.cases.imports.mapping import Brought, brought
from suar.rooms.cases.services import ground
from suar.rooms.cases.services.cases import open_case
from suar.rooms.registers.jobs import defer
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.services import place_of
from suar.rooms.victims.models import Episode, Victim
from suar.rooms.victims.sealed import SUBJECT
from suar.rooms.victims.selectors import pairs_of
from suar.rooms.victims.services.files import begin_file

if TYPE_CHECKING:
    from suar.analytics.registers import Register

MOST: Final = 20_000


@dataclass
class Tally:
    """How the rows went; numbers only."""

    rows: int = 0
    refused: int = 0
    nobody: int = 0  # rows that name no person: cases in the register, nobody's file here
    known: int = 0  # brought in before
    brought: int = 0
    alike: int = 0  # possibly the same person as another file


def may_bring_in(upload: Upload, by: Actor) -> Decision:
    """Whether an upload's rows may become files and cases."""
    allowed = may(by.holder, Permission.BRING_IN_RECORDS)
    if not allowed.allowed:
        return allowed
    if upload.state != Upload.State.CHECKED:
        return Decision(False, "Not yet: the register has to be checked and readable first.")
    if (upload.checked or {}).get("accepted", 0) > MOST:
        return Decision(False, "Not yet: a file of this size is brought in in parts.")
    waiting = Work.objects.filter(
        organisation_id=by.organisation,
        kind=Work.Kind.BRING_IN,
        uploads__contains=str(upload.id),
        state__in=(Work.State.WAITING, Work.State.RUNNING),
    )
    if waiting.exists():
        return Decision(False, "Not yet: this register is being brought in.")
    return Decision(True)


@transaction.atomic
def bring_in(*, upload: Upload, language: str, now: datetime, by: Actor) -> Work:
    """Ask that an upload's rows become files of persons and cases; the worker does it.

    Raises
    ------
    Denied
        If the post may not, or the upload is not ready.
    """
    if by.organisation is None:
        raise Denied("There is no such record here.")
    upload = Upload.objects.select_for_update().get(id=upload.id, organisation_id=by.organisation)
    may_bring_in(upload, by).require()
    prefix = Organisation.objects.values_list("prefix", flat=True).get(id=by.organisation)
    work = Work.objects.create(
        organisation_id=by.organisation,
        reference=new_reference(prefix),
        kind=Work.Kind.BRING_IN,
        uploads=[str(upload.id)],
        language=language or "id",
        asked_at=now,
        asked_by=by.person,
    )
    defer(work, by)
    record(action="case.bring_in", subject=("upload", upload.id), by=by)
    return work


def bring_in_upload(*, work: Work, listener: Progress, by: Actor) -> None:
    """Do it: read the sealed file with its profile, then a row at a time.

    A row is one transaction; one that was brought in before is known by its number and left. So a
    job that was killed goes on where it stopped, and asking twice makes nobody twice.
    """
    register = _read(work, by)
    rows = register.frame.to_dicts()
    tally = Tally(rows=register.rows, refused=len(register.rejections))
    for at, row in enumerate(rows, start=1):
        listener("Bringing in", at, len(rows))
        _one(row, register.name, tally=tally, by=by)
    with acting(by):
        Work.objects.filter(id=work.id).update(summary=vars(tally))
        record(action="case.brought_in", subject=("work", work.id), detail=vars(tally), by=by)


def _read(work: Work, by: Actor) -> Register:
    from suar.analytics.registers import parse_profile  # late: frames are heavy, pages need none
    from suar.analytics.registers.check import check_document

    with acting(by):
        upload = Upload.objects.get(id=work.uploads[0], organisation_id=by.organisation)
        may(by.holder, Permission.BRING_IN_RECORDS).require()
        with in_memory(
            read_sealed(place=place_of(upload)), name=f"register{upload.suffix}"
        ) as path:
            found = check_document(
                path, profile=parse_profile(upload.profile) if upload.profile else None
            )
    if found.register is None or found.register.kind != "records":
        raise Refusal(
            "This register holds no rows of persons",
            remedy="Bring in a register of records; totals and key files stay registers.",
        )
    return found.register


def _one(row: dict[str, Any], register: str, *, tally: Tally, by: Actor) -> None:
    if not row["names_person"]:
        tally.nobody += 1
        return
    told = brought(row, register=register)
    with acting(by):
        if _known(told, by):
            tally.known += 1
            return
        now = timezone.now()
        victim = begin_file(now=now, by=by, facts=told.facts, groups=told.groups, flags=told.flags)
        _episode(victim, told, now=now, by=by)
        open_case(victim=victim, now=now, by=by)
        for system, number in told.numbers:
            keep_other_number(
                organisation=victim.organisation_id,
                subject=(SUBJECT, victim.id),
                system=system,
                number=number,
            )
        tally.alike += pairs_of(victim, by).exists()  # noticed when the file was begun
        tally.brought += 1


def _known(told: Brought, by: Actor) -> bool:
    system, number = told.numbers[0]
    return was_kept(organisation=ground.own(by), kind=SUBJECT, system=system, number=number)


def _episode(victim: Victim, told: Brought, *, now: datetime, by: Actor) -> None:
    if told.episode:
        Episode.objects.create(
            organisation_id=victim.organisation_id,
            victim_id=victim.id,
            changed_at=now,
            changed_by=by.person,
            **told.episode,
        )
