"""Looking: the list, one upload and what its check says, two versions side by side."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from suar.base.access.guard import needs
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.registers import selectors, services
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.wording import field_in_words, kind_in_words, state_of, warning_in_words

_NEWEST = 20


@require_GET
@needs(Permission.READ_REGISTERS)
def index(request: HttpRequest) -> HttpResponse:
    """List the organisation's own registers, what runs, and the pictures made."""
    actor = request.actor
    uploads = list(selectors.uploads_visible_to(actor))
    roles = selectors.roles_of([u.uploaded_by for u in uploads], actor)
    gone = (Upload.State.REPLACED, Upload.State.DELETED)
    rows = [_row(upload, roles) for upload in uploads]
    works = selectors.work_visible_to(actor)
    running = works.filter(state__in=(Work.State.WAITING, Work.State.RUNNING))
    pictures = works.filter(kind=Work.Kind.PICTURE, state=Work.State.DONE)
    return render(
        request,
        "registers/index.html",
        {
            "rows": [row for row in rows if row["upload"].state not in gone],
            "earlier": [row for row in rows if row["upload"].state in gone],
            "running": [(work, kind_in_words(work.kind)) for work in running[:_NEWEST]],
            "pictures": pictures[:_NEWEST],
            "may_upload": may(actor.holder, Permission.UPLOAD_REGISTERS),
            "may_picture": may(actor.holder, Permission.MAKE_PICTURE),
        },
    )


@require_GET
@needs(Permission.READ_REGISTERS)
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show what the check of one upload says: counts and codes, never a cell."""
    actor = request.actor
    found = selectors.get_upload_for(actor, upload_id)
    works = list(selectors.work_of(found, actor)[:_NEWEST])
    before = None
    if found.replaces_id:
        before = selectors.uploads_visible_to(actor).filter(id=found.replaces_id).first()
    after = selectors.uploads_visible_to(actor).filter(replaces_id=found.id).first()
    checks = [w for w in works if w.kind == Work.Kind.CHECK]
    services.note_read(works=checks, now=timezone.now(), by=actor)
    check = checks[0] if checks else None
    return render(
        request,
        "registers/upload.html",
        {
            **_row(found, selectors.roles_of([found.uploaded_by], actor)),
            "check": check,
            "failed": check is not None and check.state in (Work.State.FAILED, Work.State.STOPPED),
            "pictures": [w for w in works if w.kind == Work.Kind.PICTURE],
            "warnings": _warnings(found),
            "filled": _filled(found),
            "before": before,
            "after": after,
            "may_change": services.may_change(found, actor),
            "may_delete": services.may_delete(found, actor),
            "may_check_again": services.may_check_again(found, actor),
            "may_picture": services.may_ask_for_picture([found], actor),
            "ask_one_url": f"{reverse('registers:ask')}?upload={found.id}",
        },
    )


@require_GET
@needs(Permission.READ_REGISTERS)
def compare(request: HttpRequest, upload_id: UUID, other_id: UUID) -> HttpResponse:
    """Show two versions side by side: rows, repeats, filled shares, warnings."""
    actor = request.actor
    new = selectors.get_upload_for(actor, upload_id)
    old = selectors.get_upload_for(actor, other_id)
    if not new.checked or not old.checked or new.id == old.id:
        raise Http404
    return render(
        request,
        "registers/compare.html",
        {
            "new": new,
            "old": old,
            "counts": _counts(old, new),
            "filled": _two(_shares(old), _shares(new), field_in_words),
            "warnings": _two(_warned(old), _warned(new), warning_in_words),
        },
    )


def _row(found: Upload, roles: dict[UUID, str]) -> dict[str, Any]:
    checked, quality = found.checked or {}, found.quality or {}
    return {
        "upload": found,
        "state": state_of(found),
        "rows": checked.get("rows"),
        "accepted": checked.get("accepted"),
        "rejected": checked.get("rejected"),
        "repeats": quality.get("repeats"),
        "unsure": quality.get("unsure"),
        "by": role_in_words(roles.get(found.uploaded_by, "")),
        "proposal": bool(checked.get("proposal")),
    }


def _warnings(found: Upload) -> list[dict[str, Any]]:
    return [
        {**each, "words": warning_in_words(each["code"])}
        for each in (found.checked or {}).get("warnings", [])
    ]


def _shares(found: Upload) -> dict[str, int]:
    told = (found.quality or {}).get("filled", {})
    return {field: int(100 * share) for field, share in told.items()}


def _filled(found: Upload) -> list[tuple[str, int]]:
    return [(field_in_words(field), share) for field, share in _shares(found).items()]


def _warned(found: Upload) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in (found.checked or {}).get("warnings", []):
        counts[each["code"]] = counts.get(each["code"], 0) + each["count"]
    return counts


def _counts(old: Upload, new: Upload) -> list[tuple[str, Any, Any]]:
    def told(found: Upload, name: str) -> Any:
        return {**(found.checked or {}), **(found.quality or {})}.get(name)

    counted = (
        ("rows", _("Rows")),
        ("accepted", _("Accepted")),
        ("rejected", _("Rejected")),
        ("repeats", _("Repeats")),
    )
    return [(label, told(old, name), told(new, name)) for name, label in counted]


def _two(old: dict[str, int], new: dict[str, int], words: Any) -> list[tuple[str, Any, Any]]:
    return [(words(key), old.get(key), new.get(key)) for key in {**new, **old}]
