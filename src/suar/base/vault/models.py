"""Keys, never values: an organisation's key, a data key for each subject and field group."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from suar.base.identifiers import uuid7


class OrganisationKey(models.Model):
    """An organisation's key, wrapped by the host's master key or by a key that the host lacks."""

    class Wrapping(models.TextChoices):
        HOST = "host"
        OWN = "own"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    number = models.PositiveIntegerField()
    wrapping = models.CharField(max_length=4, choices=Wrapping)
    wrapped = models.BinaryField()
    salt = models.BinaryField(default=b"")  # of the organisation's own phrase
    inbox = models.BinaryField(default=b"")  # public: by it keys are put in while it is closed
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "number"], name="organisation_key_number"
            ),
            models.UniqueConstraint(
                fields=["organisation_id"],
                condition=Q(retired_at=None),
                name="organisation_key_one_in_use",
            ),
        ]


class DataKey(models.Model):
    """The key of one subject's one field group. Destroying it erases what it sealed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    field_group = models.CharField(max_length=20)
    under = models.ForeignKey(OrganisationKey, models.PROTECT, related_name="+")
    wrapped = models.BinaryField()
    made_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "subject_kind", "subject_id", "field_group"],
                name="data_key_once",
            ),
            models.CheckConstraint(
                condition=Q(destroyed_at=None) | Q(wrapped=b""), name="data_key_destroyed_is_gone"
            ),
        ]


class Certificate(models.Model):
    """That a subject's keys were destroyed: what, when, by whom. Names nobody."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    keys = models.PositiveIntegerField()
    reason = models.CharField(max_length=60)
    destroyed_at = models.DateTimeField()
    destroyed_by = models.UUIDField()


class RestoredProof(models.Model):
    """What a backup sealed for an organisation with its own key, for the restored copy to open.

    Written by `suar restore`; checked when the organisation brings its key (`proofs`). The newest
    counts: a copy may be restored from a backup of a copy.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    sealed = models.BinaryField()  # 32 bytes made at random, in the inbox of the key in use then
    digest = models.BinaryField()  # SHA-256 of what was sealed
    backed_up_at = models.DateTimeField()
    checked_at = models.DateTimeField(null=True, blank=True)
    holds = models.BooleanField(null=True)
    keys = models.PositiveIntegerField(default=0)  # how many of its data keys were opened too


class SearchToken(models.Model):
    """A keyed token of a word in a sealed name or number: equal words meet, nothing reads back."""

    id = models.BigAutoField(primary_key=True)
    organisation_id = models.UUIDField()
    subject_kind = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=12)  # word | sound | number
    token = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "kind", "token"], name="search_token_look_up"),
            models.Index(fields=["organisation_id", "subject_id"], name="search_token_of_subject"),
        ]


class SealedFile(models.Model):
    """That a sealed file lies on the disk: written in the transaction of whatever it belongs to.

    A file without its row was left by a process that died before it committed (`sweeping`).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    record = models.UUIDField()
    field = models.CharField(max_length=60)
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "record", "field"], name="sealed_file_once"
            )
        ]
