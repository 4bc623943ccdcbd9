"""What somebody opened with a reason, until when. The audit keeps the opening itself."""

from typing import ClassVar

from django.db import models

from suar.base.identifiers import uuid7


class Opening(models.Model):
    """A field group, or one item in it, opened by one person; the organisation is the reader's."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    person_id = models.UUIDField()
    victim_id = models.UUIDField()
    group = models.CharField(max_length=20)
    item = models.CharField(max_length=30, blank=True)  # "hiv": asks its reason each time
    reason = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    until_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "person_id", "victim_id"], name="opening_of")
        ]
