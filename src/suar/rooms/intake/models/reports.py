"""A report as it was told, the reporter's safe contact, the words; the last two are sealed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from suar.base.identifiers import uuid7


class Report(models.Model):
    """Something told, unchecked. Its codes are clear; who told it and what, is sealed elsewhere.

    ``tracking`` is the keyed hash of the code that the reporter holds; the code is kept nowhere.
    ``due_at`` is the running clock of the state (triage, then the decision, then an answer).
    """

    class Channel(models.TextChoices):
        WEB = "web"
        PHONE = "phone"
        MESSAGE = "message"  # a chat that an operator reads and writes down
        GATEWAY = "gateway"  # a messaging gateway, signed
        VISIT = "visit"
        SHEET = "sheet"
        ORGANISATION = "organisation"  # passed on by another organisation of this instance

    class About(models.TextChoices):
        NOT_FREE = "not_free"
        FREE = "free"
        GROUP = "group"
        OFFER = "offer"
        QUESTION = "question"

    class State(models.TextChoices):
        RECEIVED = "received"
        TRIAGED = "triaged"
        ACCEPTED = "accepted"
        NOT_INDICATED = "not indicated"
        PASSED_ON = "passed on"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    reference = models.CharField(max_length=20)
    channel = models.CharField(max_length=12, choices=Channel)
    about = models.CharField(max_length=10, choices=About)
    language = models.CharField(max_length=2, default="id")  # of the reporter
    state = models.CharField(max_length=13, choices=State, default=State.RECEIVED)
    urgent = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=9)  # rules/reports.py: 0 is first
    contact_wanted = models.BooleanField(default=False)
    tracking = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()
    received_by = models.UUIDField(null=True, blank=True)  # nobody: the public, a gateway
    due_at = models.DateTimeField(null=True, blank=True)
    person_id = models.UUIDField(null=True, blank=True)  # the name beside it
    team_id = models.UUIDField(null=True, blank=True)
    # a group: one arrival, many persons
    arrival = models.CharField(max_length=5, blank=True)  # air | sea | land
    arrived_from = models.CharField(max_length=3, blank=True)  # country
    arrived_on = models.CharField(max_length=10, blank=True)  # partial date
    expected = models.PositiveSmallIntegerField(null=True, blank=True)
    triaged_at = models.DateTimeField(null=True, blank=True)
    triaged_by = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.UUIDField(null=True, blank=True)
    reason = models.CharField(max_length=40, blank=True)  # a code of rules/reports.py
    incident_id = models.UUIDField(null=True, blank=True)
    # passed on: to whom, until when an answer is expected, what it was
    passed_to_kind = models.CharField(max_length=20, blank=True)
    passed_to_id = models.UUIDField(null=True, blank=True)  # an organisation of this instance
    passed_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=20, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    came_from_id = models.UUIDField(null=True, blank=True)  # the organisation that passed it on
    came_as = models.UUIDField(null=True, blank=True)  # the report there
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="report_of_organisation"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "reference"], name="report_reference"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "tracking"],
                condition=~Q(tracking=""),
                name="report_tracking",
            ),
            models.CheckConstraint(
                condition=Q(triaged_at=None, triaged_by=None)
                | Q(triaged_at__isnull=False, triaged_by__isnull=False),
                name="report_triaged_paired",
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="report_decided_paired",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(incident_id__isnull=False),
                name="report_accepted_has_incident",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organisation_id", "rank", "due_at", "id"],
                condition=Q(state__in=("received", "triaged", "passed on")),
                name="report_queue",
            ),
            models.Index(fields=["organisation_id", "-received_at"], name="report_newest"),
            models.Index(fields=["organisation_id", "incident_id"], name="report_of_incident"),
        ]


class Reporter(models.Model):
    """Who told it, as far as she wished: another person than the one concerned, mostly.

    ``sealed``: name, number, when, code_word, under the report's key of the group *contact*.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    report_id = models.UUIDField()
    relation = models.CharField(max_length=20, blank=True)  # self, parent ... as coded
    message_safe = models.BooleanField(default=False)  # may a message be left
    paper_safe = models.BooleanField(default=False)
    sealed = models.BinaryField(default=b"", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "report_id"], name="reporter_of_report"
            )
        ]


class Told(models.Model):
    """What was told, in the shortest words that help: sealed under the report's group *story*."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    report_id = models.UUIDField()
    sealed = models.BinaryField()
    told_at = models.DateTimeField()
    told_by = models.UUIDField(null=True, blank=True)  # who wrote it down; nobody: the reporter

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "report_id"], name="told_of_report")
        ]
