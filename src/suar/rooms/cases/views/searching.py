"""One search over what is ours: reports, persons and cases, by a reference, a number or a name."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.access.guard import needs
from suar.base.access.reading import reading
from suar.knowledge.rules.permissions import Permission
from suar.rooms.cases.forms.case import SearchForm
from suar.rooms.cases.selectors.listing import find_cases, rows_for, with_next
from suar.rooms.cases.services.lists import note_search
from suar.rooms.cases.views.looking import MOST_FOUND
from suar.rooms.cases.views.working import both
from suar.rooms.intake import wording as of_reports
from suar.rooms.intake.selectors import find_reports
from suar.rooms.victims.finding import find_files
from suar.rooms.victims.sealed import called_of_many
from suar.rooms.victims.wording import status_chip


@dataclass(frozen=True)
class Found:
    """A record that answers. ``chip`` is its state's kind and word."""

    room: str
    url: str
    reference: str
    chip: tuple[str, str]
    alias: str = ""


@both
@needs(Permission.WORK_TASKS)
def search(request: HttpRequest) -> HttpResponse:
    """Find our own records, of each room what the post may find there.

    What was asked is sent by POST and stands in no address and no log.
    """
    form = SearchForm(request.POST or None)
    rows: list[Found] = []
    if form.is_valid():
        with reading():
            rows = list(_found(request.actor, form.cleaned_data["words"], now=timezone.now()))
    facts = {"search": form, "rows": rows, "searched": form.is_bound and form.is_valid()}
    return render(request, "cases/search.html", facts, status=422 if form.errors else 200)


def _found(actor: Actor, words: str, *, now: datetime) -> Iterator[Found]:
    files = [victim for victim, _why in find_files(actor, words)][:MOST_FOUND]
    aliases = called_of_many(each for each in files if each.erased_at is None)
    for file in files:
        url = reverse("victims:file", args=[file.id])
        yield Found(_("Person"), url, file.reference, status_chip(file), aliases.get(file.id, ""))
    cases = rows_for(actor, with_next(find_cases(actor, words))[:MOST_FOUND], now=now)
    note_search(found=len(cases), by=actor)
    for row in cases:
        url = reverse("cases:case", args=[row.case.id])
        yield Found(_("Case"), url, row.case.reference, row.state, row.alias)
    for report in find_reports(actor, words)[:MOST_FOUND]:
        kind, word = of_reports.STATES[report.state]
        url = reverse("reports:report", args=[report.id])
        yield Found(_("Report"), url, report.reference, (kind, str(word)))
