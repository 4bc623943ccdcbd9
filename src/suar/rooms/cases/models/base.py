"""What tables of the room share: a key, an owner, and the case and person they belong to."""

from typing import Any, ClassVar

from django.db import models

from suar.base.identifiers import uuid7


class Own(models.Model):
    """A row of one organisation's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()

    class Meta:
        abstract = True
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="%(class)s_of_organisation"
            )
        ]


class OfCase(Own):
    """A row of a case. ``victim_id`` stands in each: grants and keys go by the person.

    ``sealed`` holds the row's free words as JSON, sealed under the person's key of ``GROUP``.
    """

    GROUP: ClassVar[str] = "services"

    case_id = models.UUIDField()
    victim_id = models.UUIDField()
    sealed = models.BinaryField(default=b"", blank=True)
    at = models.DateTimeField()  # when it was written
    by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta(Own.Meta):
        abstract = True
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "case_id", "at"], name="%(class)s_of_case"),
            models.Index(fields=["organisation_id", "victim_id"], name="%(class)s_of_person"),
        ]
