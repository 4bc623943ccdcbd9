"""Notes, files and threats: written, read, and never taken out of the organisation."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from suar.base.access.guard import needs
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.documents import SUFFIX
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases import wording
from suar.rooms.cases.forms.papers import (
    DocumentForm,
    HealthForm,
    LegalForm,
    NoteForm,
    SettleForm,
    ThreatForm,
)
from suar.rooms.cases.models import Case, Document, PrivilegedNote, Threat
from suar.rooms.cases.sealing import words_of_many, words_of_own
from suar.rooms.cases.selectors import get_case_for, rows_of, sights_of
from suar.rooms.cases.selectors.cases import get_row_for
from suar.rooms.cases.services import ground
from suar.rooms.cases.services import notes as verbs
from suar.rooms.cases.views.filling import Sheet, fill, roles_of, today, tops_of
from suar.rooms.cases.views.working import both

#: A file from a case loads nothing, runs nothing and is shown as what its content is.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@require_GET
@needs(Permission.WORK_CASES)
def notes(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show privileged notes to her team, and the files whose group shows to the reader."""
    actor, now = request.actor, timezone.now()
    case = get_case_for(actor, case_id)
    may_note = verbs.may_note(case, now=now, by=actor)
    rows = list(rows_of(PrivilegedNote, actor, case)[:50]) if may_note.allowed else []
    seen = sights_of(case, actor, now=now)
    files = [
        row
        for row in rows_of(Document, actor, case).filter(removed_at=None)[:50]
        if FieldGroup(row.shown_with) in seen
    ]
    opened = {row.id for row in files if seen[FieldGroup(row.shown_with)].readable}
    told = words_of_many([*rows, *(row for row in files if row.id in opened)])
    roles = roles_of([row.by for row in rows], actor)
    facts = {
        "case": case,
        "may_note": may_note,
        "may_add": ground.may_work(case, actor),
        "notes": [
            (row, told.get(row.id, {}).get("words", ""), role_in_words(roles.get(row.by, "")))
            for row in rows
        ],
        "files": [
            (
                row,
                wording.label("document_kind", row.kind),
                _(wording.GROUPS[FieldGroup(row.shown_with)]),
                told.get(row.id, {}).get("title", ""),
                row.id in opened,
                SUFFIX.get(row.type, "").upper(),
            )
            for row in files
        ],
    }
    return render(request, "cases/notes.html", facts)


@both
@needs(Permission.WORK_CASES)
def add_note(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a privileged note."""
    case = get_case_for(request.actor, case_id)
    verbs.may_note(case, now=timezone.now(), by=request.actor).require()

    def deed(sent: NoteForm) -> str:
        told = sent.cleaned_data
        verbs.write_note(
            case=case, words=told["words"], on=told["on"], now=timezone.now(), by=request.actor
        )
        return reverse("cases:notes", args=[case.id])

    sheet = _sheet(
        case,
        _("A note"),
        draft="note",
        back="cases:notes",
        lead=_("For her team alone. It never leaves the organisation, and is not changed later."),
    )
    return fill(request, NoteForm(request.POST or None, initial={"on": today()}), deed, sheet)


@both
@needs(Permission.WORK_CASES)
def add_health(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a note on health."""
    case = get_case_for(request.actor, case_id)
    ground.may_write_group(case, FieldGroup.HEALTH, now=timezone.now(), by=request.actor).require()

    def deed(sent: HealthForm) -> str:
        told = sent.cleaned_data
        verbs.write_health(
            case=case,
            topic=told["topic"],
            words=told["words"],
            on=told["on"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:case", args=[case.id])

    sheet = _sheet(
        case,
        _("A note on health"),
        draft="health",
        lead=_("Open to her team alone. HIV and pregnancy ask a reason each time."),
    )
    return fill(request, HealthForm(request.POST or None, initial={"on": today()}), deed, sheet)


@both
@needs(Permission.WORK_CASES)
def add_legal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write what is told of a proceeding."""
    case = get_case_for(request.actor, case_id)

    def deed(sent: LegalForm) -> str:
        told = sent.cleaned_data
        verbs.write_legal(
            case=case,
            state=told["state"],
            words=told["words"],
            on=told["on"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:case", args=[case.id])

    sheet = _sheet(
        case, _("A proceeding, as told"), draft="legal", lead=_("It holds up no service here.")
    )
    return fill(request, LegalForm(request.POST or None, initial={"on": today()}), deed, sheet)


@both
@needs(Permission.WORK_CASES)
def add_document(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Seal a file into the case."""
    case = get_case_for(request.actor, case_id)
    form = DocumentForm(request.POST or None, request.FILES or None)

    def deed(sent: DocumentForm) -> str:
        told = sent.cleaned_data
        sheet = verbs.Sheet(told["kind"], told["shown_with"], told["title"], told["offered"])
        verbs.add_document(
            case=case,
            parts=told["file"].chunks(),
            sheet=sheet,
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:notes", args=[case.id])

    sheet = _sheet(
        case,
        _("Add a file"),
        back="cases:notes",
        lead=_("It is sealed while it arrives. What it is, is seen in its content."),
    )
    return fill(request, form, deed, sheet)


@require_POST
@needs(Permission.READ_CASES)
def document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Give a file; that it was opened is kept first."""
    row = get_row_for(Document, request.actor, document_id)
    case = get_case_for(request.actor, row.case_id)
    if row.removed_at is not None:
        raise Http404
    parts = verbs.read_document(document=row, case=case, now=timezone.now(), by=request.actor)
    response = HttpResponse(b"".join(parts), content_type=row.type)
    name = f"{case.reference}-{row.id.hex[-6:]}.{SUFFIX[row.type]}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = FILE_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@needs(Permission.WORK_CASES)
def remove_document(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Remove a file; that it was there stays."""
    row = get_row_for(Document, request.actor, document_id)
    verbs.remove_document(document=row, now=timezone.now(), by=request.actor)
    return redirect("cases:notes", row.case_id)


@require_GET
@needs(Permission.READ_CASES)
def threats(request: HttpRequest) -> HttpResponse:
    """List threats against staff: one's own, and all to whoever agrees to plans."""
    actor = request.actor
    rows = Threat.objects.filter(organisation_id=actor.organisation).order_by("-at")
    leads = may(actor.holder, Permission.APPROVE_CASES)
    if not leads.allowed:
        rows = rows.filter(by=actor.person)
    found = list(rows[:50])
    roles = roles_of([row.against for row in found], actor)
    listed = [
        (row, wording.label("staff_threat", row.kind), role_in_words(roles.get(row.against, "")))
        for row in found
    ]
    return render(request, "cases/threats.html", {"rows": listed, "leads": leads})


@both
@needs(Permission.READ_CASES)
def new_threat(request: HttpRequest) -> HttpResponse:
    """Report a threat against oneself."""

    def deed(sent: ThreatForm) -> str:
        told = sent.cleaned_data
        verbs.report_threat(
            kind=told["kind"],
            on=told["on"],
            words=told["words"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:threats")

    sheet = Sheet(
        title=_("Report a threat"),
        lead=_("Supervisors are told at once. You need not go on alone."),
        button=_("Report it"),
        back=reverse("cases:threats"),
        tops=((_("Cases"), reverse("cases:index")), (_("Threats"), reverse("cases:threats"))),
    )
    return fill(request, ThreatForm(request.POST or None, initial={"on": today()}), deed, sheet)


@both
@needs(Permission.READ_CASES)
def threat(request: HttpRequest, threat_id: UUID) -> HttpResponse:
    """Show one threat to whoever reported it and to supervisors, who say that it was dealt with."""
    actor = request.actor
    row = get_row_for(Threat, actor, threat_id)
    leads = may(actor.holder, Permission.APPROVE_CASES)
    if row.by != actor.person and not leads.allowed:
        raise Http404
    form = SettleForm(request.POST or None, initial={"version": row.version})

    def deed(sent: SettleForm) -> str:
        told = sent.cleaned_data
        verbs.settle_threat(
            threat=row,
            told_police=told["told_police"],
            version=told["version"],
            now=timezone.now(),
            by=actor,
        )
        return reverse("cases:threats")

    sheet = Sheet(
        title=wording.label("staff_threat", row.kind),
        button=_("It was dealt with"),
        back=reverse("cases:threats"),
        tops=((_("Cases"), reverse("cases:index")), (_("Threats"), reverse("cases:threats"))),
        template="cases/threat.html",
        facts={
            "threat": row,
            "leads": leads,
            "words": words_of_own(row, "threat", "notes").get("words", ""),
        },
    )
    return fill(request, form, deed, sheet)


def _sheet(
    case: Case, title: Any, *, lead: Any = "", draft: str = "", back: str = "cases:case"
) -> Sheet:
    return Sheet(
        title=title,
        lead=lead,
        button=_("Keep it"),
        back=reverse(back, args=[case.id]),
        draft=draft,
        tops=tops_of(case),
    )
