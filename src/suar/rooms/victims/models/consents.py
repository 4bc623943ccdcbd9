"""Consents one a recipient, guardians, requests about her data, breaches and their clock."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from suar.base.identifiers import uuid7


class Guardian(models.Model):
    """Who may speak for a child beside her own assent; name and contact are sealed.

    The four questions of conflict (`rules/consent.py`) are yes, no, not_known or not_asked.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    accused = models.CharField(max_length=10, default="not_asked")
    benefits = models.CharField(max_length=10, default="not_asked")
    recruited = models.CharField(max_length=10, default="not_asked")
    disputed = models.CharField(max_length=10, default="not_asked")
    sealed = models.BinaryField(default=b"", blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="guardian_of_organisation"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "victim_id"], name="guardian_of_victim")
        ]


class Consent(models.Model):
    """What she said to one recipient for one purpose; her no is a row as a yes is."""

    class State(models.TextChoices):
        GIVEN = "given"
        REFUSED = "refused"
        WITHDRAWN = "withdrawn"
        ENDED = "ended"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    state = models.CharField(max_length=10, choices=State)
    purpose = models.CharField(max_length=30)
    to_organisation_id = models.UUIDField(null=True, blank=True)
    to_kind = models.CharField(max_length=30, blank=True)  # a recipient that does not use Suar
    field_groups = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    text_version = models.CharField(max_length=20)
    language = models.CharField(max_length=8)
    interpreter = models.BooleanField(default=False)
    no_explained = models.BooleanField(default=False)  # she heard what happens if she says no
    evidence = models.CharField(max_length=20, blank=True)
    given_by = models.CharField(max_length=20)  # herself | with_guardian | guardian
    guardian_id = models.UUIDField(null=True, blank=True)
    assent = models.CharField(max_length=10, blank=True)  # the child's own: yes | no
    sealed = models.BinaryField(default=b"", blank=True)  # who the recipient is, her conditions
    asked_at = models.DateTimeField()
    asked_by = models.UUIDField()
    until_at = models.DateTimeField(null=True, blank=True)
    grant_id = models.UUIDField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)
    stop_by = models.DateTimeField(null=True, blank=True)  # 3 x 24 hours after the withdrawal
    stopped_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="consent_of_organisation"
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | Q(withdrawn_at__isnull=False, stop_by__isnull=False),
                name="consent_withdrawn_has_clock",
            ),
            models.CheckConstraint(
                condition=Q(grant_id=None) | ~Q(state="refused"),
                name="consent_refused_sends_nothing",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "victim_id"], name="consent_of_victim"),
            models.Index(
                fields=["organisation_id", "stop_by"],
                condition=Q(state="withdrawn", stopped_at=None),
                name="consent_to_stop",
            ),
        ]


class RightsRequest(models.Model):
    """What she (or who speaks for her) asked about her data, and what came of it."""

    class Kind(models.TextChoices):
        SEE = "see"  # everything held about her
        CORRECT = "correct"
        ERASE = "erase"

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    kind = models.CharField(max_length=8, choices=Kind)
    asked_by_whom = models.CharField(max_length=20)  # herself | guardian | heir | helper
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    outcome = models.CharField(max_length=30, blank=True)
    sealed = models.BinaryField(default=b"", blank=True)  # what is wrong and what is right
    asked_at = models.DateTimeField()
    taken_by = models.UUIDField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    certificate_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "state", "due_at"], name="rights_due"),
            models.Index(fields=["organisation_id", "victim_id"], name="rights_of_victim"),
        ]


class Breach(models.Model):
    """A failure to protect data: from its finding the act's clock runs to the notice."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    kind = models.CharField(max_length=20)
    field_groups = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    persons = models.PositiveIntegerField(null=True, blank=True)
    found_at = models.DateTimeField()
    notice_by = models.DateTimeField()
    persons_told_at = models.DateTimeField(null=True, blank=True)
    authority_told_at = models.DateTimeField(null=True, blank=True)
    sealed = models.BinaryField(default=b"", blank=True)
    noted_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-found_at"], name="breach_newest")
        ]
