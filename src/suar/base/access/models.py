"""Grants: the only way in which one organisation's row shows to another."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from suar.base.identifiers import uuid7


class Grant(models.Model):
    """An owner lets named readers of another organisation see field groups of one subject.

    Readers are persons or a team of the receiving organisation; neither named means every
    member whose role may see the field group. Colleagues see no more than the grant.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()  # the owner
    to_organisation_id = models.UUIDField()
    to_persons = ArrayField(models.UUIDField(), default=list, blank=True)
    to_team_id = models.UUIDField(null=True, blank=True)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    field_groups = ArrayField(models.CharField(max_length=20))
    purpose = models.CharField(max_length=60)
    basis = models.CharField(max_length=60)  # consent | referral | a recorded lawful basis
    basis_id = models.UUIDField(null=True, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gt=F("from_at")), name="grant_dates"
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="grant_revoked_paired",
            ),
            models.CheckConstraint(
                condition=~Q(organisation_id=F("to_organisation_id")), name="grant_to_another"
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["to_organisation_id", "subject_kind", "subject_id"], name="grant_reader"
            ),
            models.Index(
                fields=["organisation_id", "subject_kind", "subject_id"], name="grant_owner"
            ),
        ]


class OtherNumber(models.Model):
    """A record's number in another system (LP, SIMFONI, SPLP, LPSK, court ...), searchable.

    ``sealed`` holds it as it was written, ``token`` finds it again: see `base.identifiers.others`.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    system = models.CharField(max_length=30)  # of the list `other_system`, or a register's name
    token = models.BinaryField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "token", "system", "subject_id"],
                name="other_number_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "subject_id"], name="other_number_subject")
        ]
