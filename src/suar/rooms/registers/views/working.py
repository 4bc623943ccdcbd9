"""Long jobs and what comes of them: ask for a picture, watch, stop, open, carry away."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from suar.base.access.actor import Actor
from suar.base.access.guard import needs
from suar.base.accounts.once import once
from suar.base.ui.words import language
from suar.base.vault.files import read_sealed
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.registers import selectors, services
from suar.rooms.registers.forms import PictureForm
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.views.changing import both
from suar.rooms.registers.wording import job_of

#: The picture is one file with its own styles and drawings and no script; it may load nothing, and
#: the sandbox takes it the origin, so that nothing in it could act for whoever reads it.
PICTURE_POLICY: Final = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox"
)
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_NOTE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Where later rooms show what came of their work, by its kind; their apps put it in.
LATER_RESULTS: dict[str, str] = {}
_TAKEN: Final = {"picture.xlsx": _SHEET, "nota.docx": _NOTE}


@both
@needs(Permission.MAKE_PICTURE)
def ask(request: HttpRequest) -> HttpResponse:
    """Choose registers and ask for their picture."""
    offered = list(selectors.uploads_visible_to(request.actor).filter(state=Upload.State.CHECKED))
    chosen = request.GET.getlist("upload") or [str(upload.id) for upload in offered]
    form = PictureForm(request.POST or None, offered=offered, initial={"uploads": chosen})
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            work = services.ask_for_picture(
                uploads=form.chosen(), language=language(), now=timezone.now(), by=request.actor
            )
            return reverse("registers:work", args=[work.id])

        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
        return redirect(led_to)
    facts = {"form": form, "decision": services.may_ask_for_picture(offered, request.actor)}
    return render(request, "registers/ask.html", facts, status=422 if form.errors else 200)


@require_GET
@needs(Permission.READ_REGISTERS)
def work(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Show how far a job is. What has ended is read once its asker has looked."""
    found = selectors.get_work_for(request.actor, work_id)
    runs = found.state in (Work.State.WAITING, Work.State.RUNNING)
    services.note_read(works=[found], now=timezone.now(), by=request.actor)
    stops = runs and services.may_stop(found, request.actor).allowed
    uploads = selectors.uploads_visible_to(request.actor).filter(id__in=found.uploads)
    facts = {
        "work": found,
        "runs": runs,
        "uploads": uploads,
        "job": job_of(
            found,
            stop_url=reverse("registers:stop", args=[found.id]) if stops else "",
            result_url=_result_address(found),
        ),
    }
    return render(request, "registers/work.html", facts)


@require_POST
@needs(Permission.READ_REGISTERS)
def stop(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Ask a job to stop."""
    found = selectors.get_work_for(request.actor, work_id)
    services.stop_work(work=found, now=timezone.now(), by=request.actor)
    return redirect("registers:work", found.id)


@require_GET
@needs(Permission.READ_REGISTERS)
def picture(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Show a picture in its frame, with the files to carry away."""
    return _framed(request, _made(request.actor, work_id), joint=False)


@require_GET
@needs(Permission.READ_JOINT_PICTURE)
def joint_picture(request: HttpRequest) -> HttpResponse:
    """Show the task force's newest picture, or say when there will be one."""
    return _framed(request, selectors.joint_picture_for(request.actor), joint=True)


@require_GET
@needs(Permission.READ_REGISTERS)
def document(request: HttpRequest, work_id: UUID) -> HttpResponse:
    """Give the picture itself, under its own policy."""
    return _document(_made(request.actor, work_id))


@require_GET
@needs(Permission.READ_JOINT_PICTURE)
def joint_document(request: HttpRequest) -> HttpResponse:
    """Give the task force's newest picture itself."""
    found = selectors.joint_picture_for(request.actor)
    if found is None:
        raise Http404
    return _document(found)


@require_POST
@needs(Permission.MAKE_PICTURE)
def take(request: HttpRequest, work_id: UUID, name: str) -> HttpResponse:
    """Give a result to carry away; the audit keeps that it left."""
    found = _made(request.actor, work_id)
    if name not in _TAKEN:
        raise Http404
    content = b"".join(services.take_result(work=found, name=name, by=request.actor))
    response = HttpResponse(content, content_type=_TAKEN[name])
    response["Content-Disposition"] = f'attachment; filename="{found.reference}-{name}"'
    return response


def _made(actor: Actor, work_id: UUID) -> Work:
    found = selectors.get_work_for(actor, work_id)
    if found.kind != Work.Kind.PICTURE or found.state != Work.State.DONE:
        raise Http404
    return found


def _framed(request: HttpRequest, found: Work | None, *, joint: bool) -> HttpResponse:
    address = ""
    if found is not None:
        name, arguments = ("picture_document", []) if joint else ("registers:document", [found.id])
        address = reverse(name, args=arguments)
    facts = {
        "work": found,
        "joint": joint,
        "address": address,
        "may_take": may(request.actor.holder, Permission.MAKE_PICTURE),
    }
    return render(request, "registers/picture.html", facts)


def _document(found: Work) -> HttpResponse:
    name, spoken = services.page_for(found, language())
    content = b"".join(read_sealed(place=services.place_of_result(found, name)))
    response = HttpResponse(content, content_type="text/html; charset=utf-8")
    response["Content-Security-Policy"] = PICTURE_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Content-Language"] = spoken
    return response


def _result_address(found: Work) -> str:
    if found.kind == Work.Kind.CHECK:
        return reverse("registers:upload", args=[found.uploads[0]])
    if found.kind != Work.Kind.PICTURE:
        return reverse(LATER_RESULTS[found.kind])
    if found.state == Work.State.DONE:
        return reverse("registers:picture", args=[found.id])
    return ""
