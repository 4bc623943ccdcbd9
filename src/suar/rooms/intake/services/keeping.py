"""What the clock does: persons named are erased in time, late reports get a name."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.base.accounts.models import Post
from suar.base.audit.services import record
from suar.base.tasks.services import Whose, set_task
from suar.base.vault.services import erase
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may, roles_that_may
from suar.knowledge.rules.retention import Act, may_erase_named
from suar.rooms.intake.models import PersonNamed, Report
from suar.rooms.intake.services.taking import TOUCHED, locked, touch


@transaction.atomic
def erase_named(*, now: datetime, by: Actor) -> int:
    """Erase the organisation's persons named whose time has come; give how many. The clock does it.

    The key of each is destroyed, so no copy of the row opens; that somebody was named, when and in
    which role stays, without a word of whom.
    """
    today = timezone.localdate(now)
    rows = PersonNamed.objects.select_for_update().filter(
        organisation_id=by.organisation, erased_at=None, erase_on__lte=today
    )
    number = 0
    for row in rows:
        act = Act(row.act_number, row.act_on)
        if may_erase_named(erase_on=row.erase_on, today=today, act=act).allowed:
            erase(
                subject_kind="person_named",
                subject=row.id,
                reason="twelve months are over",
                now=now,
                by=by,
            )
            row.sealed, row.erased_at = b"", now
            row.save(update_fields=["sealed", "erased_at"])
            number += 1
    return number


@transaction.atomic
def note_act(*, named: PersonNamed, number: str, on: object, by: Actor) -> PersonNamed:
    """Write down an investigator's dated, numbered act: it keeps the person named longer."""
    may(by.holder, Permission.DECIDE_REPORTS).require()
    if not number.strip() or on is None:
        raise Denied("Not yet: an act has a number and a date.")
    named = PersonNamed.objects.select_for_update().get(
        id=named.id, organisation_id=by.organisation
    )
    if named.erased_at is not None:
        raise Denied("Not any more: this name was erased.")
    named.act_number, named.act_on = number.strip()[:80], on
    named.save(update_fields=["act_number", "act_on"])
    record(action="person_named.note_act", subject=("person_named", named.id), by=by)
    return named


@transaction.atomic
def put_names(*, now: datetime, by: Actor) -> int:
    """Put a name beside every report that is older than its clock and has none; give how many.

    The one who decides and has the fewest open reports beside her; nobody who decides: who takes
    reports. With nobody at all the page still says so.
    """
    late = list(
        Report.objects.select_for_update()
        .filter(
            organisation_id=by.organisation,
            person_id=None,
            due_at__lt=now,
            state__in=(Report.State.RECEIVED, Report.State.TRIAGED, Report.State.PASSED_ON),
        )
        .order_by("rank", "due_at", "id")
    )
    load = _load(_who(by, now), by) if late else {}
    for report in late:
        if not load:
            return 0
        person = min(load, key=lambda each: (load[each], each))
        load[person] += 1
        report.person_id = person
        touch(report, by, now=now)
        report.save(update_fields=["person_id", *TOUCHED])
        record(
            action="report.put_name",
            subject=("report", report.id),
            detail={"person": str(person)},
            by=by,
        )
    return len(late)


@transaction.atomic
def ask_supervisor(*, report: Report, now: datetime, by: Actor) -> Report:
    """Put the name of one who decides beside a triaged report; her clock to decide starts.

    Raises
    ------
    Denied
        If the post may not, triage is missing, or nobody here decides on reports.
    """
    may(by.holder, Permission.TAKE_REPORTS).require()
    report = locked(report, by)
    if report.state != Report.State.TRIAGED:
        raise Denied("Not yet: triage comes first.")
    load = _load(_holding(Permission.DECIDE_REPORTS, by, now), by)
    if not load:
        raise Denied("Not yet: nobody in your organisation decides on reports.")
    report.person_id = min(load, key=lambda each: (load[each], each))
    touch(report, by, now=now)
    report.save(update_fields=["person_id", *TOUCHED])
    set_task(
        subject=("report", report.id),
        what="decide_report",
        now=now,
        by=by,
        whose=Whose(person=report.person_id),
        started_by_clock=True,
    )
    record(
        action="report.ask_supervisor",
        subject=("report", report.id),
        detail={"person": str(report.person_id)},
        by=by,
    )
    return report


def _who(by: Actor, now: datetime) -> list[UUID]:
    decide = _holding(Permission.DECIDE_REPORTS, by, now)
    return decide or _holding(Permission.TAKE_REPORTS, by, now)


def _holding(permission: Permission, by: Actor, now: datetime) -> list[UUID]:
    """Give who holds a running post here with a permission."""
    rows = Post.objects.filter(
        Q(until_on=None) | Q(until_on__gt=timezone.localdate(now)),
        organisation_id=by.organisation,
        role__in=roles_that_may(permission),
        person__is_active=True,
    )
    return list(rows.values_list("person_id", flat=True).distinct())


def _load(persons: Iterable[UUID], by: Actor) -> dict[UUID, int]:
    load = dict.fromkeys(persons, 0)
    rows = (
        Report.objects.filter(
            organisation_id=by.organisation,
            person_id__in=list(load),
            state__in=(Report.State.RECEIVED, Report.State.TRIAGED),
        )
        .values("person_id")
        .annotate(n=Count("id"))
    )
    return load | {row["person_id"]: row["n"] for row in rows}
