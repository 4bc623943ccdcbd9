"""What every verb of the room begins and ends with: the row locked, the rule, the audit."""

from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from suar.base.access.actor import Actor
from suar.base.access.versions import same_version
from suar.base.accounts.models import Organisation
from suar.base.audit.services import record
from suar.base.identifiers import new_reference
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.lifecycle import CASE, may_move
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup, Showing, sight
from suar.rooms.cases.models import Case, OfCase
from suar.rooms.cases.selectors.sights import relation_to

Row = TypeVar("Row", bound=Model)
#: Someone else's and nobody's look alike.
NOT_HERE = "There is no such record here."


def own(by: Actor) -> UUID:
    """Give the organisation for which somebody acts."""
    if by.organisation is None or by.person is None:
        raise Denied(NOT_HERE)
    return by.organisation


def locked(row: Row, by: Actor, *, version: int | None = None) -> Row:
    """Give the row as it stands, locked until the change is whole.

    Raises
    ------
    Denied
        If it is not the organisation's own.
    StaleWrite
        If somebody changed it since the page was shown.
    """
    model = type(row)
    found = (
        model._default_manager.select_for_update()
        .filter(pk=row.pk, organisation_id=own(by))
        .first()
    )
    if found is None:
        raise Denied(NOT_HERE)
    if version is not None:
        same_version(found, version)
    return found


def case_of(row: OfCase, by: Actor) -> Case:
    """Give the case of a row, locked."""
    found = Case.objects.select_for_update().filter(pk=row.case_id, organisation_id=own(by)).first()
    if found is None:
        raise Denied(NOT_HERE)
    return found


def may_work(case: Case, by: Actor, *, open_only: bool = True) -> Decision:
    """Whether this post may write in the case at all."""
    allowed = may(by.holder, Permission.WORK_CASES)
    if allowed.allowed and by.organisation != case.organisation_id:
        return Decision(False, NOT_HERE)
    if allowed.allowed and open_only and case.state == "closed":
        return Decision(False, "Not yet: the case is closed. Reopen it; nothing else is needed.")
    return allowed


def may_write_group(case: Case, group: FieldGroup, *, now: datetime, by: Actor) -> Decision:
    """Whether this post may write into a field group: hers to see, by her team where that asks."""
    allowed = may_work(case, by)
    if not allowed.allowed:
        return allowed
    seen = sight(by.role, group, relation_to(case, by, now=now))
    if seen.showing is Showing.ABSENT:
        return Decision(False, seen.reason)
    return allowed


def fresh(model: type[Row], case: Case, *, now: datetime, by: Actor, **values: Any) -> Row:
    """Begin a row of a case (not yet saved): its words are sealed under its own key first."""
    return model(
        organisation_id=case.organisation_id,
        case_id=case.id,
        victim_id=case.victim_id,
        at=now,
        by=by.person,
        **values,
    )


def advance(case: Case, move: str, *, now: datetime, by: Actor) -> None:
    """Make a move of the case where its table has it; work done in another state leaves it."""
    if case.state in CASE.move(move).come_from:
        may_move(CASE, move, state=case.state, holder=by.holder).require()
        case.state = CASE.move(move).go_to
        note("case." + move, case, by, state=case.state)
    touch(case, now=now, by=by)


def touch(case: Case, *, now: datetime, by: Actor) -> None:
    """Say when and by whom the case was worked on last."""
    case.changed_at, case.changed_by = now, by.person
    case.version += 1
    case.save(update_fields=["state", "closed_at", "changed_at", "changed_by", "version"])


def note(action: str, case: Case, by: Actor, **detail: Any) -> None:
    """Write the audit of a change: codes and keys, no words."""
    record(
        action=action,
        subject=("case", case.id),
        detail={"victim": str(case.victim_id), **{k: str(v) for k, v in detail.items()}},
        by=by,
    )


def reference_for(organisation: UUID) -> str:
    """Give a new reference of the organisation."""
    return new_reference(Organisation.objects.values_list("prefix", flat=True).get(pk=organisation))


def months_later(day: date, months: int) -> date:
    """Give the same day some months on, or the month's last where it has no such day.

    >>> months_later(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days
    return date(year, month, min(day.day, last))
