"""Assessments, repeated, and the return: what she needs, and what waits for her there."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from suar.rooms.cases.models.base import OfCase, Own


class Assessment(OfCase):
    """One assessment on one day, by which version of the tool."""

    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    tool = models.CharField(max_length=20)

    class Meta(OfCase.Meta):
        constraints: ClassVar[list[Any]] = [
            *OfCase.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "case_id", "number"], name="assessment_number"
            ),
        ]


class _Finding(Own):
    """A domain with its score, or an item with its sense and urgency. *Not asked* has no row."""

    assessment_id = models.UUIDField()
    victim_id = models.UUIDField()
    code = models.CharField(max_length=30)
    score = models.PositiveSmallIntegerField(null=True, blank=True)
    sense = models.CharField(max_length=10, blank=True)
    urgency = models.CharField(max_length=6, blank=True)

    class Meta(Own.Meta):
        abstract = True
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "assessment_id", "code"], name="%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(score__in=(1, 2, 3, 4), sense="")
                | Q(score=None, sense__in=("risk", "protective", "not_known")),
                name="%(class)s_score_or_sense",
            ),
        ]


class Finding(_Finding):
    """Outside health."""


class HealthFinding(_Finding):
    """Of the body and the mind: open to her team alone."""


class Journey(OfCase):
    """A return: voluntary, the risks weighed before it, papers, who receives. Where lies sealed."""

    GROUP: ClassVar[str] = "safety"

    class State(models.TextChoices):
        PREPARED = "prepared"
        AGREED = "agreed"
        TRAVELLING = "travelling"
        ARRIVED = "arrived"
        CALLED_OFF = "called off"

    state = models.CharField(max_length=12, choices=State, default=State.PREPARED)
    voluntary = models.BooleanField(null=True)
    country = models.CharField(max_length=3, blank=True)
    risks = models.JSONField(default=dict)
    weighed_with_her = models.BooleanField(default=False)
    papers = models.JSONField(default=dict)  # code: has | missing | not_needed
    receiver = models.CharField(max_length=20, blank=True)
    child = models.BooleanField(default=False)
    best_interest = models.BooleanField(null=True)
    leaves_on = models.DateField(null=True, blank=True)
    arrived_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
