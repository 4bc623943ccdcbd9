"""What assessments found, as far as it shows: health's part only where health is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from suar.base.access.actor import Actor
from suar.knowledge.rules.needs import Dimension, Point, human_security
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.cases import wording
from suar.rooms.cases.models import Assessment, Case, Finding, HealthFinding
from suar.rooms.cases.sealing import words_of
from suar.rooms.cases.selectors.cases import rows_of
from suar.rooms.cases.selectors.sights import Seen


@dataclass(frozen=True)
class Item:
    """One answered item: what, what it is for her, how soon."""

    code: str
    label: str
    sense: tuple[str, str]
    urgency: str


@dataclass(frozen=True)
class Findings:
    """All findings of a case that the reader may see now."""

    rows: Sequence[Finding | HealthFinding]
    health_closed: bool

    def points(self, assessments: Sequence[Assessment]) -> list[Point]:
        """Give every score with its day."""
        days = {row.id: row.on for row in assessments}
        return [
            Point(row.code, days[row.assessment_id], row.score)
            for row in self.rows
            if row.score is not None and row.assessment_id in days
        ]

    def latest(self, assessments: Sequence[Assessment]) -> dict[str, int]:
        """Give the last known score of each domain."""
        found: dict[str, int] = {}
        for point in sorted(self.points(assessments), key=lambda each: each.on):
            found[point.domain] = point.score
        return found

    def items_of(self, assessment: Assessment | None) -> list[tuple[str, list[Item]]]:
        """Give the items of one assessment, a level at a time, the soonest risks first."""
        if assessment is None:
            return []
        mine = {r.code: r for r in self.rows if r.assessment_id == assessment.id and r.sense}
        found = []
        for level in code_list("need"):
            codes = [c for c in code_list("need").children(level.code) if c in mine]
            if level.parent is None and codes:
                items = sorted((_item(mine[code]) for code in codes), key=_order)
                found.append((wording.label("need", level.code), items))
        return found

    def words_of(self, assessment: Assessment | None) -> dict[str, Any]:
        """Give the words of one assessment: they stand with services, sealed on the disk."""
        return words_of(assessment) if assessment is not None else {}


def assessments_of(case: Case, actor: Actor) -> list[Assessment]:
    """Give the case's assessments, the earliest first."""
    return list(rows_of(Assessment, actor, case).order_by("on", "number"))


def findings_of(
    case: Case,
    actor: Actor,
    *,
    seen: dict[FieldGroup, Seen],
    assessments: Sequence[Assessment],
) -> Findings:
    """Give what was found, without health where it is closed to this reader."""
    ids: list[UUID] = [row.id for row in assessments]
    services, health = seen.get(FieldGroup.SERVICES), seen.get(FieldGroup.HEALTH)
    rows: list[Finding | HealthFinding] = []
    if services is not None and services.readable:
        rows += Finding.objects.filter(
            organisation_id=actor.organisation, assessment_id__in=ids
        ).order_by("id")
    open_health = health is not None and health.readable
    if open_health:
        rows += HealthFinding.objects.filter(
            organisation_id=actor.organisation, assessment_id__in=ids
        ).order_by("id")
    return Findings(rows, health is not None and not open_health)


def security_of(
    findings: Findings, assessments: Sequence[Assessment]
) -> list[tuple[str, str, Dimension]]:
    """Give the seven dimensions: what each is called, how its worst domain stands."""
    return [
        (
            wording.label("human_security", each.code),
            wording.say(wording.SCORE[each.worst]) if each.worst else "",
            each,
        )
        for each in human_security(findings.latest(assessments))
    ]


def _item(row: Finding | HealthFinding) -> Item:
    urgency = wording.say(wording.URGENCY[row.urgency]) if row.urgency else ""
    return Item(
        row.code,
        wording.label("need", row.code),
        wording.chip_of(wording.SENSE, row.sense),
        urgency,
    )


def _order(item: Item) -> tuple[int, int, str]:
    kinds = {"soon": 0, "wait": 1, "done": 2}
    soon = {wording.say(words): n for n, words in enumerate(wording.URGENCY.values())}
    return kinds[item.sense[0]], soon.get(item.urgency, 9), item.label
