"""Events as they were written, and the seals that the database put on them at commit."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from suar.base.identifiers import uuid7


class Event(models.Model):
    """Something that happened. Inserted with the change it speaks of; never changed, never removed.

    ``detail`` holds ids, codes and counts, and what somebody typed, sealed (`words`). No name,
    number or place of a victim is ever in it in clear.
    """

    class Kind(models.TextChoices):
        CHANGE = "change"
        OPENING = "opening"
        SEARCH = "search"
        EXPORT = "export"
        REFUSAL = "refusal"
        SIGN_IN = "sign_in"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField(null=True)  # whose record; null: the instance itself
    by_organisation_id = models.UUIDField(null=True)
    by_person_id = models.UUIDField(null=True)
    by_role = models.CharField(max_length=40, blank=True)
    by_part = models.CharField(max_length=40, blank=True)  # a part of the system, or ""
    kind = models.CharField(max_length=10, choices=Kind)
    action = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=30, blank=True)
    subject_id = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-at"], name="audit_by_organisation"),
            models.Index(fields=["subject_kind", "subject_id", "-at"], name="audit_by_subject"),
        ]


class Seal(models.Model):
    """An event's place in the chain: the digest covers the event and what had been sealed before.

    ``heads`` holds the positions at which the lanes stood (`lanes`); null before there were lanes.
    """

    pk = models.CompositePrimaryKey("lane", "position")
    lane = models.SmallIntegerField()
    position = models.BigIntegerField()
    heads = ArrayField(models.BigIntegerField(), null=True)
    event = models.ForeignKey(
        Event, models.PROTECT, related_name="seals", db_constraint=False, db_index=False
    )
    digest = models.BinaryField()


class Head(models.Model):
    """A lane's last position and digest: one row a lane, locked for the moment of sealing."""

    id = models.SmallIntegerField(primary_key=True)
    position = models.BigIntegerField()
    digest = models.BinaryField()
