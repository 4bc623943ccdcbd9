"""Looking: the queue with its ages, one report, opening what is sealed in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from suar.base.access.actor import Actor
from suar.base.access.guard import needs
from suar.base.access.models import OtherNumber
from suar.base.access.reading import ask_ahead, read, reading
from suar.base.accounts.factors import proof_needed
from suar.base.accounts.models import Person
from suar.base.accounts.once import new_key
from suar.base.accounts.selectors import name_of_organisation
from suar.base.identifiers.others import open_other_number, other_numbers_of
from suar.base.tasks.selectors import open_tasks_of, tasks_visible_to
from suar.base.ui.paging import Pages, count_each
from suar.base.ui.parts import Filter
from suar.base.vault.keyring import Destroyed, VaultClosed
from suar.base.vault.ring import hold_keys
from suar.knowledge.rules.lifecycle import REPORT, may_move
from suar.knowledge.rules.numbers import OF_A_REPORT
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.reports import CAPTIVE, Part, asks_proof, lacks_name
from suar.knowledge.rules.visibility import Relation
from suar.rooms.intake import selectors, services
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.opened import SHOWN, ask_opened, opened_in_words
from suar.rooms.intake.services.deciding import may_be_accepted
from suar.rooms.intake.wording import (
    ABOUT,
    ANSWERS,
    ARRIVALS,
    CHANNELS,
    ORGANISATIONS,
    PERSON_STATES,
    REASONS_ASIDE,
    STATES,
    choices,
    clock_in_words,
    in_words,
)

_ROWS = 50
_KEPT = "report_opening"  # in the session, while the second factor is shown


@require_safe
@needs(Permission.TAKE_REPORTS)
def index(request: HttpRequest) -> HttpResponse:
    """Show what waits, the most urgent first, each with its age and the name beside it."""
    actor, now = request.actor, timezone.now()
    shown = request.GET.get("show", "")
    page = Pages(_shown(shown, actor, now), _ROWS).get_page(request.GET.get("page"))
    reports = list(page.object_list)
    names, counts = _names(reports), selectors.counts_of_persons(reports, actor)
    return render(
        request,
        "intake/index.html",
        {
            "page": page,
            "rows": [_row(each, names, counts, now) for each in reports],
            "toggles": _toggles(shown, actor, now),
            "now": now,
            "decides": may(actor.holder, Permission.DECIDE_REPORTS).allowed,
            "reads_numbers": may(actor.holder, Permission.READ_HOTLINE_NUMBERS).allowed,
            "brings": may(actor.holder, Permission.BRING_IN_RECORDS).allowed,
            "may_take": may(actor.holder, Permission.TAKE_REPORTS),
        },
    )


def _shown(shown: str, actor: Actor, now: datetime) -> QuerySet[Report]:
    queue = selectors.queue_of(actor, now=now)
    if shown == "mine":
        return queue.filter(person_id=actor.person)
    if shown == "nobody":
        return queue.filter(person_id=None)
    if shown == "late":
        return queue.filter(due_at__lt=now)
    if shown == "passed":
        return queue.filter(state=Report.State.PASSED_ON)
    if shown == "decided":
        decided = Q(state__in=(Report.State.ACCEPTED, Report.State.NOT_INDICATED))
        rows = selectors.reports_visible_to(actor).filter(decided | selectors.ANSWERED)
        return rows.order_by("-received_at", "-id")
    return queue


def _toggles(shown: str, actor: Actor, now: datetime) -> list[Filter]:
    labels = (
        ("", _("Waiting")),
        ("mine", _("Mine")),
        ("nobody", _("Nobody’s yet")),
        ("late", _("Late")),
        ("passed", _("Passed on")),
        ("decided", _("Decided")),
    )
    shows = [key for key, _words in labels if key != "decided"]
    counts = count_each({key: _shown(key, actor, now) for key in shows})
    return [
        Filter(
            label,
            f"?show={key}" if key else "?",
            counts[key].number if key in counts else None,
            key == shown,
            key in counts and counts[key].more,
        )
        for key, label in labels
    ]


def _passed_to(report: Report) -> str:
    """Give who was told: an organisation here by its name, one elsewhere by its kind."""
    if report.passed_to_id is not None:
        return name_of_organisation(report.passed_to_id)
    return str(ORGANISATIONS.get(report.passed_to_kind, ""))


def _row(
    report: Report, names: dict[UUID, str], counts: dict[UUID, tuple[int, int]], now: datetime
) -> dict[str, Any]:
    kind, state = STATES[report.state]
    persons, untriaged = counts.get(report.id, (0, 0))
    return {
        "report": report,
        "about": ABOUT[report.about],
        "channel": CHANNELS[report.channel],
        "kind": kind,
        "state": state,
        "name": names.get(report.person_id, "") if report.person_id else "",
        "lacks_name": lacks_name(due_at=report.due_at, person=report.person_id, now=now),
        "persons": persons,
        "untriaged": untriaged,
    }


@require_safe
@needs(Permission.TAKE_REPORTS)
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Show one report: codes at once, what is sealed only where she opened it."""
    with reading():
        return render(request, "intake/one.html", _report(request, report_id, timezone.now()))


def _report(request: HttpRequest, report_id: UUID, now: datetime) -> dict[str, Any]:
    actor = request.actor
    found = selectors.get_report_for(actor, report_id)
    ask_ahead(
        selectors.persons_concerned_of(found, actor),
        services.openings_asked(found, actor, now=now),
        selectors.named_in(found, actor),
        other_numbers_of(found.organisation_id, [found.id]),
        *_people_asked([found]),
    )
    persons = read(selectors.persons_concerned_of(found, actor))
    opened = services.opened_until(found, actor, now=now)
    ask_opened(found, persons, opened, actor)
    return {
        **_row(found, _names([found]), {}, now),
        "persons": [_person(each) for each in persons[:SHOWN]],
        "number_of_persons": len(persons),
        "captive": any(each.state in CAPTIVE for each in persons),
        "group": found.about == Report.About.GROUP,
        "arrival": ARRIVALS.get(found.arrival, ""),
        "arrived_from": in_words("country", found.arrived_from),
        "tasks": _tasks(found, persons, actor),
        "answer": ANSWERS.get(found.answer, ""),
        "reason": REASONS_ASIDE.get(found.reason, ""),
        "passed_to": _passed_to(found),
        "alike": selectors.alike(found, persons, actor),
        "other_numbers": _numbers(found),
        "systems": [(each, in_words("other_system", each)) for each in OF_A_REPORT],
        "once": new_key(),
        "now": now,
        "chosen": _chosen(request, found),
        **opened_in_words(found, persons, opened, actor),
        **_decisions(found, actor),
    }


def _chosen(request: HttpRequest, found: Report) -> dict[str, Any]:
    """Give what she chose to open before she was asked for the second factor."""
    kept = request.session.get(_KEPT)
    if not kept or kept[0] != str(found.id):
        return {"parts": [], "reason": ""}
    return {"parts": kept[1], "reason": kept[2]}


def _numbers(found: Report) -> list[tuple[UUID, str, str]]:
    """Give the numbers that other systems gave the report; none while the vault is closed."""
    rows: list[OtherNumber] = read(other_numbers_of(found.organisation_id, [found.id]))
    try:
        if rows:
            hold_keys(found.organisation_id, [found.id])
        return [
            (row.id, in_words("other_system", row.system), open_other_number(row)) for row in rows
        ]
    except (VaultClosed, Destroyed):
        return []


def _person(person: PersonConcerned) -> dict[str, Any]:
    return {
        "person": person,
        "state": PERSON_STATES[person.state],
        "age": in_words("age_band", person.age_band),
        "sex": in_words("sex", person.sex),
        "captive": person.state in CAPTIVE,
    }


def _tasks(found: Report, persons: list[PersonConcerned], actor: Actor) -> list[dict[str, Any]]:
    ids = [found.id, *(each.id for each in persons)]
    near = selectors.may_triage(found, actor).allowed  # a need's clock tells what triage found
    seen = tasks_visible_to(actor) if near else open_tasks_of(actor)
    rows = seen.filter(subject_id__in=ids, state="open")
    return [{"task": each, "what": clock_in_words(each.what)} for each in rows[:20]]


def _decisions(found: Report, actor: Actor) -> dict[str, Any]:
    holder, state = actor.holder, found.state
    triage = may_move(REPORT, "triage", state=state, holder=holder)
    return {
        "may_triage": selectors.may_triage(found, actor) if triage.allowed else triage,
        "may_aside": may_move(REPORT, "not_indicate", state=state, holder=holder),
        "may_pass": may_move(REPORT, "pass_on", state=state, holder=holder),
        "may_answer": may_move(REPORT, "note_answer", state=state, holder=holder),
        "may_take_back": may_move(REPORT, "take_back", state=state, holder=holder),
        "may_accept": may_be_accepted(found, actor),
        "may_screen": may(holder, Permission.SCREEN_PERSONS),
        "accept_url": _elsewhere("victims:accept_report", found),
        "paper_url": _elsewhere("cases:report_paper", found) if _printable(found, actor) else "",
        "decides": may(holder, Permission.DECIDE_REPORTS).allowed,
        "hers": found.person_id == actor.person,
        "still_open": state in (Report.State.RECEIVED, Report.State.TRIAGED),
        "answers": choices(ANSWERS),
    }


def _printable(found: Report, actor: Actor) -> bool:
    """Whether the report's paper is this reader's to make: triaged, and hers or hers to decide."""
    hers = selectors.relation_to(found, actor) in (Relation.OWN, Relation.TEAM)
    decides = may(actor.holder, Permission.DECIDE_REPORTS).allowed
    return found.state != Report.State.RECEIVED and (hers or decides)


def _elsewhere(name: str, found: Report) -> str:
    """Give the address in a later room that takes the report on; nothing while there is none."""
    try:
        return reverse(name, args=[found.id])
    except NoReverseMatch:
        return ""


def _names(reports: Iterable[Report]) -> dict[UUID, str]:
    return {each.pk: each.name for asked in _people_asked(reports) for each in read(asked)}


def _people_asked(reports: Iterable[Report]) -> list[QuerySet[Person]]:
    """Give whose names stand beside reports, unread."""
    ids = sorted({each.person_id for each in reports if each.person_id})
    return [Person.objects.filter(pk__in=ids)] if ids else []


@require_POST
@needs(Permission.TAKE_REPORTS)
def open_part(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Open sealed parts for ten minutes, with a reason that is kept; a fresh second factor first.

    What she chose is there again when she comes back from showing it: codes, no words.
    """
    found = selectors.get_report_for(request.actor, report_id)
    parts = [Part(name) for name in request.POST.getlist("part") if name in {*Part}]
    reason, now = request.POST.get("reason", ""), timezone.now()
    talks = services.talks(found, request.actor, now=now)
    if any(asks_proof(part, on_her_call=talks) for part in parts) and proof_needed(request, now):
        request.session[_KEPT] = [str(found.id), [part.value for part in parts], reason]
        back = urlencode({"next": reverse("reports:report", args=[found.id])})
        return redirect(f"{reverse('mfa_reauthenticate')}?{back}")
    for part in parts:
        services.open_report(
            report=found,
            part=part,
            reason=reason,
            words=request.POST.get("words", "").replace("\x00", "")[:200],
            now=now,
            by=request.actor,
        )
    request.session.pop(_KEPT, None)
    return redirect("reports:report", found.id)


@require_POST
@needs(Permission.TAKE_REPORTS)
def close(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Close what she opened."""
    found = selectors.get_report_for(request.actor, report_id)
    services.close_report(report=found, now=timezone.now(), by=request.actor)
    return redirect("reports:report", found.id)
