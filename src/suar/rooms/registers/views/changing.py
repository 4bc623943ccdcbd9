"""Changing: upload, replace, mend the profile, check again, delete."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from suar.base.access.guard import needs
from suar.base.accounts.once import once
from suar.base.ui.parts import Difference, Stale
from suar.base.ui.whose import role_in_words
from suar.base.vault.uploads import takes_files, too_large
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.permissions import Permission
from suar.rooms.registers import selectors, services
from suar.rooms.registers.forms import ProfileForm, UploadForm
from suar.rooms.registers.models import Upload
from suar.rooms.registers.profiles import starting_text
from suar.rooms.registers.wording import FIELDS

both = require_http_methods(["GET", "POST"])


@both
@needs(Permission.UPLOAD_REGISTERS)
@takes_files(most=services.LARGEST)
def new(request: HttpRequest) -> HttpResponse:
    """Take a register's file, encrypted while it arrives, and ask for its check."""
    return _take(request, None)


@both
@needs(Permission.UPLOAD_REGISTERS)
@takes_files(most=services.LARGEST)
def replace(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Take a newer file of the same register; the earlier one is kept as replaced."""
    found = selectors.get_upload_for(request.actor, upload_id)
    services.may_change(found, request.actor).require()
    return _take(request, found)


def _take(request: HttpRequest, replaces: Upload | None) -> HttpResponse:
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        initial={"title": replaces.title} if replaces else None,
    )
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]

        def deed() -> str:
            made, _work = services.upload_register(
                parts=sent.chunks(),
                file_name=sent.name,
                title=form.cleaned_data["title"],
                now=timezone.now(),
                by=request.actor,
                replaces=replaces,
            )
            return reverse("registers:upload", args=[made.id])

        try:
            led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
        except Refusal as refusal:
            form.add_error("file", " ".join((_(refusal.problem) + ".", _(refusal.remedy))).strip())
        else:
            return redirect(led_to)
    elif told := too_large(request, remedy=_(services.TOO_LARGE_REMEDY)):
        form.errors["file"] = form.error_class([f"{told.problem}. {told.remedy}"])
    return _form(request, "registers/new.html", form, replaces=replaces)


@both
@needs(Permission.UPLOAD_REGISTERS)
def profile(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Mend how the file is read. Somebody else's mending meanwhile shows both texts."""
    found = selectors.get_upload_for(request.actor, upload_id)
    services.may_change(found, request.actor).require()
    if request.method != "POST":
        text = starting_text(found)
        form = ProfileForm(initial={"profile": text, "version": found.version})
        return _editor(request, form, found)
    form = ProfileForm(request.POST)
    if form.is_valid():
        if form.cleaned_data["choose_profile"] == "theirs":
            return redirect("registers:upload", found.id)
        try:
            led_to, _now = once(
                key=form.cleaned_data["once"], deed=_mending(request, found, form), by=request.actor
            )
        except Refusal as refusal:
            form.refuse(refusal)
        except services.Stale:
            return _both_texts(request, form, selectors.get_upload_for(request.actor, upload_id))
        else:
            return redirect(led_to)
    return _editor(request, form, found)


def _mending(request: HttpRequest, found: Upload, form: ProfileForm) -> Callable[[], str]:
    def deed() -> str:
        services.mend_profile(
            upload=found,
            profile=form.cleaned_data["profile"],
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("registers:upload", args=[found.id])

    return deed


def _both_texts(request: HttpRequest, form: ProfileForm, found: Upload) -> HttpResponse:
    roles = selectors.roles_of([found.mended_by], request.actor)
    told = Stale(
        who=role_in_words(roles.get(found.mended_by, "")),
        at=found.mended_at or found.uploaded_at,
        version=found.version,
        differences=[
            Difference("profile", _("The profile"), form.cleaned_data["profile"], found.profile)
        ],
    )
    return _editor(request, form, found, stale=told, status=409)


@require_POST
@needs(Permission.UPLOAD_REGISTERS)
def check_again(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Ask for another check of the file as it lies there."""
    found = selectors.get_upload_for(request.actor, upload_id)
    work = services.check_again(upload=found, now=timezone.now(), by=request.actor)
    return redirect("registers:work", work.id)


@both
@needs(Permission.UPLOAD_REGISTERS)
def delete(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Say what will happen; then destroy the file's key and the file."""
    found = selectors.get_upload_for(request.actor, upload_id)
    services.may_delete(found, request.actor).require()
    if request.method == "POST":
        services.delete_upload(upload=found, now=timezone.now(), by=request.actor)
        messages.info(request, _("Deleted: the file and its key are destroyed."))
        return redirect("registers:index")
    pictures = selectors.work_of(found, request.actor).filter(kind="picture", state="done")
    facts = {"upload": found, "pictures": pictures.count()}
    return render(request, "registers/delete.html", facts)


def _editor(request: HttpRequest, form: ProfileForm, found: Upload, **facts: Any) -> HttpResponse:
    fields = list(FIELDS.items())
    return _form(request, "registers/profile.html", form, upload=found, fields=fields, **facts)


def _form(
    request: HttpRequest, template: str, form: Any, *, status: int = 0, **facts: Any
) -> HttpResponse:
    wrong = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **facts}, status=status or wrong)
