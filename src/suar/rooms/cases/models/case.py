"""The case itself, what others agree to, its closures, follow-ups and supervision."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from suar.knowledge.rules.approvals import Asked
from suar.rooms.cases.models.base import OfCase, Own


class Case(Own):
    """One organisation's work for one person. Whose team it is stands with the person."""

    reference = models.CharField(max_length=20)
    victim_id = models.UUIDField()
    number = models.PositiveSmallIntegerField(default=1)  # her how-manieth case here
    state = models.CharField(max_length=20)  # `rules/lifecycle/cases.py`
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta(Own.Meta):
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.UniqueConstraint(fields=["organisation_id", "reference"], name="case_reference"),
            models.UniqueConstraint(
                fields=["organisation_id", "victim_id", "number"], name="case_number"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "victim_id"],
                condition=~Q(state="closed"),
                name="case_one_open_for_a_person",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="case_closed_when",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["organisation_id", "state", "-opened_at"], name="case_by_state"),
        ]


class Approval(OfCase):
    """Something that somebody else agrees to. ``subject_id`` is the plan, return or closure."""

    what = models.CharField(max_length=10, choices=[(each, each) for each in Asked])
    subject_id = models.UUIDField()
    state = models.CharField(max_length=10)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)

    class Meta(OfCase.Meta):
        constraints: ClassVar[list[Any]] = [
            *OfCase.Meta.constraints,
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")) | Q(state="withdrawn"),
                name="approval_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="approval_decided_paired",
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "case_id", "what"],
                condition=Q(state="asked"),
                name="approval_asked_once",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            *OfCase.Meta.indexes,
            models.Index(
                fields=["organisation_id", "asked_at"],
                condition=Q(state="asked"),
                name="approval_waiting",
            ),
        ]


class Closure(OfCase):
    """One end of a case: reason and outcome as asked for; a case may be reopened and end again."""

    reason = models.CharField(max_length=30)
    outcome = models.CharField(max_length=30)
    closed_at = models.DateTimeField(null=True, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)


class FollowUp(OfCase):
    """A meeting at 3, 6 or 12 months, if she wants it."""

    months = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    state = models.CharField(max_length=15)
    way = models.CharField(max_length=20, blank=True)
    findings = models.JSONField(default=dict)  # code: yes | no | not_known | not_asked
    met_on = models.DateField(null=True, blank=True)
    task_id = models.UUIDField(null=True, blank=True)


class Supervision(OfCase):
    """A talk about the work, between a worker and her supervisor; what was agreed lies sealed."""

    GROUP: ClassVar[str] = "notes"

    on = models.DateField()
    worker_id = models.UUIDField()
    next_on = models.DateField(null=True, blank=True)


class SavedView(Own):
    """A person's own filter of the list: codes and dates, never a name."""

    person_id = models.UUIDField()
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)

    class Meta(Own.Meta):
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "person_id", "name"], name="saved_view_name"
            ),
        ]
