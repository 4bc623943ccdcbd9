"""Answers to questions, asked once and carried forward, and the screening that they stand in."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from suar.base.identifiers import uuid7


class Screening(models.Model):
    """A screening face to face. A person concludes it; the sums only support her."""

    class State(models.TextChoices):
        OPEN = "open"
        STOPPED = "stopped"
        CONCLUDED = "concluded"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    person_id = models.UUIDField()  # the person concerned
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    agreed = models.BooleanField()  # she was told what it is for, and agreed
    rested = models.BooleanField(default=False)
    face_to_face = models.BooleanField(default=True)
    interpreter = models.CharField(max_length=20, blank=True)  # not_needed, present, by_phone ...
    language = models.CharField(max_length=10, blank=True)
    begun_at = models.DateTimeField()
    begun_by = models.UUIDField()
    stopped_because = models.CharField(max_length=20, blank=True)
    concluded_at = models.DateTimeField(null=True, blank=True)
    concluded_by = models.UUIDField(null=True, blank=True)
    conclusion = models.CharField(max_length=20, blank=True)  # rules/reports.py CONCLUSIONS
    tools = models.JSONField(default=dict)  # tool -> version, and the result that was shown
    sealed = models.BinaryField(default=b"", blank=True)  # the person's words why; group story
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="screening_of_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "person_id"],
                condition=~Q(state="concluded"),
                name="screening_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(concluded_at=None, concluded_by=None)
                | Q(concluded_at__isnull=False, concluded_by__isnull=False),
                name="screening_concluded_paired",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "person_id"], name="screening_of_person")
        ]


class Answer(models.Model):
    """One answer to one question of one tool. The newest counts; the earlier ones stay."""

    class Said(models.TextChoices):
        YES = "yes"
        NO = "no"
        NOT_KNOWN = "not_known"
        NOT_ASKED = "not_asked"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    person_id = models.UUIDField()  # the person concerned
    screening_id = models.UUIDField(null=True, blank=True)
    tool = models.CharField(max_length=30)
    tool_version = models.CharField(max_length=20)
    question = models.CharField(max_length=60)
    answer = models.CharField(max_length=9, choices=Said)
    seen_by = models.CharField(max_length=12, blank=True)  # told, noticed, other, document
    at = models.DateTimeField()
    by = models.UUIDField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organisation_id", "person_id", "tool", "question", "-at"],
                name="answer_newest",
            )
        ]
