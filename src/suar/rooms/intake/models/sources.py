"""Where reports come from by machine: messaging gateways and missions' sheets."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from suar.base.identifiers import uuid7


class Gateway(models.Model):
    """A messaging gateway that may send reports, signed. ``sealed``: its secret, group *facts*."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    name = models.CharField(max_length=60)
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    made_by = models.UUIDField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="gateway_of_organisation"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="gateway_closed_paired",
            ),
        ]


class GatewayMessage(models.Model):
    """A message that came: keyed hashes of its number, of its conversation and of its bytes."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    gateway_id = models.UUIDField()
    message = models.CharField(max_length=64)
    conversation = models.CharField(max_length=64, blank=True)
    body = models.CharField(max_length=64)
    report_id = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "gateway_id", "message"], name="gateway_message_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation_id", "gateway_id", "conversation"],
                name="gateway_conversation",
            )
        ]


class Sheet(models.Model):
    """A spreadsheet from a mission: that it was read, never what it held. The same file once."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    reports = models.PositiveIntegerField()
    rejected = models.PositiveIntegerField()
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "sha256"], name="sheet_once")
        ]
