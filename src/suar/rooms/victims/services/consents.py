"""Taking a consent, a refusal, a withdrawal. A yes to an organisation is a grant at once."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.base.access.services import CONSENT as BY_CONSENT
from suar.base.access.services import Reach, Terms, give_grant, revoke_grant, state_of
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.base.tasks.models import Task
from suar.base.tasks.services import Whose, finish_task, set_task
from suar.knowledge.rules.consent import TEXT_VERSION, Asked, may_stand, stop_by
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.lifecycle import CONSENT, NOTHING, may_move
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import Consent, Guardian, Victim
from suar.rooms.victims.sealed import SUBJECT, seal_values
from suar.rooms.victims.selectors import family_of
from suar.rooms.victims.services.ground import NOTHING_HERE, locked, own, who
from suar.rooms.victims.services.people import facts_of_guardian


@dataclass(frozen=True)
class Told:
    """What was asked and how. Exactly one recipient: an organisation here, or a kind and words."""

    purpose: str
    groups: tuple[FieldGroup, ...] = ()
    to_organisation: UUID | None = None
    to_kind: str = ""
    to_words: str = ""
    language: str = ""
    interpreter: bool = False
    no_explained: bool = False
    evidence: str = ""
    until: datetime | None = None
    given_by: str = "herself"
    guardian: UUID | None = None
    assent: str = ""
    too_young: bool = False
    words: str = ""


def facts_of_asking(victim: Victim, told: Told, *, now: datetime) -> Asked:
    """Give what the rule asks of a consent."""
    guardian = None
    if told.guardian is not None:
        guardian = Guardian.objects.filter(
            organisation_id=victim.organisation_id,
            victim_id__in=family_of(victim),
            id=told.guardian,
            until_at=None,
        ).first()
    return Asked(
        purpose=told.purpose,
        recipient=told.to_organisation is not None or bool(told.to_kind),
        groups=len(told.groups),
        language=told.language,
        no_explained=told.no_explained,
        evidence=told.evidence,
        now=now,
        until=told.until,
        child=victim.treated_as_child,
        given_by=told.given_by,
        assent=told.assent,
        too_young_to_ask=told.too_young,
        guardian=facts_of_guardian(guardian) if guardian else None,
        deceased=victim.deceased,
    )


@transaction.atomic
def give_consent(*, victim: Victim, told: Told, now: datetime, by: Actor) -> Consent:
    """Write her yes to one recipient; an organisation on this instance sees from this moment.

    Raises
    ------
    Denied
        If the post may not, the rule does not let the yes stand (`rules/consent.may_stand`), or
        what it shows may not go to that kind of organisation.
    """
    may_move(CONSENT, "give", state=NOTHING, holder=by.holder).require()
    victim = locked(victim, by)
    may_stand(facts_of_asking(victim, told, now=now)).require()
    if told.to_organisation is not None and told.to_kind:
        raise Denied("Not yet: name one recipient.")
    row = _row(victim, told, Consent.State.GIVEN, now=now, by=by)
    if told.to_organisation is not None and told.groups:
        grant = give_grant(
            subject=(SUBJECT, victim.id),
            to=Reach(told.to_organisation),
            terms=Terms(told.groups, told.purpose, BY_CONSENT, row.id, told.until),
            now=now,
            by=by,
        )
        row.grant_id = grant.id
    row.save(force_insert=True)
    _record("give", row, by)
    return row


@transaction.atomic
def refuse_consent(*, victim: Victim, told: Told, now: datetime, by: Actor) -> Consent:
    """Write her no: nothing is sent, help goes on, and nobody asks again unless she raises it."""
    may_move(CONSENT, "refuse", state=NOTHING, holder=by.holder).require()
    victim = locked(victim, by)
    row = _row(victim, told, Consent.State.REFUSED, now=now, by=by)
    row.save(force_insert=True)
    _record("refuse", row, by)
    return row


@transaction.atomic
def withdraw_consent(*, consent: Consent, now: datetime, by: Actor) -> list[Consent]:
    """Take her word back: grants end in this transaction, and the act's clock starts.

    Whatever she gave to the same recipient for the same purpose goes with it, in files merged into
    hers too. Where a grant was all that the recipient had, the clock is met at once; where it was
    told by other means, a task runs until somebody says that they have stopped.

    Raises
    ------
    Denied
        If the post may not, or the consent does not run.
    """
    first = _locked(consent, by)
    state = state_of_consent(first, now=now)
    may_move(CONSENT, "withdraw", state=state, holder=by.holder).require()
    victim = Victim.objects.get(organisation_id=own(by), id=first.victim_id)
    also = (
        Consent.objects.select_for_update()
        .filter(
            organisation_id=own(by),
            victim_id__in=_all_of_hers(victim),
            state=Consent.State.GIVEN,
            purpose=first.purpose,
            to_organisation_id=first.to_organisation_id,
            to_kind=first.to_kind,
        )
        .order_by("asked_at", "id")
    )
    return [_withdraw(row, now=now, by=by) for row in also]


@transaction.atomic
def note_stopped(*, consent: Consent, now: datetime, by: Actor) -> Consent:
    """Say that a recipient who was told by other means has stopped: the clock is met."""
    row = _locked(consent, by)
    if row.state != Consent.State.WITHDRAWN or row.stopped_at is not None:
        raise Denied("Not any more: nothing runs here that could be taken back.")
    row.stopped_at = now
    row.version += 1
    row.save(update_fields=["stopped_at", "version"])
    open_tasks = Task.objects.filter(
        organisation_id=row.organisation_id,
        subject_kind=SUBJECT,
        subject_id=row.victim_id,
        what="stop_processing",
        state=Task.State.OPEN,
        due_at=row.stop_by,
    )
    for task in open_tasks:
        finish_task(task=task, now=now, by=by)
    _record("stopped", row, by)
    return row


def state_of_consent(consent: Consent, *, now: datetime) -> str:
    """Give the state in which a consent is: one that was given ends by itself on its day."""
    over = consent.until_at is not None and consent.until_at <= now
    return "ended" if consent.state == Consent.State.GIVEN and over else str(consent.state)


def _withdraw(row: Consent, *, now: datetime, by: Actor) -> Consent:
    grant = Grant.objects.filter(organisation_id=own(by), id=row.grant_id).first()
    if grant is not None and state_of(grant, now=now) == "running":
        revoke_grant(grant=grant, now=now, by=by)
    row.state = Consent.State.WITHDRAWN
    row.withdrawn_at, row.withdrawn_by = now, who(by)
    row.stop_by = stop_by(now)
    row.stopped_at = now if grant is not None else None
    row.version += 1
    row.save()
    if row.stopped_at is None:
        set_task(
            subject=(SUBJECT, row.victim_id),
            what="stop_processing",
            now=now,
            by=by,
            due=row.stop_by,
            whose=Whose(person=by.person),
            started_by_clock=True,
        )
    _record("withdraw", row, by)
    return row


def _all_of_hers(victim: Victim) -> list[UUID]:
    from suar.rooms.victims.selectors import kept_of

    return family_of(kept_of(victim))


def _row(victim: Victim, told: Told, state: str, *, now: datetime, by: Actor) -> Consent:
    row = Consent(
        id=uuid7(),
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        state=state,
        purpose=told.purpose,
        to_organisation_id=told.to_organisation,
        to_kind=told.to_kind,
        field_groups=[str(group) for group in told.groups],
        text_version=TEXT_VERSION,
        language=told.language,
        interpreter=told.interpreter,
        no_explained=told.no_explained,
        evidence=told.evidence if state == Consent.State.GIVEN else "",
        given_by=told.given_by,
        guardian_id=told.guardian,
        assent=told.assent,
        asked_at=now,
        asked_by=who(by),
        until_at=told.until,
    )
    row.sealed = seal_values(
        {"recipient": told.to_words, "words": told.words},
        organisation=victim.organisation_id,
        victim=victim.id,
        record=row.id,
        group=FieldGroup.SERVICES,
        field="consent",
    )
    return row


def _locked(consent: Consent, by: Actor) -> Consent:
    row = Consent.objects.select_for_update().filter(organisation_id=own(by), id=consent.id).first()
    if row is None:
        raise Denied(NOTHING_HERE)
    return row


def _record(what: str, row: Consent, by: Actor) -> None:
    record(
        action=f"consent.{what}",
        subject=(SUBJECT, row.victim_id),
        detail={
            "consent": str(row.id),
            "purpose": row.purpose,
            "to": str(row.to_organisation_id or row.to_kind),
            "groups": list(row.field_groups),
        },
        by=by,
    )
