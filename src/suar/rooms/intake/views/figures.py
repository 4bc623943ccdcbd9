"""The hotline's numbers, and reports from a mission's spreadsheet."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from suar.base.access.guard import needs
from suar.base.accounts.forms import OnceForm
from suar.base.accounts.once import once
from suar.base.ui.parts import Filter
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.permissions import Permission
from suar.rooms.intake.models import Report
from suar.rooms.intake.numbers import ALL, numbers_of
from suar.rooms.intake.services.bringing import SUFFIXES, Brought, bring_reports
from suar.rooms.intake.wording import ABOUT, CHANNELS
from suar.rooms.registers.wording import warning_in_words

_WINDOWS = (7, 30, 365)


@require_safe
@needs(Permission.READ_HOTLINE_NUMBERS)
def numbers(request: HttpRequest) -> HttpResponse:
    """Show the own hotline's numbers by channel over a week, a month or a year."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(each) for each in _WINDOWS} else 30
    lines = numbers_of(request.actor, now=timezone.now(), days=days)
    labels = {7: _("Last 7 days"), 30: _("Last 30 days"), 365: _("Last 365 days")}
    facts = {
        "lines": [
            (each, _("All") if each.channel == ALL else CHANNELS[each.channel]) for each in lines
        ],
        "empty": len(lines) == 1,
        "toggles": [Filter(labels[each], f"?days={each}", None, each == days) for each in _WINDOWS],
        "window": labels[days],
    }
    return render(request, "intake/numbers.html", facts)


class BringForm(OnceForm):
    """A mission's sheet."""

    file = forms.FileField(
        label=gettext_lazy("The spreadsheet"),
        help_text=gettext_lazy("CSV or XLSX, up to 500 rows. It is encrypted while it arrives."),
        widget=forms.FileInput(attrs={"accept": ",".join(SUFFIXES)}),
        allow_empty_file=True,
    )
    about = forms.ChoiceField(
        label=gettext_lazy("These persons are"),
        choices=[(key, ABOUT[key]) for key in (Report.About.FREE, Report.About.NOT_FREE)],
        widget=forms.RadioSelect,
        initial=Report.About.FREE,
    )
    profile = forms.CharField(
        label=gettext_lazy("Profile (may stay empty)"),
        help_text=gettext_lazy("Which column holds what; empty, a built-in one is looked for."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "code", "spellcheck": "false"}),
        max_length=20_000,
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.BRING_IN_RECORDS)
def bring(request: HttpRequest) -> HttpResponse:
    """Take a mission's sheet, and say of each row what became of it."""
    form = BringForm(request.POST or None, request.FILES or None)
    found: list[Brought] = []
    if request.method == "POST" and form.is_valid():
        try:
            _led, new = once(
                key=form.cleaned_data["once"],
                deed=lambda: _take(request, form, found),
                by=request.actor,
            )
        except Refusal as refusal:
            form.add_error("file", _said(refusal))
        else:
            facts = {
                "brought": found[0] if found else None,
                "again": not new,
                "wrong": _rows(found),
            }
            return render(request, "intake/brought.html", facts)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "intake/bring.html", {"form": form}, status=status)


def _take(request: HttpRequest, form: BringForm, found: list[Brought]) -> str:
    from suar.analytics.registers import parse_profile  # late: frames are heavy, pages need none

    told = form.cleaned_data
    profile = parse_profile(told["profile"]) if told["profile"].strip() else None
    found.append(
        bring_reports(
            parts=told["file"].chunks(),
            file_name=told["file"].name,
            about=told["about"],
            profile=profile,
            now=timezone.now(),
            by=request.actor,
        )
    )
    return "/reports/"


def _said(refusal: Refusal) -> str:
    bare = Refusal(
        _(refusal.problem), row=refusal.row, column=refusal.column, remedy=_(refusal.remedy or "")
    )
    return str(bare)


def _rows(found: list[Brought]) -> list[dict[str, Any]]:
    return [
        {
            "wrong": each,
            "words": each.reason or warning_in_words(each.code),
        }
        for brought in found
        for each in brought.wrong
    ]
