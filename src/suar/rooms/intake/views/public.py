"""What everybody may do: tell what she knows, and ask by a code whether it has arrived."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from suar.base.access.acting import acting
from suar.base.access.guard import public
from suar.base.accounts.models import Organisation
from suar.base.accounts.once import once
from suar.base.ui.words import language
from suar.base.vault.keyring import VaultClosed
from suar.rooms.intake.forms.public import FollowForm, PublicReportForm
from suar.rooms.intake.hotline import dialled, hotline, receiver
from suar.rooms.intake.limits import within
from suar.rooms.intake.models import Report
from suar.rooms.intake.services import receive_public_report
from suar.rooms.intake.tracking import code_of, hash_of

#: Sendings of one drawer of addresses in an hour; a whole village may share one.
MOST_REPORTS, MOST_LOOKS = 30, 60
both = require_http_methods(["GET", "HEAD", "POST"])


@both
@public
def report(request: HttpRequest) -> HttpResponse:
    """Take what somebody tells, without account or name, and give a code that shows nothing."""
    house = hotline()
    if house is None:
        return _page(request, "intake/closed.html", None, status=404)
    form = PublicReportForm(request.POST or None)
    if request.method != "POST":
        return _page(request, "intake/report.html", house, form=form)
    if not within(request, purpose="report", most=MOST_REPORTS):
        return _page(request, "intake/report.html", house, form=form, busy=True, status=429)
    if not form.is_valid():
        return _page(request, "intake/report.html", house, form=form, status=422)
    code, draft = code_of(form.cleaned_data["once"]), form.draft(language())
    by = receiver(house)

    def deed() -> str:
        receive_public_report(
            draft=draft,
            channel=Report.Channel.WEB,
            tracking=hash_of(code),
            now=timezone.now(),
            by=by,
        )
        return "/report/follow/"

    try:
        with acting(by):
            once(key=form.cleaned_data["once"], deed=deed, by=by)
    except VaultClosed:  # the hotline holds its own key and has not brought it
        return _page(request, "intake/report.html", house, form=form, busy=True, status=503)
    facts = {"code": code, "wanted": draft.contact_wanted}
    return _page(request, "intake/received.html", house, **facts)


@both
@public
def follow(request: HttpRequest) -> HttpResponse:
    """Say that a report has arrived, and no more; an unknown code is told so."""
    house = hotline()
    if house is None:
        return _page(request, "intake/closed.html", None, status=404)
    form = FollowForm(request.POST or None)
    found, looked = None, False
    if request.method == "POST" and form.is_valid():
        if not within(request, purpose="follow", most=MOST_LOOKS):
            return _page(request, "intake/follow.html", house, form=form, busy=True, status=429)
        by = receiver(house)
        with acting(by):
            rows = Report.objects.filter(
                organisation_id=house.id, tracking=hash_of(form.cleaned_data["code"])
            )
            found, looked = rows.values("contact_wanted").first(), True
    status = 422 if form.is_bound and form.errors else 200
    facts = {"form": form, "found": found, "looked": looked}
    return _page(request, "intake/follow.html", house, status=status, **facts)


def _page(
    request: HttpRequest,
    template: str,
    house: Organisation | None,
    *,
    status: int = 200,
    **facts: Any,
) -> HttpResponse:
    number = house.hotline if house else ""
    told = {"hotline": number, "dialled": dialled(number), **facts}
    return render(request, template, told, status=status)
