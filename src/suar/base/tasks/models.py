"""Tasks: a code, a clock and a name beside it. Free words are sealed under the task's subject."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from suar.base.identifiers import uuid7


class Task(models.Model):
    """Something to do for a record. ``what`` is a code of `rules/clocks.py`.

    ``subject_kind`` and ``subject_id`` name the record (report, victim, case ...) whose data key
    seals ``note``; erasing the subject erases the note. A task without a person and without a team
    is nobody's yet, and stands in the queue of its room.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DROPPED = "dropped"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    what = models.CharField(max_length=40)
    note = models.BinaryField(default=b"", blank=True)  # sealed
    urgent = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    team_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    set_at = models.DateTimeField()
    set_by = models.UUIDField(null=True, blank=True)  # nobody: a clock started it
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "id"], name="task_of_organisation"),
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | ~Q(state="open"),
                name="task_open_has_no_end",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(ended_at__isnull=False), name="task_ended_when"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation_id", "person_id", "due_at"],
                condition=Q(state="open"),
                name="task_open_of_person",
            ),
            models.Index(
                fields=["organisation_id", "team_id", "due_at"],
                condition=Q(state="open"),
                name="task_open_of_team",
            ),
            models.Index(
                fields=["organisation_id", "subject_kind", "subject_id"], name="task_of_subject"
            ),
        ]
