"""The person's file: its reference and status, who walks beside her, who belongs to her."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from suar.base.identifiers import uuid7


class Victim(models.Model):
    """One person's file in one organisation. Who she is stands in sealed tables beside it.

    No grant shows this row: its status would tell police and immigration *not established*. Whoever
    reads under a grant reads `Facts`, which carries the reference.
    """

    class Status(models.TextChoices):
        SIGNAL = "signal"
        PRESUMED = "presumed"
        IDENTIFIED = "identified"
        NOT_ESTABLISHED = "not established"

    class Child(models.TextChoices):
        YES = "yes"
        NO = "no"
        DOUBT = "doubt"  # treated as a child until shown otherwise

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    status = models.CharField(max_length=16, choices=Status, default=Status.SIGNAL)
    person_concerned_id = models.UUIDField(null=True, blank=True)  # of a report
    called = models.BinaryField(default=b"", blank=True)  # sealed: an alias that she chose
    child = models.CharField(max_length=5, choices=Child, blank=True)  # blank: not asked
    unborn = models.BooleanField(default=False)
    deceased = models.BooleanField(default=False)
    not_yet_free = models.BooleanField(default=False)
    paper_safe = models.CharField(max_length=10, default="not_asked")  # yes | no | not_asked
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    merged_into_id = models.UUIDField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    certificate_id = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "reference"], name="victim_reference"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="victim_of_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "person_concerned_id"], name="victim_of_one_concerned"
            ),
            models.CheckConstraint(
                condition=Q(merged_into_id=None) | ~Q(merged_into_id=models.F("id")),
                name="victim_not_into_itself",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "-changed_at", "-id"], name="victim_newest"),
            models.Index(fields=["organisation_id", "merged_into_id"], name="victim_merged"),
        ]

    @property
    def treated_as_child(self) -> bool:
        """Benefit of the doubt: whoever may be a child is treated as one."""
        return self.child in (self.Child.YES, self.Child.DOUBT)


class Assignment(models.Model):
    """Who walks beside the person: the team of the person and of her case."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    person_id = models.UUIDField(null=True, blank=True)
    team_id = models.UUIDField(null=True, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)
    by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(person_id=None, team_id__isnull=False)
                | Q(person_id__isnull=False, team_id=None),
                name="assignment_one_of_both",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "victim_id"], name="assignment_of_victim"),
            models.Index(fields=["organisation_id", "person_id"], name="assignment_of_person"),
        ]


class Kin(models.Model):
    """Two files that belong together: a child with her, an unborn child, a spouse, an heir."""

    class Kind(models.TextChoices):
        CHILD = "child"  # the other is her child
        UNBORN = "unborn"  # the other is her unborn child
        SPOUSE = "spouse"
        SIBLING = "sibling"
        HEIR = "heir"
        TRAVELLED = "travelled"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    other_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind)
    accompanies = models.BooleanField(default=False)
    noted_at = models.DateTimeField()
    noted_by = models.UUIDField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "victim_id", "other_id", "kind"], name="kin_once"
            ),
            models.CheckConstraint(
                condition=~Q(victim_id=models.F("other_id")), name="kin_of_another"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "other_id"], name="kin_of_other")
        ]


class Death(models.Model):
    """When somebody died, where the body is, and (sealed) heirs and how the family was told."""

    class Body(models.TextChoices):
        NOT_FOUND = "not_found"
        ABROAD = "abroad"
        ON_THE_WAY = "on_the_way"
        HANDED_OVER = "handed_over"
        BURIED_ABROAD = "buried_abroad"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    died_on = models.CharField(max_length=10, blank=True)  # YYYY[-MM[-DD]]
    country = models.CharField(max_length=3, blank=True)
    body = models.CharField(max_length=14, choices=Body, blank=True)
    family_told_on = models.CharField(max_length=10, blank=True)
    handed_over_on = models.CharField(max_length=10, blank=True)
    sealed = models.BinaryField(default=b"", blank=True)  # heirs, who told them, the papers
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "victim_id"], name="death_once")
        ]


class StatusDecision(models.Model):
    """A decision on the status: by whom, when, by which standard of proof, for which reasons.

    No grant shows it: *not established* is never police's or immigration's to see.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    move = models.CharField(max_length=20)  # of `rules/lifecycle/victims.py` STATUS
    from_status = models.CharField(max_length=16, blank=True)
    to_status = models.CharField(max_length=16)
    standard = models.CharField(max_length=20, blank=True)  # of `rules/consent.py` STANDARDS
    body = models.CharField(max_length=30, blank=True)  # vocabulary `status_decided_by`
    decided_on = models.CharField(max_length=10, blank=True)
    reasons = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    sealed = models.BinaryField(default=b"", blank=True)  # the reasons in words
    screening_id = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField()
    decided_by = models.UUIDField()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["organisation_id", "victim_id", "-decided_at"], name="status_of_victim"
            )
        ]
