"""Looking: the list, the search, one person's file, who looked."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from suar.base.access.actor import Actor
from suar.base.access.guard import needs
from suar.base.access.reading import reading
from suar.base.ui.paging import Pages
from suar.base.ui.parts import Filter
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.finding import find_files
from suar.rooms.victims.forms.writing import SearchForm
from suar.rooms.victims.looks import looks_of
from suar.rooms.victims.models import Facts, SamePair, Victim
from suar.rooms.victims.picture import file_facts
from suar.rooms.victims.sealed import called_of_many
from suar.rooms.victims.views.ground import file_for

_PAGE = 50


@require_GET
@needs(Permission.READ_VICTIMS)
def index(request: HttpRequest) -> HttpResponse:
    """List our own files, and beneath them what others granted to us."""
    actor, now = request.actor, timezone.now()
    shown = request.GET.get("show", "")
    rows = selectors.victims_visible_to(actor)
    if shown == "mine":
        rows = rows.filter(selectors.hers(actor, now=now))
    elif shown == "not-free":
        rows = rows.filter(not_yet_free=True)
    elif shown in wording.STATUSES:
        rows = rows.filter(status=shown)
    page = Pages(rows, _PAGE).get_page(request.GET.get("page"))
    granted = list(selectors.files_granted_to(actor, now=now)[:_PAGE])
    owners = wording.names_of(row.organisation_id for row in granted)
    return render(
        request,
        "victims/index.html",
        {
            "rows": _rows(list(page), actor),
            "page": page,
            "toggles": _toggles(shown),
            "granted": [
                {"row": row, "owner": owners.get(row.organisation_id, ""), **_facts_in_words(row)}
                for row in granted
            ],
            "search": SearchForm(auto_id="search_%s"),
            "may_search": may(actor.holder, Permission.SEARCH_PERSONS),
            "may_begin": may(actor.holder, Permission.WRITE_VICTIMS),
            "possible": selectors.pairs_visible_to(actor)
            .filter(state=SamePair.State.POSSIBLE)
            .count(),
        },
    )


@require_POST
@needs(Permission.SEARCH_PERSONS)
def search(request: HttpRequest) -> HttpResponse:
    """Find a name or a number in our own files; the audit keeps that it was asked, not what."""
    actor = request.actor
    form = SearchForm(request.POST, auto_id="search_%s")
    rows: list[dict[str, Any]] = []
    if form.is_valid():
        found = find_files(actor, form.cleaned_data["asked"])
        rows = _rows([victim for victim, _why in found], actor)
        for row, (_victim, why) in zip(rows, found, strict=True):
            row["why"] = why
    status = 200 if form.is_valid() else 422
    return render(request, "victims/search.html", {"form": form, "rows": rows}, status=status)


@require_GET
@needs(Permission.READ_VICTIMS)
def file(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Show a person's file: each group open, sealed or absent as it is to this reader."""
    now = timezone.now()
    with reading():
        victim = file_for(request, victim_id, now=now)
        return render(request, "victims/file.html", file_facts(request, victim, now=now))


@require_GET
@needs(Permission.READ_VICTIMS)
def looked(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Show everyone who looked: role and organisation; names to whoever may know them."""
    victim = file_for(request, victim_id)
    looks = looks_of(victim, request.actor)
    named = may(request.actor.holder, Permission.READ_WHO_LOOKED).allowed
    return render(
        request, "victims/looked.html", {"victim": victim, "looks": looks, "named": named}
    )


def _rows(victims: list[Victim], actor: Actor) -> list[dict[str, Any]]:
    facts = {
        row.victim_id: row
        for row in Facts.objects.filter(
            organisation_id=actor.organisation, victim_id__in=[v.id for v in victims]
        )
    }
    aliases = called_of_many(each for each in victims if each.erased_at is None)
    return [
        {
            "victim": each,
            "called": aliases.get(each.id, ""),
            "status": wording.status_chip(each),
            "child": wording.CHILD.get(each.child, ""),
            **_facts_in_words(facts.get(each.id)),
        }
        for each in victims
    ]


def _facts_in_words(row: Facts | None) -> dict[str, str]:
    if row is None:
        return {"sex": "", "age": "", "nationalities": ""}
    born = str(row.birth_year) if row.birth_year else ""
    return {
        "sex": wording.fact("sex", row.sex),
        "age": born or wording.fact("age_band", row.age_band),
        "nationalities": wording.fact("nationalities", row.nationalities),
    }


def _toggles(shown: str) -> list[Filter]:
    here = reverse("victims:index")
    offered = [
        ("", _("All")),
        ("mine", _("Beside whom I walk")),
        ("not-free", _("Not yet free")),
        *[(key, str(words)) for key, (_kind, words) in wording.STATUSES.items()],
    ]
    return [
        Filter(words, f"{here}?show={key}" if key else here, chosen=key == shown)
        for key, words in offered
    ]
