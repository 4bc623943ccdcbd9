"""Cases: ours, and those whose facts somebody granted to the actor."""

from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404

from suar.base.access.actor import Actor
from suar.base.access.selectors import granted_subjects
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Approval, Case, Plan, Stay
from suar.rooms.victims.models import Assignment, Victim
from suar.rooms.victims.selectors import assignments_of, kept_of

Row = TypeVar("Row", bound=Model)


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Give the organisation's own cases, newest first."""
    if actor.organisation is None or not may(actor.holder, Permission.READ_CASES).allowed:
        return Case.objects.none()
    return Case.objects.filter(organisation_id=actor.organisation).order_by("-opened_at", "-id")


def cases_granted_to(actor: Actor, *, now: datetime) -> QuerySet[Case]:
    """Give other organisations' cases whose facts a running grant shows to the actor."""
    if actor.organisation is None or not may(actor.holder, Permission.READ_CASES).allowed:
        return Case.objects.none()
    persons = granted_subjects(actor, kind="victim", group=FieldGroup.FACTS, now=now)
    return Case.objects.filter(victim_id__in=persons).exclude(organisation_id=actor.organisation)


def get_case_for(
    actor: Actor, case_id: UUID, *, now: datetime | None = None, standing: bool = False
) -> Case:
    """Give one case: ours, or (where ``now`` is told) one granted to the actor; else 404.

    Ours carries with ``standing`` what its page asks in the same query: ``plan`` (its newest),
    ``asked`` (what waits for a second pair of eyes) and ``lives_here``.
    """
    ours = _with_standing(cases_visible_to(actor)) if standing else cases_visible_to(actor)
    found = ours.filter(id=case_id).first()
    if found is None and now is not None:
        found = cases_granted_to(actor, now=now).filter(id=case_id).first()
    if found is None:
        raise Http404
    return found


def _with_standing(cases: QuerySet[Case]) -> QuerySet[Case]:
    of_case = {"organisation_id": OuterRef("organisation_id"), "case_id": OuterRef("id")}
    plan = JSONObject(number="number", agreed_on="agreed_on")
    return cases.annotate(
        plan=Subquery(Plan.objects.filter(**of_case).order_by("-number").values(told=plan)[:1]),
        asked=Subquery(Approval.objects.filter(**of_case, state="asked").values("id")[:1]),
        lives_here=Exists(
            Stay.objects.filter(
                organisation_id=OuterRef("organisation_id"),
                victim_id=OuterRef("victim_id"),
                out_at=None,
            )
        ),
    )


def case_of_person(actor: Actor, victim_id: UUID) -> Case | None:
    """Give her newest case here, an open one before a closed one."""
    return cases_visible_to(actor).filter(victim_id=victim_id).order_by("-number").first()


def rows_of(model: type[Row], actor: Actor, case: Case) -> QuerySet[Row]:
    """Give a case's rows of a table, newest first, where the case is the actor's own.

    Whether their group shows to her is `sights_of`'s question; the organisation stands in the
    query all the same.
    """
    return model._default_manager.filter(
        organisation_id=actor.organisation, case_id=case.id
    ).order_by("-at", "-id")


def get_row_for(model: type[Row], actor: Actor, row_id: UUID) -> Row:
    """Give one row of the organisation's own, or 404."""
    found = None
    if may(actor.holder, Permission.READ_CASES).allowed:
        found = model._default_manager.filter(organisation_id=actor.organisation, id=row_id).first()
    if found is None:
        raise Http404
    return found


def person_of(case: Case) -> Victim | None:
    """Give the file of the person as it is read now, where it is the reader's organisation's."""
    found = Victim.objects.filter(organisation_id=case.organisation_id, id=case.victim_id).first()
    return kept_of(found) if found is not None else None


def team_of(case: Case, *, now: datetime) -> list[Assignment]:
    """Give who walks beside her now."""
    person = person_of(case)
    return list(assignments_of(person, now=now)) if person is not None else []
