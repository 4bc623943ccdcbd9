"""Two files that may be one person's; what a merging changed; keys of a shared project."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from suar.base.identifiers import uuid7


class SamePair(models.Model):
    """Two files of one organisation, and what speaks for and against one person, in codes."""

    class State(models.TextChoices):
        POSSIBLE = "possible"
        MERGED = "merged"
        DIFFERENT = "different"
        PARTED = "parted"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    first_id = models.UUIDField()
    second_id = models.UUIDField()
    reasons = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    weight = models.SmallIntegerField(null=True, blank=True)  # log2 odds; null: not weighed
    state = models.CharField(max_length=10, choices=State, default=State.POSSIBLE)
    noticed_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "first_id", "second_id"], name="same_pair_once"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="same_pair_of_organisation"
            ),
            models.CheckConstraint(
                condition=Q(first_id__lt=F("second_id")), name="same_pair_in_order"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "state"], name="same_pair_by_state"),
            models.Index(fields=["organisation_id", "second_id"], name="same_pair_of_second"),
        ]


class Merging(models.Model):
    """That ``other``'s file is read with ``kept``'s. Its sealed rows stay where they are.

    Nothing sealed moves and no grant is widened: whoever could read one file by a consent reads
    that one and no more. ``speaks`` says, a sealed group, whose row is shown first.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    number = models.PositiveIntegerField()  # the order of mergings in the organisation
    pair_id = models.UUIDField()
    kept_id = models.UUIDField()
    other_id = models.UUIDField()
    speaks = models.JSONField(default=dict)  # group: "kept" | "other"
    at = models.DateTimeField()
    by = models.UUIDField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "number"], name="merging_number"),
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="merging_of_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "other_id"],
                condition=Q(undone_at=None),
                name="merging_once_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "kept_id"], name="merging_of_kept")
        ]


class MergingChange(models.Model):
    """One field that a merging changed: as it was, as it became."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    merging_id = models.UUIDField()
    number = models.PositiveIntegerField()
    table = models.CharField(max_length=20)
    row_id = models.UUIDField()
    field = models.CharField(max_length=30)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "merging_id", "number"], name="merging_change_number"
            )
        ]


class ProjectSecret(models.Model):
    """The secret of a project under which agencies compare keys, sealed for the organisation."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    fingerprint = models.CharField(max_length=16)
    sealed = models.BinaryField()
    brought_at = models.DateTimeField()
    brought_by = models.UUIDField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id"],
                condition=Q(retired_at=None),
                name="project_secret_one_in_use",
            )
        ]


class LinkageKeys(models.Model):
    """Keys of one identity under the project's secret. Pseudonymised, not harmless."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    fingerprint = models.CharField(max_length=16)
    keys = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "victim_id"], name="linkage_keys_once"
            )
        ]
