"""What happened to one person once, and the legs of it: she was moved between exploiters."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from suar.base.identifiers import uuid7


def _codes() -> ArrayField:
    return ArrayField(models.CharField(max_length=40), default=list, blank=True)


class Episode(models.Model):
    """One person in one incident, in codes. A second episode is re-trafficking, countable."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    incident_id = models.UUIDField(null=True, blank=True)
    from_on = models.CharField(max_length=10, blank=True)  # YYYY[-MM[-DD]]
    until_on = models.CharField(max_length=10, blank=True)
    purposes = _codes()
    acts = _codes()
    means = _codes()
    control = _codes()
    sector = models.CharField(max_length=40, blank=True)
    recruitment_channel = models.CharField(max_length=40, blank=True)
    recruiter_relation = models.CharField(max_length=40, blank=True)
    platform = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=3, blank=True)  # of exploitation
    child_then = models.CharField(max_length=5, blank=True)  # yes | no; blank: not asked
    vocabulary = models.CharField(max_length=10, default="2026-11")
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation_id", "id"], name="episode_of_organisation"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "victim_id"], name="episode_of_victim"),
            models.Index(fields=["organisation_id", "incident_id"], name="episode_of_incident"),
        ]


class Leg(models.Model):
    """A stretch of an episode, in codes: stage, country, province, dates as far as known."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    episode_id = models.UUIDField()
    number = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=3, blank=True)
    province = models.CharField(max_length=4, blank=True)
    from_on = models.CharField(max_length=10, blank=True)
    until_on = models.CharField(max_length=10, blank=True)
    exploiter = models.PositiveSmallIntegerField(null=True, blank=True)  # 1, 2: which in her words
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "id"], name="leg_of_organisation"),
            models.UniqueConstraint(
                fields=["organisation_id", "episode_id", "number"], name="leg_number"
            ),
        ]


class LegStory(models.Model):
    """The place in detail and the exploiter in her words, sealed: of the story, not the facts."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    leg_id = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "leg_id"], name="leg_story_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation_id", "victim_id"], name="leg_story_of_victim")
        ]
