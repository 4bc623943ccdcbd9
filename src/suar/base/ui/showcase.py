"""The page of all components, with invented facts; served in demo and test only."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from suar.base.access.guard import public, signed_in
from suar.base.ui.fields import PartialDateField, answer
from suar.base.ui.paper import Letter, paper_language
from suar.base.ui.paper import paper as make_paper
from suar.base.ui.parts import Consent, Difference, Event, Filter, Job, Look, Stale, Step
from suar.knowledge.rules.decision import YES, Decision


class Example(forms.Form):
    """A form with two things to put right."""

    family = forms.CharField(
        label=gettext_lazy("Who may be called"),
        help_text=gettext_lazy("Only if she says who, and how."),
        max_length=60,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("How"),
        choices=[
            ("voice", gettext_lazy("By voice")),
            ("message", gettext_lazy("By message")),
            ("visit", gettext_lazy("By a visit")),
        ],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    left = PartialDateField(label=gettext_lazy("When she left home"), required=False)
    papers = answer(gettext_lazy("Does somebody hold her papers"))


class Choice(forms.Form):
    """A filter: codes, never a name."""

    team = forms.ChoiceField(
        label=gettext_lazy("Team"),
        choices=[
            ("", gettext_lazy("All")),
            ("a", gettext_lazy("Team A")),
            ("b", gettext_lazy("Team B")),
        ],
        required=False,
    )


@require_GET
@signed_in
def components(request: HttpRequest) -> HttpResponse:
    """Show every component of the working pages."""
    return render(request, "ui/components_page.html", _facts())


@require_GET
@public
def plain(request: HttpRequest) -> HttpResponse:
    """Show the plain density, as a public page has it."""
    return render(request, "ui/components_plain.html", {"form": Example()})


@require_GET
@public
def paper(request: HttpRequest) -> HttpResponse:
    """Show a letter and a blank form; `?neutral=1` without name and address."""
    with translation.override(paper_language(request)):
        return _letter(request)


def _letter(request: HttpRequest) -> HttpResponse:
    sample = Letter(
        subject=_("An appointment"),
        reference="SR-4T7M-9Q2",
        nature=_("Confidential"),
        enclosures="1",
        place=_("Invented Town"),
        signer="N. Lestari",
        signer_post=_("Case worker"),
        signer_number="000000",
        copies=[_("Legal aid C (invented)")],
        text_version="4",
        made_for=_("Clinic B (invented)"),
    )
    head = {
        "organisation": _("Agency D (invented)"),
        "address": _("Invented Street 1, Invented Town 00000"),
        "hotline": "000",
        "neutral": "neutral" in request.GET,
    }
    return make_paper(request, "ui/components_paper.html", sample, head=head)


def _facts() -> dict[str, Any]:
    now = timezone.now()
    wrong = Example({"note": "x"})
    wrong.is_valid()
    return {
        "now": now,
        "clocks": [
            (now - timedelta(days=2, hours=1), _("Reply to Clinic B"), _("you")),
            (now + timedelta(minutes=56), _("Mission told, and answers"), _("duty officer")),
            (now + timedelta(hours=23), _("Call as she asked"), _("you")),
            (now + timedelta(days=12, hours=2), _("Travel papers"), _("Agency D")),
        ],
        "yes": YES,
        "not_yet": Decision(
            False,
            _("Not yet: a reason and an outcome are missing, and a supervisor has to agree."),
        ),
        "reasons": [
            ("contact", _("To contact her as she asked")),
            ("letter", _("To fill in a letter or form")),
            ("same", _("To see if two files are one person")),
        ],
        "consents": _consents(),
        "looks": [
            Look(now - timedelta(hours=3), _("Case worker, Shelter A"), _("plan")),
            Look(now - timedelta(days=2), _("Nurse, Clinic B"), _("health, by her consent")),
            Look(now - timedelta(days=3), _("Officer, Agency D"), _("no consent then"), True),
        ],
        "events": [
            Event(on="2024", what=_("Left home for work")),
            Event(on="2024-03", what=_("Last call to her sister"), note=_("as she told it")),
            Event(on="2024-06-05", what=_("Practice changed: a task force began"), change=True),
            Event(on="2026-01-18", what=_("Came to the shelter")),
        ],
        "steps": [
            Step(_("Opened"), "past"),
            Step(_("Assessed"), "past"),
            Step(_("Planned"), "past"),
            Step(_("In service"), "here"),
            Step(_("Stabilised")),
            Step(_("Follow-up")),
            Step(_("Closed")),
        ],
        "toggles": [
            Filter(_("All"), "?", 18, True),
            Filter(_("Late"), "?show=late", 2),
            Filter(_("Waiting for others"), "?show=waiting", 1346),
        ],
        "form": wrong,
        "choice": Choice({}),
        "closes": now + timedelta(minutes=9),
        "page": Paginator(range(1346), 50).page(2),
        "sources": [("told", _("told")), ("heard", _("heard")), ("noticed", _("noticed"))],
        "changed": Stale(
            _("your supervisor"),
            now,
            4,
            [Difference("plan", _("Next step"), _("Call the clinic"), _("Ask for a new date"))],
        ),
        "job": Job(
            _("Your register is being read"),
            [
                Step(_("Read the file"), "past"),
                Step(_("Compare records"), "here"),
                Step(_("Draw the picture")),
            ],
            _("2 of 3: comparing 7,437 records"),
            share=41,
            left=_("about 2 minutes left"),
            stop_url="#",
        ),
    }


def _consents() -> list[Consent]:
    return [
        Consent(
            _("Clinic B"),
            "given",
            _("health, services"),
            _("asked in Sundanese by N. · text version 4 · paper signed"),
            _("until 18 Jul 2026"),
        ),
        Consent(_("Police, women and child unit"), "refused", _("story"), _("asked 2 Feb")),
        Consent(
            _("Earlier shelter"), "withdrawn", _("health"), "", _("withdrawn 1 Mar, closed 1 Mar")
        ),
        Consent(_("Agency D"), "ended", _("identity, contact"), "", _("ended 30 Apr")),
    ]
