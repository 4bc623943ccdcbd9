"""Who she is, how to reach her, where she is, what she told; and the coded facts, in clear."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from suar.base.identifiers import uuid7


class _Group(models.Model):
    """One sealed row a person: JSON of the group's fields (`rooms/victims/groups.py`)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    sealed = models.BinaryField()
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Identity(_Group):
    """Names, aliases, birth, numbers. A name may be unknown; a NIK is never required."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "victim_id"], name="identity_once")
        ]


class Contact(_Group):
    """How to reach her as she wishes: whom to ask for, code word, times, family or not."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "victim_id"], name="contact_once")
        ]


class Safety(_Group):
    """Where she is and who must not know."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "victim_id"], name="safety_once")
        ]


class Story(_Group):
    """What she told, once."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "victim_id"], name="story_once")
        ]


class Facts(models.Model):
    """Coded facts of the person, no name in them. Blank means not asked, never no."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    victim_id = models.UUIDField()
    reference = models.CharField(max_length=20)  # the file's, for readers under a grant
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    age_band = models.CharField(max_length=10, blank=True)
    sex = models.CharField(max_length=10, blank=True)
    gender = models.CharField(max_length=30, blank=True)
    nationalities = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    home_province = models.CharField(max_length=4, blank=True)
    marital_status = models.CharField(max_length=20, blank=True)
    education = models.CharField(max_length=30, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    interpreter = models.CharField(max_length=10, blank=True)  # yes | no | not_known
    signs = models.CharField(max_length=10, blank=True)  # sign language: yes | no | not_known
    vocabulary = models.CharField(max_length=10, default="2026-11")
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "victim_id"], name="facts_once")
        ]
