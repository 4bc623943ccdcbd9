"""The verbs of the room: upload, mend the profile, replace, delete, ask for a picture."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_noop

from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.base.identifiers import new_reference
from suar.base.vault.envelope import Place
from suar.base.vault.files import (
    discard_sealed,
    place_of_file,
    read_sealed,
    remove_sealed,
    write_sealed,
)
from suar.base.vault.services import erase
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.registers.models import Upload, Work

SUFFIXES = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".xlsx", ".parquet", ".keys")
LARGEST = 200 * 1024 * 1024
TOO_LARGE_REMEDY = gettext_noop(
    "Use the command line (suar register check) for a file of this size."
)


class Stale(Denied):
    """Somebody changed it meanwhile; the page shows both values."""


def place_of(upload: Upload) -> Place:
    """Give where an upload's sealed file belongs."""
    return place_of_file(
        organisation=upload.organisation_id, kind="upload", subject=upload.id, record=upload.id
    )


def place_of_result(work: Work, name: str) -> Place:
    """Give where a result of a job belongs."""
    return Place(work.organisation_id, "work", work.id, work.id, "file", name)


def page_for(work: Work, language: str) -> tuple[str, str]:
    """Give which of a picture's pages speaks a language, and the language that it speaks."""
    if language != work.language and (work.summary or {}).get("also_in") == language:
        return f"picture.{language}.html", language
    return "picture.html", work.language


def may_change(upload: Upload, by: Actor) -> Decision:
    """Whether an upload may be mended, replaced or deleted now."""
    allowed = may(by.holder, Permission.UPLOAD_REGISTERS)
    if not allowed.allowed:
        return allowed
    if upload.state in (Upload.State.DELETED, Upload.State.REPLACED):
        return Decision(False, "Not yet: this upload was deleted or replaced. Upload it again.")
    return Decision(True)


def may_delete(upload: Upload, by: Actor) -> Decision:
    """Whether an upload may be deleted: a replaced one too, for its file still lies here."""
    allowed = may(by.holder, Permission.UPLOAD_REGISTERS)
    if allowed.allowed and upload.state == Upload.State.DELETED:
        return Decision(False, "This upload was deleted already.")
    return allowed


def may_check_again(upload: Upload, by: Actor) -> Decision:
    """Whether a check may be asked for: not while one waits or runs."""
    allowed = may_change(upload, by)
    if not allowed.allowed:
        return allowed
    waiting = Work.objects.filter(
        organisation_id=by.organisation,
        kind=Work.Kind.CHECK,
        uploads__contains=str(upload.id),
        state__in=(Work.State.WAITING, Work.State.RUNNING),
    )
    if waiting.exists():
        return Decision(False, "Not yet: a check of this file is waiting or running.")
    return Decision(True)


def may_ask_for_picture(uploads: Sequence[Upload], by: Actor) -> Decision:
    """Whether a picture may be made of these uploads."""
    allowed = may(by.holder, Permission.MAKE_PICTURE)
    if allowed.allowed and (not uploads or any(u.state != Upload.State.CHECKED for u in uploads)):
        return Decision(False, "Not yet: every register has to be checked and readable first.")
    return allowed


@transaction.atomic
def upload_register(
    *,
    parts: Iterable[bytes],
    file_name: str,
    title: str,
    now: datetime,
    by: Actor,
    replaces: Upload | None = None,
) -> tuple[Upload, Work]:
    """Seal an uploaded file and ask for its check. The one it replaces is kept as replaced.

    Raises
    ------
    Denied
        If the post may not upload, or the file replaced is gone.
    Refusal
        If the file's kind is not one that `suar register check` reads, or it is empty or too large.
    """
    may(by.holder, Permission.UPLOAD_REGISTERS).require()
    if replaces is not None:
        replaces = _locked(replaces, by)
        may_change(replaces, by).require()
    upload = Upload(
        organisation_id=_own(by),
        reference=_reference(by),
        title=title.strip()[:120] or "Register",
        suffix=_suffix(file_name),
        size=0,
        uploaded_at=now,
        uploaded_by=by.person,
        replaces_id=replaces.id if replaces else None,
        profile=replaces.profile if replaces else "",
    )
    digest = sha256()
    upload.size = write_sealed(_measured(parts, digest), place=place_of(upload))
    upload.sha256 = digest.hexdigest()
    if not upload.size:
        remove_sealed(place=place_of(upload))
        raise Refusal(
            gettext_noop("The file is empty"), remedy=gettext_noop("Export it again and upload it.")
        )
    upload.save(force_insert=True)
    if replaces is not None:
        replaces.state = Upload.State.REPLACED
        replaces.save(update_fields=["state"])
    work = _ask(Work.Kind.CHECK, [upload], now=now, by=by, language="")
    record(
        action="register.upload",
        subject=("upload", upload.id),
        detail={"size": upload.size, "replaces": str(upload.replaces_id or "")},
        by=by,
    )
    return upload, work


@transaction.atomic
def mend_profile(
    *, upload: Upload, profile: str, version: int, now: datetime, by: Actor
) -> tuple[Upload, Work]:
    """Store a mended profile and check the file again with it.

    Raises
    ------
    Stale
        If somebody changed it meanwhile (the caller shows both).
    Denied
        If the post may not.
    Refusal
        If the text is no profile; it names line and remedy.
    """
    from suar.analytics.registers import parse_profile

    upload = _locked(upload, by)
    may_change(upload, by).require()
    if upload.version != version:
        raise Stale("Somebody changed this while you were writing. Choose which one stays.")
    parse_profile(profile)
    upload.profile = profile
    upload.version += 1
    upload.state = Upload.State.WAITING
    upload.mended_at, upload.mended_by = now, by.person
    upload.save(update_fields=["profile", "version", "state", "mended_at", "mended_by"])
    work = _ask(Work.Kind.CHECK, [upload], now=now, by=by, language="")
    record(action="register.mend_profile", subject=("upload", upload.id), by=by)
    return upload, work


@transaction.atomic
def check_again(*, upload: Upload, now: datetime, by: Actor) -> Work:
    """Ask for another check: the last one was stopped or failed."""
    upload = _locked(upload, by)
    may_check_again(upload, by).require()
    work = _ask(Work.Kind.CHECK, [upload], now=now, by=by, language="")
    record(action="register.check_again", subject=("upload", upload.id), by=by)
    return work


@transaction.atomic
def delete_upload(*, upload: Upload, now: datetime, by: Actor) -> Upload:
    """Destroy an upload's key and file. What it was called and when it was deleted stays."""
    upload = _locked(upload, by)
    may_delete(upload, by).require()
    erase(subject_kind="upload", subject=upload.id, reason="deleted by its owner", now=now, by=by)
    upload.state = Upload.State.DELETED
    upload.deleted_at, upload.deleted_by = now, by.person
    upload.checked = upload.quality = None
    upload.profile = ""
    upload.save(
        update_fields=["state", "deleted_at", "deleted_by", "checked", "quality", "profile"]
    )
    discard_sealed(place=place_of(upload))
    record(action="register.delete", subject=("upload", upload.id), by=by)
    return upload


@transaction.atomic
def ask_for_picture(*, uploads: Sequence[Upload], language: str, now: datetime, by: Actor) -> Work:
    """Ask for the picture of the organisation's own uploads; the worker makes it."""
    may_ask_for_picture(uploads, by).require()
    work = _ask(Work.Kind.PICTURE, uploads, now=now, by=by, language=language)
    record(
        action="register.ask_picture",
        subject=("work", work.id),
        detail={"uploads": [str(upload.id) for upload in uploads]},
        by=by,
    )
    return work


def may_stop(work: Work, by: Actor) -> Decision:
    """Whether a job may be stopped: by whoever may ask for one of its kind."""
    asks = {
        Work.Kind.CHECK: Permission.UPLOAD_REGISTERS,
        Work.Kind.PICTURE: Permission.MAKE_PICTURE,
        Work.Kind.BRING_IN: Permission.BRING_IN_RECORDS,
    }
    return may(by.holder, asks[Work.Kind(work.kind)])


@transaction.atomic
def stop_work(*, work: Work, now: datetime, by: Actor) -> Work:
    """Ask a job to stop; it stops at its next step."""
    may_stop(work, by).require()
    work = Work.objects.select_for_update().get(id=work.id, organisation_id=by.organisation)
    if work.state in (Work.State.WAITING, Work.State.RUNNING):
        work.state, work.ended_at = Work.State.STOPPED, now
        work.save(update_fields=["state", "ended_at"])
        record(action="work.stop", subject=("work", work.id), by=by)
    return work


def note_read(*, works: Iterable[Work], now: datetime, by: Actor) -> None:
    """Take note that whoever asked for these jobs has seen how they ended. No event: a look."""
    Work.objects.filter(
        organisation_id=by.organisation,
        id__in=[work.id for work in works],
        asked_by=by.person,
        ended_at__isnull=False,
        read_at=None,
    ).update(read_at=now)


@transaction.atomic
def take_result(*, work: Work, name: str, by: Actor) -> Iterable[bytes]:
    """Give a result's parts to carry away; the audit keeps who took which."""
    may(by.holder, Permission.MAKE_PICTURE).require()
    record(
        action="picture.export",
        kind=Event.Kind.EXPORT,
        subject=("work", work.id),
        detail={"file": name},
        by=by,
    )
    return read_sealed(place=place_of_result(work, name))


def _locked(upload: Upload, by: Actor) -> Upload:
    return Upload.objects.select_for_update().get(id=upload.id, organisation_id=by.organisation)


def _ask(kind: str, uploads: Sequence[Upload], *, now: datetime, by: Actor, language: str) -> Work:
    from suar.rooms.registers.jobs import defer

    work = Work.objects.create(
        organisation_id=_own(by),
        reference=_reference(by),
        kind=kind,
        uploads=[str(upload.id) for upload in uploads],
        language=language or "id",
        asked_at=now,
        asked_by=by.person,
    )
    defer(work, by)
    return work


def _measured(parts: Iterable[bytes], digest: Any) -> Iterable[bytes]:
    size = 0
    for part in parts:
        size += len(part)
        if size > LARGEST:
            raise Refusal(
                gettext_noop("The file is larger than 200 MB"),
                remedy=TOO_LARGE_REMEDY,
            )
        digest.update(part)
        yield part


def _suffix(file_name: str) -> str:
    lowered = file_name.lower()
    found = [s for s in SUFFIXES if lowered.endswith(s)]
    if not found:
        raise Refusal(
            gettext_noop("This kind of file cannot be read as a register"),
            remedy=gettext_noop(
                "Upload CSV, TSV, XLSX, Parquet (or CSV and TSV as .gz), or a key file."
            ),
        )
    return max(found, key=len)


def _reference(by: Actor) -> str:
    return new_reference(Organisation.objects.values_list("prefix", flat=True).get(pk=_own(by)))


def _own(by: Actor) -> UUID:
    assert by.organisation is not None  # noqa: S101 the rule asked before
    return by.organisation
