"""Notes, files, supervision and threats: written once, sealed, for those who need them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.base.accounts.models import Post
from suar.base.audit.models import Event as AuditEvent
from suar.base.audit.services import record
from suar.base.tasks.models import Task
from suar.base.tasks.services import Whose, finish_task, set_task
from suar.base.vault.envelope import Place
from suar.base.vault.files import (
    discard_sealed,
    place_of_file,
    read_sealed,
    remove_sealed,
    write_sealed,
)
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.documents import HEAD, LARGEST, may_add, type_of
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup, Relation
from suar.knowledge.vocab import code_list
from suar.rooms.cases.models import (
    Case,
    Document,
    HealthNote,
    LegalNote,
    PrivilegedNote,
    Supervision,
    Threat,
)
from suar.rooms.cases.sealing import seal_own, seal_words
from suar.rooms.cases.selectors.sights import relation_to, sights_of
from suar.rooms.cases.services import ground

#: Field groups with whose readers a file may be shown.
SHOWN_WITH: Final = ("services", "health", "legal", "story", "identity")
_TEAM: Final = (Relation.OWN, Relation.TEAM)


def may_note(case: Case, *, now: datetime, by: Actor) -> Decision:
    """Whether privileged notes are this person's to read and write: her team's alone."""
    allowed = ground.may_work(case, by, open_only=False)
    if allowed.allowed and relation_to(case, by, now=now) not in _TEAM:
        return Decision(False, "Open to the assigned person and team only.")
    return allowed


@transaction.atomic
def write_note(
    *,
    case: Case,
    words: str,
    on: date,
    now: datetime,
    by: Actor,
    corrects: PrivilegedNote | None = None,
) -> PrivilegedNote:
    """Write a privileged note: a fact for help. It never leaves the organisation.

    A note is not changed afterwards; one that was wrong is corrected by another.
    """
    case = ground.locked(case, by)
    may_note(case, now=now, by=by).require()
    _sense(words, on, now)
    note = ground.fresh(
        PrivilegedNote, case, now=now, by=by, on=on, corrects_id=corrects.id if corrects else None
    )
    note.sealed = seal_words(note, {"words": words.strip()})
    note.save(force_insert=True)
    ground.note("case.note", case, by, note=note.id)
    return note


@transaction.atomic
def write_health(
    *, case: Case, topic: str, words: str, on: date, now: datetime, by: Actor
) -> HealthNote:
    """Write a note on health, for her team. HIV and pregnancy ask a reason each time."""
    case = ground.locked(case, by)
    ground.may_write_group(case, FieldGroup.HEALTH, now=now, by=by).require()
    if topic not in code_list("health_topic"):
        raise Denied("Not yet: choose from the lists.")
    _sense(words, on, now)
    note = ground.fresh(HealthNote, case, now=now, by=by, topic=topic, on=on)
    note.sealed = seal_words(note, {"words": words.strip()})
    note.save(force_insert=True)
    ground.note("case.health_note", case, by, note=note.id)
    return note


@transaction.atomic
def write_legal(
    *, case: Case, state: str, words: str, on: date, now: datetime, by: Actor
) -> LegalNote:
    """Write what is told of a proceeding. It changes nothing about any service."""
    case = ground.locked(case, by)
    ground.may_write_group(case, FieldGroup.LEGAL, now=now, by=by).require()
    if state not in code_list("proceeding_state"):
        raise Denied("Not yet: choose from the lists.")
    if on > timezone.localdate(now):
        raise Denied("Not yet: the day lies ahead.")
    note = ground.fresh(LegalNote, case, now=now, by=by, state=state, on=on)
    note.sealed = seal_words(note, {"words": words.strip()})
    note.save(force_insert=True)
    ground.note("case.legal_note", case, by, note=note.id, state=state)
    return note


@transaction.atomic
def note_supervision(
    *,
    case: Case,
    worker: UUID,
    words: str,
    days: tuple[date, date | None],
    now: datetime,
    by: Actor,
) -> Supervision:
    """Keep what was agreed in a talk about the work, by whoever agrees to plans.

    ``days`` are the day of the talk and that of the next one, if it is agreed.
    """
    case = ground.locked(case, by)
    may_note_supervision(by).require()
    on, next_on = days
    _sense(words, on, now)
    works_here = Post.objects.filter(organisation_id=case.organisation_id, person_id=worker)
    if not works_here.exists():
        raise Denied("Not yet: choose somebody who works here.")
    row = ground.fresh(Supervision, case, now=now, by=by, on=on, worker_id=worker, next_on=next_on)
    row.sealed = seal_words(row, {"words": words.strip()})
    row.save(force_insert=True)
    ground.note("case.supervision", case, by, supervision=row.id)
    return row


def may_note_supervision(by: Actor) -> Decision:
    """Whether this post leads talks about the work."""
    return may(by.holder, Permission.APPROVE_CASES)


def may_supervise(case: Case, *, now: datetime, by: Actor) -> Decision:
    """Whether this person may read what was agreed in them: a supervisor, or her team."""
    leads = may_note_supervision(by)
    return leads if leads.allowed else may_note(case, now=now, by=by)


@dataclass(frozen=True)
class Sheet:
    """A file that comes: what it is, with which group it shows, and whether she offered it."""

    kind: str
    shown_with: str
    title: str = ""
    offered: bool = False


def place_of_document(document: Document) -> Place:
    """Give where a document's sealed file lies."""
    return place_of_file(
        organisation=document.organisation_id,
        kind="victim",
        subject=document.victim_id,
        record=document.id,
    )


@transaction.atomic
def add_document(
    *, case: Case, parts: Iterable[bytes], sheet: Sheet, now: datetime, by: Actor
) -> Document:
    """Seal a file into her case. Its type is seen in its content; its name is not kept.

    Raises
    ------
    Denied
        If its group is not this post's to write, or the file is none that is taken: then nothing
        of it stays on the disk.
    """
    case = ground.locked(case, by)
    if sheet.shown_with not in SHOWN_WITH or sheet.kind not in code_list("document_kind"):
        raise Denied("Not yet: choose from the lists.")
    ground.may_write_group(case, FieldGroup(sheet.shown_with), now=now, by=by).require()
    document = ground.fresh(
        Document,
        case,
        now=now,
        by=by,
        kind=sheet.kind,
        shown_with=sheet.shown_with,
        offered=sheet.offered,
        size=0,
    )
    head = bytearray()
    place = place_of_document(document)
    document.size = write_sealed(_measured(parts, head), place=place)
    document.type = type_of(bytes(head))
    decided = may_add(document.type, size=document.size, offered_by_her=sheet.offered)
    if not decided.allowed:
        remove_sealed(place=place)
        raise Denied(decided.reason)
    document.sealed = seal_words(document, {"title": sheet.title})
    document.save(force_insert=True)
    ground.note("case.document", case, by, document=document.id, kind=sheet.kind)
    return document


def may_read_document(document: Document, case: Case, *, now: datetime, by: Actor) -> Decision:
    """Whether this person may open the file now: its group shows to her, or she opened it."""
    if by.organisation != document.organisation_id or document.removed_at is not None:
        return Decision(False, ground.NOT_HERE)
    seen = sights_of(case, by, now=now).get(FieldGroup(document.shown_with))
    if seen is None:
        return Decision(False, "Not for this post: the role does not see this group.")
    if not seen.readable:
        return Decision(False, "Sealed: it opens with a reason, and the opening is recorded.")
    return Decision(True)


@transaction.atomic
def read_document(*, document: Document, case: Case, now: datetime, by: Actor) -> Iterator[bytes]:
    """Give a file's content; that it was opened is kept before any of it is shown."""
    may_read_document(document, case, now=now, by=by).require()
    record(
        action="case.document_open",
        kind=AuditEvent.Kind.OPENING,
        subject=("victim", document.victim_id),
        detail={"document": str(document.id), "group": document.shown_with},
        by=by,
    )
    return read_sealed(place=place_of_document(document))


@transaction.atomic
def remove_document(*, document: Document, now: datetime, by: Actor) -> Document:
    """Remove a file: she asked for it back, or it was added by mistake. That it was there stays."""
    document = ground.locked(document, by)
    case = ground.case_of(document, by)
    ground.may_write_group(case, FieldGroup(document.shown_with), now=now, by=by).require()
    document.removed_at, document.removed_by = now, by.person
    document.sealed = b""
    document.version += 1
    document.save(update_fields=["removed_at", "removed_by", "sealed", "version"])
    discard_sealed(place=place_of_document(document))
    ground.note("case.document_remove", case, by, document=document.id)
    return document


@transaction.atomic
def report_threat(
    *, kind: str, on: date, words: str, now: datetime, by: Actor, case: Case | None = None
) -> Threat:
    """Report a threat against oneself. Supervisors are told by a task; no case is held up."""
    organisation = ground.own(by)
    may(by.holder, Permission.OPEN_OWN_DAY).require()
    if kind not in code_list("staff_threat"):
        raise Denied("Not yet: choose from the lists.")
    _sense(words, on, now)
    threat = Threat(
        organisation_id=organisation,
        case_id=case.id if case else None,
        kind=kind,
        on=on,
        against=by.person,
        at=now,
        by=by.person,
    )
    threat.sealed = seal_own(threat, "threat", "notes", {"words": words.strip()})
    threat.save(force_insert=True)
    set_task(
        subject=("threat", threat.id),
        what="danger_now",
        whose=Whose(),
        started_by_clock=True,
        now=now,
        by=by,
    )
    record(action="threat.report", subject=("threat", threat.id), detail={"kind": kind}, by=by)
    return threat


@transaction.atomic
def settle_threat(
    *, threat: Threat, told_police: str, version: int, now: datetime, by: Actor
) -> Threat:
    """Say that a threat was dealt with, and whether the police were told (as staff wished)."""
    threat = ground.locked(threat, by, version=version)
    may(by.holder, Permission.APPROVE_CASES).require()
    if threat.state != "open":
        raise Denied("This was settled already.")
    if told_police not in ("yes", "no", "not_known", "not_asked"):
        raise Denied("Not yet: choose from the lists.")
    threat.state, threat.told_police = "settled", told_police
    threat.settled_at, threat.settled_by = now, by.person
    threat.version += 1
    threat.save()
    record(action="threat.settle", subject=("threat", threat.id), by=by)
    for task in Task.objects.filter(
        organisation_id=threat.organisation_id,
        subject_kind="threat",
        subject_id=threat.id,
        state=Task.State.OPEN,
    ):
        finish_task(task=task, now=now, by=by)
    return threat


def _measured(parts: Iterable[bytes], head: bytearray) -> Iterator[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if len(head) < HEAD:
            head += part[: HEAD - len(head)]
        if size > LARGEST:
            raise Denied(may_add("image/png", size=size, offered_by_her=False).reason)
        yield part


def _sense(words: str, on: date, now: datetime) -> None:
    if not words.strip():
        raise Denied("Not yet: there are no words yet.")
    if on > timezone.localdate(now):
        raise Denied("Not yet: the day lies ahead.")
