"""Organisations with dated names, teams, people with posts, invitations. Tables, no decisions."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from suar.base.identifiers import uuid7
from suar.knowledge.rules.permissions import ROLES

ZONES = [
    ("Asia/Jakarta", "WIB"),
    ("Asia/Makassar", "WITA"),
    ("Asia/Jayapura", "WIT"),
]
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]


class Organisation(models.Model):
    """An agency, a shelter, a union, a mission. Every record of the platform has one as owner."""

    class Kind(models.TextChoices):
        POLICE = "police"
        PROSECUTION = "prosecution"
        COURT = "court"
        FOREIGN_MINISTRY = "foreign_ministry"
        MISSION = "mission"
        WOMEN_CHILD = "women_child"
        MIGRANT_AGENCY = "migrant_agency"
        SOCIAL = "social"
        HEALTH = "health"
        SHELTER = "shelter"
        UNION = "union"
        NGO = "ngo"
        WITNESS_PROTECTION = "witness_protection"
        TASK_FORCE = "task_force"
        HOST = "host"

    class Level(models.TextChoices):
        NATIONAL = "national"
        PROVINCE = "province"
        REGENCY = "regency"
        VILLAGE = "village"
        ABROAD = "abroad"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=20, choices=Kind)
    level = models.CharField(max_length=10, choices=Level)
    region = models.CharField(max_length=13, blank=True)  # a code of the vocabulary, or a country
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    prefix = models.CharField(max_length=4, unique=True)  # of its references
    zone = models.CharField(max_length=40, default="Asia/Jakarta")
    address = models.TextField(blank=True)  # for the letterhead; a shelter leaves it empty
    hotline = models.CharField(max_length=40, blank=True)
    own_key = models.BooleanField(default=False)  # wraps its data keys by a key the host lacks
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.UUIDField(null=True, blank=True)
    created_at = models.DateTimeField()


class OrganisationName(models.Model):
    """What an organisation is called, from a day on (BNP2TKI, then BP2MI, then KP2MI)."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="names")
    name_en = models.CharField(max_length=200)
    name_id = models.CharField(max_length=200)
    short = models.CharField(max_length=40)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = [F("from_on").asc(nulls_first=True)]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(from_on=None) | Q(until_on__gt=F("from_on")),
                name="organisation_name_dates",
            )
        ]


class Emblem(models.Model):
    """What stands at the left of an organisation's letterhead: a checked image."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=[("image/png", "PNG"), ("image/jpeg", "JPEG")])
    content = models.BinaryField()
    changed_at = models.DateTimeField()


class Team(models.Model):
    """People of one organisation who work on the same files."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "name"], name="team_name")
        ]


class People(BaseUserManager["Person"]):
    """Django asks for this manager; people are made by `services.invite`."""


class Person(AbstractBaseUser):
    """Somebody who works for an organisation and signs in. Never a victim."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=2, choices=LANGUAGES, default="id")
    zone = models.CharField(max_length=40, blank=True)  # empty: the organisation's
    theme = models.CharField(max_length=5, default="", blank=True)  # "", light, dark
    is_active = models.BooleanField(default=True)
    deactivated_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects = People()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    #: Django's admin is not installed; nobody is staff of anything.
    is_staff = False
    is_superuser = False

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(is_active=True, deactivated_at=None)
                | Q(is_active=False, deactivated_at__isnull=False),
                name="person_deactivated_paired",
            )
        ]


class Post(models.Model):
    """A person's post in an organisation: one role, from a day, until a day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    role = models.CharField(max_length=40, choices=[(name, name) for name in ROLES])
    title = models.CharField(max_length=120, blank=True)
    teams = ArrayField(models.UUIDField(), default=list, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="post_dates"
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "from_on"], name="post_once"
            ),
        ]


class Invitation(models.Model):
    """An open invitation: the link's secret is stored only as a hash."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=40, choices=[(name, name) for name in ROLES])
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.UUIDField(null=True)  # null: the operator, for a first administrator
    invited_at = models.DateTimeField()
    until_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)


class SentForm(models.Model):
    """A form that was sent: its key is good for one deed, and leads to what came of it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    organisation_id = models.UUIDField()
    key = models.UUIDField()
    led_to = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation_id", "key"], name="sent_form_once")
        ]
