"""Numbered papers: the organisation's series, each paper as it was issued, each time printed."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from suar.rooms.cases.models.base import Own


class PaperSeries(Own):
    """The last number of a year. Its row is locked until the paper stands: no holes, no doubles."""

    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta(Own.Meta):
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.UniqueConstraint(fields=["organisation_id", "year"], name="paperseries_year"),
        ]


class Paper(Own):
    """A paper as it was issued: printed again it says the same, under the same number.

    ``sealed`` holds its whole text as JSON, under the keys of the person (or of the report) it
    speaks of: erased with them. It is granted to nobody. ``groups`` are the field groups it
    carries; whoever prints it again has to see them all.
    """

    case_id = models.UUIDField(null=True, blank=True)
    victim_id = models.UUIDField(null=True, blank=True)
    report_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=15)  # `rules/papers.py`
    language = models.CharField(max_length=2)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField()
    number = models.CharField(max_length=40)
    reference = models.CharField(max_length=20)  # in the foot, with its check character
    on = models.DateField()  # the office's day
    goes = models.CharField(max_length=6)
    neutral = models.BooleanField(default=False)
    groups = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    sealed = models.BinaryField(default=b"", blank=True)
    made_at = models.DateTimeField()
    by = models.UUIDField()

    class Meta(Own.Meta):
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "year", "sequence"], name="paper_number_once"
            ),
            models.UniqueConstraint(
                fields=["organisation_id", "reference"], name="paper_reference"
            ),
            models.CheckConstraint(
                condition=Q(case_id__isnull=False, victim_id__isnull=False, report_id=None)
                | Q(case_id=None, victim_id=None, report_id__isnull=False),
                name="paper_of_case_or_report",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "case_id", "-made_at"], name="paper_of_case"),
            models.Index(fields=["organisation_id", "victim_id"], name="paper_of_person"),
            models.Index(fields=["organisation_id", "report_id"], name="paper_of_report"),
        ]


class PaperPrint(Own):
    """One printing. It shows to whoever printed it until ``until_at``; the first is no copy."""

    paper_id = models.UUIDField()
    copy = models.BooleanField(default=True)
    reason = models.CharField(max_length=20, blank=True)  # `rules/papers.py`
    at = models.DateTimeField()
    by = models.UUIDField()
    until_at = models.DateTimeField()

    class Meta(Own.Meta):
        constraints: ClassVar[list[Any]] = [
            *Own.Meta.constraints,
            models.UniqueConstraint(
                fields=["organisation_id", "paper_id"],
                condition=Q(copy=False),
                name="paperprint_one_original",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["organisation_id", "paper_id", "at"], name="paperprint_of_paper"),
        ]
