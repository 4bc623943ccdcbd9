"""Assessing needs, again and again; what is urgent starts its clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.needs import (
    HEALTH_DOMAINS,
    HEALTH_ITEMS,
    SCORES,
    Sense,
    Urgency,
    clocks_of,
)
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Assessment, Case, Finding, HealthFinding
from suar.rooms.cases.sealing import seal_words
from suar.rooms.cases.services import ground
from suar.rooms.cases.services.cases import met, remind

#: The version of the questions: stored with every answer.
TOOL: Final = "suar-2026-11"


@dataclass(frozen=True)
class Told:
    """What an assessment found: domain: score; item: (sense, urgency). Not asked is left out."""

    scores: Mapping[str, int] = field(default_factory=dict)
    items: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    words: str = ""
    her_words: str = ""


@transaction.atomic
def record_assessment(*, case: Case, on: date, told: Told, now: datetime, by: Actor) -> Assessment:
    """Keep an assessment as a row of its own; earlier ones stay as they were.

    Raises
    ------
    Denied
        If the post may not, nothing was answered, or the day lies ahead.
    """
    case = ground.locked(case, by)
    ground.may_work(case, by).require()
    _sense(told, on, now)
    health = [c for c in (*told.scores, *told.items) if c in HEALTH_DOMAINS | HEALTH_ITEMS]
    if health:
        ground.may_write_group(case, FieldGroup.HEALTH, now=now, by=by).require()
    number = Assessment.objects.filter(
        organisation_id=case.organisation_id, case_id=case.id
    ).count()
    row = ground.fresh(Assessment, case, now=now, by=by, number=number + 1, on=on, tool=TOOL)
    row.sealed = seal_words(row, {"words": told.words, "her_words": told.her_words})
    row.save(force_insert=True)
    _keep(row, told)
    ground.advance(case, "assess", now=now, by=by)
    met(case, "assess", now=now, by=by)
    met(case, "assess_again", now=now, by=by)
    remind(case, "assess_again", now=now, by=by)
    for code in clocks_of(told.items):
        remind(case, code, now=now, by=by)
    ground.note("case.assessment", case, by, assessment=row.id, number=row.number)
    return row


def _sense(told: Told, on: date, now: datetime) -> None:
    if not told.scores and not told.items:
        raise Denied("Not yet: answer at least one question. The others stay not asked.")
    if on > timezone.localdate(now):
        raise Denied("Not yet: the day lies ahead.")
    if not set(told.scores.values()) <= set(SCORES):
        raise Denied("A score is 1, 2, 3 or 4.")
    senses = {sense for sense, _ in told.items.values()}
    if not senses <= {*Sense} - {Sense.NOT_ASKED}:
        raise Denied("An answer is a risk, a protection, or not known.")


def _keep(row: Assessment, told: Told) -> None:
    shared = {
        "organisation_id": row.organisation_id,
        "assessment_id": row.id,
        "victim_id": row.victim_id,
    }
    for model, mine in ((Finding, False), (HealthFinding, True)):
        model.objects.bulk_create(
            [
                model(**shared, code=code, score=score)
                for code, score in told.scores.items()
                if (code in HEALTH_DOMAINS) is mine
            ]
            + [
                model(**shared, code=code, sense=sense, urgency=_urgency(sense, urgency))
                for code, (sense, urgency) in told.items.items()
                if (code in HEALTH_ITEMS) is mine
            ]
        )


def _urgency(sense: str, urgency: str) -> str:
    """Only a risk has an urgency; one without is not said to be soon."""
    if sense != Sense.RISK:
        return ""
    return urgency if urgency in {*Urgency} else Urgency.LATER
