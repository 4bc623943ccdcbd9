"""Keeping a shelter: houses, beds, who comes in and leaves, visitors, what happened."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from suar.base.access.guard import needs
from suar.base.accounts.factors import proof_needed
from suar.base.identifiers import check_reference
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission
from suar.rooms.cases import wording
from suar.rooms.cases.forms.shelter import (
    BedsForm,
    ChangeBedForm,
    CloseBedsForm,
    EventForm,
    MoveInForm,
    MoveOutForm,
    ShelterForm,
    VisitForm,
)
from suar.rooms.cases.models import Bed, BedClosure, Event, Shelter, Stay, Visit
from suar.rooms.cases.sealing import words_of_many, words_of_own
from suar.rooms.cases.selectors import cases_visible_to, get_case_for
from suar.rooms.cases.selectors.cases import get_row_for
from suar.rooms.cases.selectors.shelters import (
    beds_to_choose,
    get_shelter_for,
    get_stay_for,
    places_of,
    shelters_visible_to,
    standing_of,
    with_places,
)
from suar.rooms.cases.services import shelters as verbs
from suar.rooms.cases.views.filling import Sheet, fill, today
from suar.rooms.cases.views.working import both

_YES = {"yes": True, "no": False}


@require_GET
@needs(Permission.KEEP_SHELTER)
def houses(request: HttpRequest) -> HttpResponse:
    """List the houses by their names, with the places that are left."""
    rows = [(row, *standing_of(row)) for row in with_places(shelters_visible_to(request.actor))]
    return render(request, "cases/shelters.html", {"rows": rows})


@both
@needs(Permission.KEEP_SHELTER)
def new_house(request: HttpRequest) -> HttpResponse:
    """Name a new house."""

    def deed(sent: ShelterForm) -> str:
        told = sent.cleaned_data
        made = verbs.make_shelter(
            name=told["name"], address=told["address"], now=timezone.now(), by=request.actor
        )
        return reverse("cases:shelter", args=[made.id])

    sheet = Sheet(
        title=_("A new house"),
        button=_("Keep it"),
        back=reverse("cases:shelters"),
        tops=_tops(None),
    )
    return fill(request, ShelterForm(request.POST or None), deed, sheet)


@require_GET
@needs(Permission.KEEP_SHELTER)
def house(request: HttpRequest, shelter_id: UUID) -> HttpResponse:
    """Show a house: its beds, closures and what happened lately. Its address stays sealed."""
    return _house(request, get_shelter_for(request.actor, shelter_id, standing=True))


@require_POST
@needs(Permission.KEEP_SHELTER)
def open_address(request: HttpRequest, shelter_id: UUID) -> HttpResponse:
    """Show where a house is, once; a fresh second factor first."""
    found = get_shelter_for(request.actor, shelter_id, standing=True)
    if proof_needed(request, timezone.now()):
        back = reverse("cases:shelter", args=[found.id])
        return redirect(f"{reverse('mfa_reauthenticate')}?next={back}")
    return _house(request, found, address=verbs.open_address(shelter=found, by=request.actor))


def _house(request: HttpRequest, found: Shelter, *, address: str = "") -> HttpResponse:
    actor = request.actor
    places = places_of(found, actor)
    whole, closed, left = standing_of(found)
    mine = {"organisation_id": actor.organisation, "shelter_id": found.id}
    closures = BedClosure.objects.filter(**mine).order_by("-from_on")[:10]
    events = Event.objects.filter(**mine).order_by("-happened_at")[:10]
    facts = {
        "shelter": found,
        "places": places,
        "taken": sum(1 for place in places if place.stay),
        "whole": whole,
        "closed": closed,
        "left": left,
        "closures": [(row, wording.label("shelter_closure", row.reason)) for row in closures],
        "events": [(row, wording.label("shelter_incident", row.kind)) for row in events],
        "may_keep": verbs.may_keep(actor),
        "address": address,
    }
    return render(request, "cases/shelter.html", facts)


@both
@needs(Permission.KEEP_SHELTER)
def add_beds(request: HttpRequest, shelter_id: UUID) -> HttpResponse:
    """Add beds to a house."""
    found = get_shelter_for(request.actor, shelter_id)

    def deed(sent: BedsForm) -> str:
        told = sent.cleaned_data
        names = told["names"].replace(",", "\n").splitlines()
        verbs.add_beds(shelter=found, names=names, kept_for=told["kept_for"], by=request.actor)
        return reverse("cases:shelter", args=[found.id])

    return fill(request, BedsForm(request.POST or None), deed, _sheet(_("Add beds"), found))


@require_POST
@needs(Permission.KEEP_SHELTER)
def set_bed(request: HttpRequest, bed_id: UUID) -> HttpResponse:
    """Take a bed out of use, or back into it."""
    bed = get_row_for(Bed, request.actor, bed_id)
    verbs.set_bed(bed=bed, out_of_use=request.POST.get("out") == "yes", by=request.actor)
    return redirect("cases:shelter", bed.shelter_id)


@both
@needs(Permission.KEEP_SHELTER)
def close_beds(request: HttpRequest, shelter_id: UUID) -> HttpResponse:
    """Take nobody for a time."""
    found = get_shelter_for(request.actor, shelter_id)
    form = CloseBedsForm(request.POST or None, initial={"first": today()})

    def deed(sent: CloseBedsForm) -> str:
        told = sent.cleaned_data
        verbs.close_beds(
            shelter=found,
            reason=told["reason"],
            beds=told["beds"],
            days=(told["first"], told["last"]),
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:shelter", args=[found.id])

    sheet = _sheet(_("Take nobody for a time"), found, lead=_("Whoever is here stays."))
    return fill(request, form, deed, sheet)


@both
@needs(Permission.KEEP_SHELTER)
def move_in(request: HttpRequest, shelter_id: UUID) -> HttpResponse:
    """Give a person a bed."""
    actor = request.actor
    found = get_shelter_for(actor, shelter_id)
    form = MoveInForm(
        request.POST or None,
        beds=beds_to_choose(actor, shelter=found),
        initial={"case": request.GET.get("case", "")},
    )

    def deed(sent: MoveInForm) -> str:
        told = sent.cleaned_data
        reference = check_reference(told["case"]) or ""
        case = cases_visible_to(actor).filter(reference=reference).first()
        if case is None:
            raise Denied("Not yet: no case of ours has this reference. Look at it once more.")
        stay = verbs.move_in(
            case=case,
            bed=get_row_for(Bed, actor, UUID(told["bed"])),
            told_free=told["told_free"],
            agrees=told["agrees"],
            now=timezone.now(),
            by=actor,
        )
        return reverse("cases:stay", args=[stay.id])

    sheet = _sheet(
        _("Somebody moves in"),
        found,
        lead=_("She wants to stay, and knows that she may leave on any day."),
    )
    return fill(request, form, deed, sheet)


@require_GET
@needs(Permission.KEEP_SHELTER)
def stay(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """Show a stay: its beds, its visitors."""
    actor = request.actor
    found = get_stay_for(actor, stay_id)
    visits = list(
        Visit.objects.filter(organisation_id=actor.organisation, stay_id=found.id).order_by(
            "-came_at"
        )[:20]
    )
    told = words_of_many(visits)
    facts = {
        "stay": found,
        "case": get_case_for(actor, found.case_id),
        "shelter": get_shelter_for(actor, found.shelter_id),
        "ended": wording.label("stay_end", found.ended) if found.ended else "",
        "visits": [
            (row, wording.label("visitor", row.visitor), told.get(row.id, {}).get("who", ""))
            for row in visits
        ],
        "may_keep": verbs.may_keep(actor),
    }
    return render(request, "cases/stay.html", facts)


@both
@needs(Permission.KEEP_SHELTER)
def change_bed(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """Give another bed."""
    actor = request.actor
    found = get_stay_for(actor, stay_id)
    form = ChangeBedForm(
        request.POST or None, beds=beds_to_choose(actor), initial={"version": found.version}
    )

    def deed(sent: ChangeBedForm) -> str:
        told = sent.cleaned_data
        verbs.change_bed(
            stay=found,
            bed=get_row_for(Bed, actor, UUID(told["bed"])),
            version=told["version"],
            now=timezone.now(),
            by=actor,
        )
        return reverse("cases:stay", args=[found.id])

    return fill(request, form, deed, _stay_sheet(_("Another bed"), found))


@both
@needs(Permission.KEEP_SHELTER)
def move_out(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """End a stay."""
    found = get_stay_for(request.actor, stay_id)
    form = MoveOutForm(request.POST or None, initial={"version": found.version})

    def deed(sent: MoveOutForm) -> str:
        told = sent.cleaned_data
        verbs.move_out(
            stay=found,
            ended=told["ended"],
            version=told["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:shelter", args=[found.shelter_id])

    return fill(request, form, deed, _stay_sheet(_("The stay ends"), found))


@both
@needs(Permission.KEEP_SHELTER)
def visit(request: HttpRequest, stay_id: UUID) -> HttpResponse:
    """Let a visitor in, after she said yes."""
    found = get_stay_for(request.actor, stay_id)

    def deed(sent: VisitForm) -> str:
        told = sent.cleaned_data
        verbs.let_in(
            stay=found,
            visitor=told["visitor"],
            who=told["who"],
            she_agrees=_YES.get(told["agrees"]),
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:stay", args=[found.id])

    return fill(request, VisitForm(request.POST or None), deed, _stay_sheet(_("A visitor"), found))


@require_POST
@needs(Permission.KEEP_SHELTER)
def see_out(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Note that a visitor left."""
    found = get_row_for(Visit, request.actor, visit_id)
    verbs.see_out(visit=found, now=timezone.now(), by=request.actor)
    return redirect("cases:stay", found.stay_id)


@both
@needs(Permission.KEEP_SHELTER)
def event(request: HttpRequest, shelter_id: UUID) -> HttpResponse:
    """Keep what happened."""
    found = get_shelter_for(request.actor, shelter_id)
    form = EventForm(request.POST or None)

    def deed(sent: EventForm) -> str:
        told = sent.cleaned_data
        verbs.note_event(
            shelter=found,
            kind=told["kind"],
            happened_at=told["happened_at"],
            words=told["words"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:shelter", args=[found.id])

    return fill(request, form, deed, _sheet(_("What happened"), found, draft="event"))


@require_GET
@needs(Permission.KEEP_SHELTER)
def one_event(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Show what happened once."""
    found = get_row_for(Event, request.actor, event_id)
    facts = {
        "event": found,
        "label": wording.label("shelter_incident", found.kind),
        "shelter": get_shelter_for(request.actor, found.shelter_id),
        "words": words_of_own(found, "shelter_event", "safety").get("words", ""),
    }
    return render(request, "cases/event.html", facts)


def _sheet(title: Any, shelter: Shelter, *, lead: Any = "", draft: str = "") -> Sheet:
    return Sheet(
        title=title,
        lead=lead,
        button=_("Keep it"),
        back=reverse("cases:shelter", args=[shelter.id]),
        draft=draft,
        tops=_tops(shelter),
    )


def _stay_sheet(title: Any, found: Stay) -> Sheet:
    if found.out_at is not None:
        raise Http404
    return Sheet(
        title=title,
        button=_("Keep it"),
        back=reverse("cases:stay", args=[found.id]),
        tops=_tops(None),
    )


def _tops(shelter: Shelter | None) -> tuple[tuple[Any, str], ...]:
    tops: tuple[tuple[Any, str], ...] = (
        (_("Cases"), reverse("cases:index")),
        (_("Shelters"), reverse("cases:shelters")),
    )
    if shelter is not None:
        tops += ((shelter.name, reverse("cases:shelter", args=[shelter.id])),)
    return tops
