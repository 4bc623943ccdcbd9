"""Shelters, beds, stays, visits and what happened there. Where a shelter is lies sealed."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from suar.knowledge.rules.stays import For
from suar.rooms.cases.models.base import OfCase, Own


class Shelter(Own):
    """A house, by a name that gives nothing away. Its address is sealed under its own key."""

    name = models.CharField(max_length=60)
    sealed = models.BinaryField(default=b"", blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    version = models.PositiveIntegerField(default=1)

    class Meta(Own.Meta):
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.UniqueConstraint(fields=["organisation_id", "name"], name="shelter_name"),
        ]


class Bed(Own):
    """A bed of a shelter."""

    shelter_id = models.UUIDField()
    name = models.CharField(max_length=30)
    kept_for = models.CharField(max_length=10, choices=[(each, each) for each in For])
    out_of_use = models.BooleanField(default=False)

    class Meta(Own.Meta):
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "shelter_id", "name"], name="bed_name"
            ),
        ]


class BedClosure(Own):
    """A time in which a shelter, or some of its beds, takes nobody."""

    shelter_id = models.UUIDField()
    reason = models.CharField(max_length=20)
    beds = models.PositiveSmallIntegerField(null=True, blank=True)  # None: the whole house
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta(Own.Meta):
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="bedclosure_dates",
            ),
        ]


class Stay(OfCase):
    """A person's time at a shelter. That she is free to leave was said before she came in."""

    GROUP: ClassVar[str] = "safety"

    shelter_id = models.UUIDField()
    state = models.CharField(max_length=6)
    told_free_at = models.DateTimeField()
    in_at = models.DateTimeField()
    out_at = models.DateTimeField(null=True, blank=True)
    ended = models.CharField(max_length=20, blank=True)

    class Meta(OfCase.Meta):
        constraints: ClassVar[list[Any]] = [
            *OfCase.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "victim_id"],
                condition=Q(out_at=None),
                name="stay_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(out_at=None, ended="") | (Q(out_at__isnull=False) & ~Q(ended="")),
                name="stay_ended_paired",
            ),
            models.CheckConstraint(
                condition=Q(out_at=None) | Q(out_at__gte=models.F("in_at")), name="stay_dates"
            ),
        ]


class BedUse(Own):
    """Which bed in which time of a stay. One bed, one person."""

    stay_id = models.UUIDField()
    bed_id = models.UUIDField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta(Own.Meta):
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "bed_id"],
                condition=Q(until_at=None),
                name="beduse_one_person",
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "stay_id"],
                condition=Q(until_at=None),
                name="beduse_one_bed",
            ),
        ]


class Visit(OfCase):
    """A visitor she said yes to. Who it was lies sealed."""

    GROUP: ClassVar[str] = "safety"

    stay_id = models.UUIDField()
    visitor = models.CharField(max_length=20)
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)


class Event(Own):
    """Something that happened at a shelter, so that it can be mended. Words under its key."""

    shelter_id = models.UUIDField()
    stay_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=20)
    happened_at = models.DateTimeField()
    sealed = models.BinaryField(default=b"", blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
