"""An accepted event: coded facts, no person in them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from suar.base.identifiers import uuid7


def _codes() -> ArrayField:
    return ArrayField(models.CharField(max_length=40), default=list, blank=True)


class Incident(models.Model):
    """An event with persons concerned. Codes are of the vocabulary whose version stands beside.

    Others see it by a grant of ("incident", id), group *facts*.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    purposes = _codes()
    means = _codes()
    acts = _codes()
    sectors = _codes()
    #: codes of country, province (two digits) or regency (dotted), in the order of the way
    recruited_in = models.CharField(max_length=13, blank=True)
    transit = _codes()
    exploited_in = models.CharField(max_length=13, blank=True)
    from_on = models.CharField(max_length=10, blank=True)  # partial date
    until_on = models.CharField(max_length=10, blank=True)
    vocabulary = models.CharField(max_length=20, blank=True)
    persons = models.PositiveSmallIntegerField(default=0)  # concerned, as reported
    accepted_at = models.DateTimeField()
    accepted_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="incident_of_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "reference"], name="incident_reference"
            ),
        ]
