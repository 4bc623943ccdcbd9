"""Plan, goals, services, entitlements, livelihoods: the field group services."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from suar.rooms.cases.models.base import OfCase, Own


class Plan(OfCase):
    """What is agreed with her. A new version is a new row; ``state`` follows its approval."""

    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default="draft")  # draft, asked, agreed, sent back
    agreed_on = models.DateField(null=True, blank=True)  # with her
    her_words = models.CharField(max_length=10, default="not_asked")  # yes | no | not_asked

    class Meta(OfCase.Meta):
        constraints: ClassVar[list[Any]] = [
            *OfCase.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "case_id", "number"], name="plan_number"
            ),
        ]


class Goal(OfCase):
    """What she wants to reach, in her words (sealed)."""

    plan_id = models.UUIDField()
    domain = models.CharField(max_length=20)
    state = models.CharField(max_length=10, default="open")  # open, reached, given up
    by_on = models.CharField(max_length=10, blank=True)  # partial date


class Service(OfCase):
    """One service. A service of health names its heading here; what it is lies with health."""

    heading = models.CharField(max_length=30)
    code = models.CharField(max_length=40)
    goal_id = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=12)
    answer = models.CharField(max_length=30, blank=True)  # why declined, unavailable, stopped
    when_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    planned = models.PositiveSmallIntegerField(default=1)  # times
    held = models.PositiveSmallIntegerField(default=0)
    cost = models.PositiveBigIntegerField(null=True, blank=True)  # whole rupiah
    own = models.BooleanField(default=True)  # given here; else by whom lies sealed
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()

    class Meta(OfCase.Meta):
        constraints: ClassVar[list[Any]] = [
            *OfCase.Meta.constraints,
            models.CheckConstraint(
                condition=Q(heading="health", code="health") | ~Q(heading="health"),
                name="service_of_health_is_not_named",
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(when_on=None) | Q(until_on__gte=models.F("when_on")),
                name="service_dates",
            ),
        ]


class ServiceDetail(OfCase):
    """What a service of health is: its code and words, sealed under health."""

    GROUP: ClassVar[str] = "health"

    service_id = models.UUIDField()

    class Meta(OfCase.Meta):
        constraints: ClassVar[list[Any]] = [
            *OfCase.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "service_id"], name="servicedetail_once"
            ),
        ]


class ServiceMove(Own):
    """A step of a service: from which state to which, when, by whom. Never changed."""

    service_id = models.UUIDField()
    victim_id = models.UUIDField()
    move = models.CharField(max_length=20)
    state = models.CharField(max_length=12)
    answer = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()

    class Meta(Own.Meta):
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "service_id", "at"], name="servicemove_of"),
        ]


class Entitlement(OfCase):
    """What she is entitled to, and whether she has it."""

    class State(models.TextChoices):
        NOT_ASKED = "not_asked"
        HAS = "has"
        MISSING = "missing"
        APPLIED = "applied"
        REFUSED = "refused"
        NOT_WANTED = "not_wanted"
        NOT_ENTITLED = "not_entitled"

    code = models.CharField(max_length=30)
    state = models.CharField(max_length=12, choices=State)
    on = models.DateField(null=True, blank=True)

    class Meta(OfCase.Meta):
        constraints: ClassVar[list[Any]] = [
            *OfCase.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "case_id", "code"], name="entitlement_once"
            ),
        ]


class Livelihood(OfCase):
    """A step to a living of her own, of her choice, with what came of it."""

    class State(models.TextChoices):
        PLANNED = "planned"
        GOING = "going"
        DONE = "done"
        STOPPED = "stopped"
        DECLINED = "declined"

    code = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=State)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    amount = models.PositiveBigIntegerField(null=True, blank=True)  # whole rupiah
    outcome = models.CharField(max_length=20, blank=True)
