"""Uploads and the long jobs over them. Rows of a register are in sealed files, never in a table."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from suar.base.identifiers import uuid7


class Upload(models.Model):
    """A register's file as an organisation uploaded it, sealed.

    ``checked`` is what `register check` says (counts and codes, no cell); ``quality`` is the share
    of filled cells a field and what linking the file with itself found.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        CHECKED = "checked"
        UNREADABLE = "unreadable"
        REPLACED = "replaced"
        DELETED = "deleted"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    register = models.CharField(max_length=60, blank=True)
    title = models.CharField(max_length=120)
    suffix = models.CharField(max_length=16)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    profile = models.TextField(blank=True)  # YAML; the organisation's own or mended
    mended_at = models.DateTimeField(null=True, blank=True)
    mended_by = models.UUIDField(null=True, blank=True)
    checked = models.JSONField(null=True, blank=True)
    quality = models.JSONField(null=True, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    version = models.PositiveIntegerField(default=1)
    replaces_id = models.UUIDField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()
    deleted_at = models.DateTimeField(null=True, blank=True)
    deleted_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "reference"], name="upload_reference"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="upload_of_organisation"
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None, deleted_by=None)
                | Q(deleted_at__isnull=False, deleted_by__isnull=False),
                name="upload_deleted_paired",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-uploaded_at"], name="upload_newest")
        ]


class Work(models.Model):
    """A long job that somebody waits for: what it does, how far it is, what came of it."""

    class Kind(models.TextChoices):
        CHECK = "check"
        PICTURE = "picture"
        BRING_IN = "bring_in"  # done by the cases room

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind)
    uploads = models.JSONField(default=list)
    language = models.CharField(max_length=2, default="id")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    step = models.CharField(max_length=120, blank=True)
    done = models.PositiveBigIntegerField(default=0)
    total = models.PositiveBigIntegerField(default=0)
    steps = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    summary = models.JSONField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "reference"], name="work_reference")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-asked_at"], name="work_newest")
        ]
