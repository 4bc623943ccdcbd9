"""Papers of a case or a report: which there are, who printed them, and their sealed text."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404

from suar.base.access.actor import Actor
from suar.base.accounts.models import Person
from suar.base.vault.envelope import Place
from suar.base.vault.services import open_text
from suar.knowledge.rules.papers import PaperKind, may_make
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Paper, PaperPrint
from suar.rooms.cases.papers import wording
from suar.rooms.cases.selectors.sights import Seen

MOST = 100


@dataclass(frozen=True)
class Listed:
    """A paper in the list: what it is, who made it, how often it was printed since."""

    paper: Paper
    title: str
    language: str
    who: str
    copies: int
    erased: bool


def place_of(paper: Paper) -> Place:
    """Give where a paper's text is sealed: under the keys of whom it speaks of."""
    kind, subject = ("victim", paper.victim_id) if paper.victim_id else ("report", paper.report_id)
    assert subject is not None  # noqa: S101 a constraint holds it
    return Place(paper.organisation_id, kind, subject, paper.id, "paper", "sheet")


def sheet_of(paper: Paper) -> dict[str, Any]:
    """Open a paper's text. Whether the reader may is asked before.

    Raises
    ------
    Destroyed
        If the person was erased: the paper's number stays, its text is gone.
    """
    found: dict[str, Any] = json.loads(open_text(bytes(paper.sealed), place=place_of(paper)))
    return found


def readable_of(seen: dict[FieldGroup, Seen]) -> frozenset[FieldGroup]:
    """Give the groups that a reader may see now: shown, or opened by her."""
    return frozenset(group for group, each in seen.items() if each.readable)


def papers_of(actor: Actor, **which: UUID) -> list[Listed]:
    """Give the papers of a case (``case_id``) or a report (``report_id``), newest first."""
    rows = list(
        Paper.objects.filter(organisation_id=actor.organisation, **which).order_by(
            "-made_at", "-id"
        )[:MOST]
    )
    copies: dict[UUID, int] = {}
    for paper_id in PaperPrint.objects.filter(
        organisation_id=actor.organisation, paper_id__in=[row.id for row in rows], copy=True
    ).values_list("paper_id", flat=True):
        copies[paper_id] = copies.get(paper_id, 0) + 1
    names = dict(Person.objects.filter(pk__in={row.by for row in rows}).values_list("pk", "name"))
    languages = dict(wording.LANGUAGES)
    return [
        Listed(
            row,
            wording.title(row.kind),
            languages[row.language],
            names.get(row.by, ""),
            copies.get(row.id, 0),
            not row.sealed,
        )
        for row in rows
    ]


def get_paper_for(actor: Actor, paper_id: UUID) -> Paper:
    """Give one of the organisation's papers, or 404.

    Raises
    ------
    Denied
        If papers of that kind are not the reader's post to make.
    """
    found = Paper.objects.filter(organisation_id=actor.organisation, id=paper_id).first()
    if found is None:
        raise Http404
    may_make(PaperKind(found.kind), actor.holder).require()
    return found


def running_print(paper: Paper, actor: Actor, now: datetime) -> PaperPrint | None:
    """Give the reader's own printing that still shows, the newest."""
    return (
        PaperPrint.objects.filter(
            organisation_id=paper.organisation_id,
            paper_id=paper.id,
            by=actor.person,
            until_at__gt=now,
        )
        .order_by("-at", "-id")
        .first()
    )
