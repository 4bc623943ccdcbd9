"""Services from offered to stopped, entitlements, livelihoods. What may stop help: `rules/help`."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.help import may_ask_again, may_help
from suar.knowledge.rules.lifecycle import NOTHING, SERVICE
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.cases.models import (
    Case,
    Entitlement,
    Livelihood,
    Service,
    ServiceDetail,
    ServiceMove,
)
from suar.rooms.cases.sealing import seal_words, words_of
from suar.rooms.cases.services import ground

HEALTH: Final = "health"
#: Moves after which the page says why; her own no needs no reason.
SAYS_WHY: Final = ("find_none", "stop")
_LARGEST: Final = 10**12


@dataclass(frozen=True)
class Terms:
    """When, how often, by whom, at what cost. ``provider`` and ``words`` are sealed."""

    when: date | None = None
    until: date | None = None
    times: int = 1
    cost: int | None = None
    own: bool = True
    provider: str = ""
    words: str = ""
    goal: UUID | None = None


@dataclass(frozen=True)
class Step:
    """What comes with a move: why, when, how often it was held, at what cost."""

    answer: str = ""
    when: date | None = None
    held: int | None = None
    cost: int | None = None
    raised_by_her: bool = False


@transaction.atomic
def offer_service(*, case: Case, code: str, terms: Terms, now: datetime, by: Actor) -> Service:
    """Offer a service of the national standard. Nothing about her or any proceeding is asked.

    Raises
    ------
    Denied
        If the post may not, the case is closed, or terms do not fit together.
    """
    case = ground.locked(case, by)
    ground.may_work(case, by, open_only=False).require()
    may_help("offer", service=NOTHING, case=case.state, holder=by.holder).require()
    heading = heading_of(code)
    _fits(terms)
    service = ground.fresh(
        Service,
        case,
        now=now,
        by=by,
        heading=heading,
        code=HEALTH if heading == HEALTH else code,
        goal_id=terms.goal,
        state=SERVICE.move("offer").go_to,
        when_on=terms.when,
        until_on=terms.until,
        planned=terms.times,
        cost=terms.cost,
        own=terms.own,
        changed_at=now,
        changed_by=by.person,
    )
    words = {"provider": terms.provider, "words": terms.words}
    if heading == HEALTH:
        ground.may_write_group(case, FieldGroup.HEALTH, now=now, by=by).require()
        service.save(force_insert=True)
        detail = ground.fresh(ServiceDetail, case, now=now, by=by, service_id=service.id)
        detail.sealed = seal_words(detail, {"code": code, **words})
        detail.save(force_insert=True)
    else:
        service.sealed = seal_words(service, words)
        service.save(force_insert=True)
    _step(service, "offer", "", now=now, by=by)
    ground.touch(case, now=now, by=by)
    ground.note("case.service_offer", case, by, service=service.id, heading=heading)
    return service


def may_move_service(service: Service, case: Case, move: str, by: Actor) -> Decision:
    """Whether a service may go on so now."""
    allowed = ground.may_work(case, by, open_only=False)
    if not allowed.allowed:
        return allowed
    return may_help(move, service=service.state, case=case.state, holder=by.holder)


@transaction.atomic
def move_service(
    *, service: Service, move: str, step: Step, version: int, now: datetime, by: Actor
) -> Service:
    """Take a service on: agreed, declined, scheduled, given, given in part, not found, stopped.

    Raises
    ------
    Denied
        If its table has no such move from here, she said no and did not raise it again, or a
        reason is missing.
    StaleWrite
        If somebody changed it meanwhile.
    """
    service = ground.locked(service, by, version=version)
    case = ground.case_of(service, by)
    may_move_service(service, case, move, by).require()
    may_ask_again(service.state, raised_by_her=step.raised_by_her).require()
    if move in SAYS_WHY and not step.answer:
        raise Denied("Not yet: say why.")
    service.state = SERVICE.move(move).go_to
    service.answer = step.answer or ("her_choice" if move == "decline" else "")
    if step.when is not None:
        service.when_on = step.when
        if service.until_on and service.until_on < step.when:
            service.until_on = None
    if step.held is not None:
        service.held = step.held
    elif move == "deliver":
        service.held = max(service.held, service.planned)
    if step.cost is not None:
        service.cost = _money(step.cost)
    service.changed_at, service.changed_by = now, by.person
    service.version += 1
    service.save()
    _step(service, move, service.answer, now=now, by=by)
    if move in ("accept", "schedule", "deliver", "deliver_partly"):
        ground.advance(case, "serve", now=now, by=by)
    else:
        ground.touch(case, now=now, by=by)
    ground.note("case.service_" + move, case, by, service=service.id, answer=service.answer)
    return service


@transaction.atomic
def note_entitlement(
    *, case: Case, code: str, state: str, on: date | None, words: str, now: datetime, by: Actor
) -> Entitlement:
    """Keep whether she has what she is entitled to."""
    case = ground.locked(case, by)
    ground.may_work(case, by).require()
    if code not in code_list("entitlement") or state not in Entitlement.State.values:
        raise Denied("Not yet: choose what it is and how it stands.")
    row = Entitlement.objects.filter(
        organisation_id=case.organisation_id, case_id=case.id, code=code
    ).first()
    if row is None:
        row = ground.fresh(Entitlement, case, now=now, by=by, code=code)
    else:
        row.version += 1
    row.state, row.on, row.at, row.by = state, on, now, by.person
    row.sealed = seal_words(row, {"words": words})
    row.save()
    ground.touch(case, now=now, by=by)
    ground.note("case.entitlement", case, by, code=code, state=state)
    return row


@dataclass(frozen=True)
class Living:
    """A step to a living: what, how it stands, from when, what it cost, what came of it."""

    code: str
    state: str
    from_on: date | None = None
    until_on: date | None = None
    amount: int | None = None
    outcome: str = ""
    words: str = ""


@transaction.atomic
def note_livelihood(
    *,
    case: Case,
    living: Living,
    now: datetime,
    by: Actor,
    row: Livelihood | None = None,
    version: int | None = None,
) -> Livelihood:
    """Keep a step to a living of her own, or what came of it since.

    Raises
    ------
    Denied
        If a code is unknown or the dates stand the wrong way.
    StaleWrite
        If somebody changed it meanwhile.
    """
    case = ground.locked(case, by)
    ground.may_work(case, by).require()
    known = living.code in code_list("livelihood") and living.state in Livelihood.State.values
    if not known or (living.outcome and living.outcome not in code_list("livelihood_outcome")):
        raise Denied("Not yet: choose what it is and how it stands.")
    if living.from_on and living.until_on and living.until_on < living.from_on:
        raise Denied("Not yet: the last day lies before the first.")
    if row is None:
        row = ground.fresh(Livelihood, case, now=now, by=by, code=living.code)
    else:
        row = ground.locked(row, by, version=version)
        row.version += 1
    row.code, row.state, row.outcome = living.code, living.state, living.outcome
    row.from_on, row.until_on = living.from_on, living.until_on
    row.amount = None if living.amount is None else _money(living.amount)
    row.sealed = seal_words(row, {"words": living.words})
    row.save()
    ground.touch(case, now=now, by=by)
    ground.note("case.livelihood", case, by, livelihood=row.id, code=row.code, state=row.state)
    return row


def heading_of(code: str) -> str:
    """Give the heading of the standard under which a service stands.

    Raises
    ------
    Denied
        If it is no service, or a heading itself.
    """
    found = code_list("standard_service").get(code)
    if found is None or found.parent is None or found.retired:
        raise Denied("Not yet: choose a service of the standard.")
    return found.parent


def told_of(service: Service, detail: ServiceDetail | None) -> dict[str, str]:
    """Give code and words of one service: from health's table where it is one of health."""
    words = words_of(detail) if detail is not None else words_of(service)
    return {"code": service.code, **words}


def _fits(terms: Terms) -> None:
    if terms.when and terms.until and terms.until < terms.when:
        raise Denied("Not yet: the last day lies before the first.")
    if terms.times < 1:
        raise Denied("Not yet: at least once.")
    if terms.cost is not None:
        _money(terms.cost)


def _money(amount: int) -> int:
    if not 0 <= amount <= _LARGEST:
        raise Denied("Not yet: write the cost in whole rupiah.")
    return amount


def _step(service: Service, move: str, answer: str, *, now: datetime, by: Actor) -> None:
    ServiceMove.objects.create(
        organisation_id=service.organisation_id,
        service_id=service.id,
        victim_id=service.victim_id,
        move=move,
        state=service.state,
        answer=answer,
        at=now,
        by=by.person,
    )
