"""The persons whom a report concerns, and those whom it names. Each group is a table of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from suar.base.identifiers import uuid7


class PersonConcerned(models.Model):
    """A person whom a report concerns: codes only. Her own file begins here."""

    class State(models.TextChoices):
        FREE = "free"
        HELD = "held"
        MISSING = "missing"
        DECEASED = "deceased"
        NOT_KNOWN = "not_known"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    report_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()  # within the report, from 1
    state = models.CharField(max_length=10, choices=State, default=State.NOT_KNOWN)
    age_band = models.CharField(max_length=8, blank=True)  # vocab age_band
    minor = models.CharField(max_length=9, default="not_asked")  # yes | no | not_known | not_asked
    sex = models.CharField(max_length=10, blank=True)  # vocab sex
    citizenship = models.CharField(max_length=3, blank=True)  # vocab country
    interpreter = models.CharField(max_length=9, default="not_asked")
    urgent = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=9)
    triaged_at = models.DateTimeField(null=True, blank=True)
    triaged_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="concerned_of_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "report_id", "number"], name="concerned_number"
            ),
            models.CheckConstraint(
                condition=Q(triaged_at=None, triaged_by=None)
                | Q(triaged_at__isnull=False, triaged_by__isnull=False),
                name="concerned_triaged_paired",
            ),
        ]


class _OfPerson(models.Model):
    """What every sealed group of a person concerned has."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    person_id = models.UUIDField()  # the person concerned
    sealed = models.BinaryField(default=b"", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class PersonIdentity(_OfPerson):
    """``sealed``: name, alias, age (as told), language; group *identity*."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "person_id"], name="identity_of_concerned"
            )
        ]


class PersonContact(_OfPerson):
    """``sealed``: number, when, code_word; group *contact*. A captive's number is never called."""

    message_safe = models.BooleanField(default=False)
    paper_safe = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "person_id"], name="contact_of_concerned"
            )
        ]


class PersonSafety(_OfPerson):
    """Where she is and what is known of her being held. ``sealed``: place, ransom, words.

    Country, last contact and the kind of the proof of life are codes; no sum stands in the clear.
    """

    country = models.CharField(max_length=3, blank=True)
    last_contact = models.CharField(max_length=10, blank=True)  # partial date
    proof_of_life = models.CharField(max_length=12, blank=True)
    ransom_asked = models.CharField(max_length=9, default="not_asked")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "person_id"], name="safety_of_concerned"
            )
        ]


class PersonNamed(models.Model):
    """Somebody named in a report. Not a suspect: not searched, not compared, not counted.

    ``sealed``: name, words; under a key of its own, destroyed at ``erase_on`` by the clock, unless
    an investigator's dated and numbered act stands in ``act_number`` and ``act_on``.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    report_id = models.UUIDField()
    role = models.CharField(max_length=24, blank=True)  # vocab perpetrator_role, as alleged
    sealed = models.BinaryField(default=b"", blank=True)
    named_at = models.DateTimeField()
    erase_on = models.DateField()
    act_number = models.CharField(max_length=80, blank=True)
    act_on = models.DateField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "id"], name="named_of_organisation"),
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(sealed=b""), name="named_erased_is_gone"
            ),
            models.CheckConstraint(
                condition=Q(act_number="", act_on=None)
                | (~Q(act_number="") & Q(act_on__isnull=False)),
                name="named_act_paired",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "report_id"], name="named_of_report"),
            models.Index(
                fields=["organisation_id", "erase_on"],
                condition=Q(erased_at=None),
                name="named_to_erase",
            ),
        ]
