"""Her rights over her data: asked, shown, corrected, erased with a certificate; and breaches."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.base.identifiers.others import empty_other_numbers
from suar.base.tasks.models import Task
from suar.base.vault.envelope import Place
from suar.base.vault.services import erase, seal_text
from suar.knowledge.rules.clocks import due
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.retention import KEPT_OF_EPISODE, band_of_age, year_alone
from suar.knowledge.rules.rights import (
    ASKED_BY,
    ErasureFacts,
    SafetyCheck,
    answer_by,
    may_erase,
    may_show,
)
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.held import ASKED_BY_HER, erasers
from suar.rooms.victims.models import (
    Assignment,
    Breach,
    Consent,
    Contact,
    Death,
    Episode,
    Facts,
    Guardian,
    Identity,
    Leg,
    LegStory,
    LinkageKeys,
    RightsRequest,
    Safety,
    SamePair,
    StatusDecision,
    Story,
    Victim,
)
from suar.rooms.victims.sealed import SUBJECT, seal_values
from suar.rooms.victims.selectors import family_of
from suar.rooms.victims.services.ground import NOTHING_HERE, locked, own, who


@transaction.atomic
def ask_right(
    *, victim: Victim, kind: str, asked_by: str, words: str, now: datetime, by: Actor
) -> RightsRequest:
    """Write down what she asks about her data; its clock starts.

    Raises
    ------
    Denied
        If the post may not, or kind or asker are none that there are.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by)
    if kind not in RightsRequest.Kind.values or asked_by not in ASKED_BY:
        raise Denied("Not yet: say what is asked, and who asks.")
    row = RightsRequest(
        id=uuid7(),
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        kind=kind,
        asked_by_whom=asked_by,
        asked_at=now,
        taken_by=who(by),
        due_at=answer_by(now),
    )
    row.sealed = seal_values(
        {"words": words},
        organisation=victim.organisation_id,
        victim=victim.id,
        record=row.id,
        group=FieldGroup.STORY,
        field="request",
    )
    row.save(force_insert=True)
    _record("ask", row, by)
    return row


@transaction.atomic
def show_held(
    *,
    victim: Victim,
    check: SafetyCheck,
    on_paper: bool,
    groups: Iterable[FieldGroup],
    now: datetime,
    by: Actor,
) -> None:
    """Note that everything held was shown to her: an export, which her file shows to her too.

    Raises
    ------
    Denied
        If the post may not, or the check of her safety says not now.
    """
    may(by.holder, Permission.OPEN_IDENTITY).require()
    may_show(check, on_paper=on_paper).require()
    record(
        action="victim.show_held",
        kind=Event.Kind.EXPORT,
        organisation=victim.organisation_id,
        subject=(SUBJECT, victim.id),
        reason="rights",
        detail={"groups": sorted(str(group) for group in groups), "paper": on_paper},
        by=by,
    )


@transaction.atomic
def answer_request(
    *, request: RightsRequest, done: bool, outcome: str, now: datetime, by: Actor
) -> RightsRequest:
    """Close a request to see or to correct: done, or refused with a coded outcome."""
    may(by.holder, Permission.ANSWER_RIGHTS).require()
    row = _locked(request, by)
    if row.kind == RightsRequest.Kind.ERASE and done:
        raise Denied("Not yet: an erasure is done by the data-protection officer.")
    _answer(row, done=done, outcome=outcome, now=now, by=by)
    _record("answer", row, by)
    return row


@transaction.atomic
def erase_person(
    *, request: RightsRequest, told_what_goes: bool, now: datetime, by: Actor
) -> RightsRequest:
    """Erase a person: her keys are destroyed, her facts reduced, grants ended; the counts stay.

    Every file merged into hers goes with it, and what other rooms sealed under her keys. The
    certificate names nobody.

    Raises
    ------
    Denied
        If the post may not, or the rule does not allow it (`rules/rights.may_erase`).
    """
    may(by.holder, Permission.MANAGE_KEYS).require()
    row = _locked(request, by)
    victim = Victim.objects.select_for_update().get(organisation_id=own(by), id=row.victim_id)
    may_erase(_erasure_facts(row, victim, told_what_goes)).require()
    family = list(Victim.objects.filter(organisation_id=own(by), id__in=family_of(victim)))
    ids = [each.id for each in family]
    _end_grants(ids, now=now, by=by)
    empty_other_numbers(own(by), ids)
    for contributed in erasers():
        contributed(ids, now, by)
    for each in family:
        certificate = erase(
            subject_kind=SUBJECT, subject=each.id, reason=ASKED_BY_HER, now=now, by=by
        )
        if each.person_concerned_id is not None:
            erase(
                subject_kind="person_concerned",
                subject=each.person_concerned_id,
                reason=ASKED_BY_HER,
                now=now,
                by=by,
            )
        _reduce(each, certificate.id, now=now, by=by)
        if each.id == victim.id:
            row.certificate_id = certificate.id
    _answer(row, done=True, outcome="erased", now=now, by=by)
    _record("erase", row, by)
    return row


@transaction.atomic
def note_breach(
    *,
    kind: str,
    groups: Iterable[str],
    persons: int | None,
    words: str,
    found: datetime,
    now: datetime,
    by: Actor,
) -> Breach:
    """Write down a failure to protect data; the act's clock runs from its finding."""
    may(by.holder, Permission.ANSWER_RIGHTS).require()
    notice = due("breach_notice", start=found)
    if found > now or notice is None or kind not in BREACHES:
        raise Denied("Not yet: say what happened, and when it was found.")
    row = Breach(
        id=uuid7(),
        organisation_id=own(by),
        kind=kind,
        field_groups=sorted(set(groups)),
        persons=persons,
        found_at=found,
        notice_by=notice,
        noted_by=who(by),
    )
    if words.strip():
        row.sealed = seal_text(
            words.strip(), place=Place(own(by), "breach", row.id, row.id, "story", "words")
        )
    row.save(force_insert=True)
    record(action="breach.note", subject=("breach", row.id), detail={"kind": kind}, by=by)
    return row


@transaction.atomic
def note_notice(*, breach: Breach, told: str, now: datetime, by: Actor) -> Breach:
    """Say that the persons concerned, or the authority, were told of a breach."""
    may(by.holder, Permission.ANSWER_RIGHTS).require()
    row = Breach.objects.select_for_update().filter(organisation_id=own(by), id=breach.id).first()
    column = {"persons": "persons_told_at", "authority": "authority_told_at"}.get(told)
    if row is None or column is None or getattr(row, column) is not None:
        raise Denied(NOTHING_HERE)
    setattr(row, column, now)
    row.version += 1
    row.save(update_fields=[column, "version"])
    record(action="breach.notice", subject=("breach", row.id), detail={"told": told}, by=by)
    return row


#: What may have happened; coded, so that the page says it in either language.
BREACHES = ("lost_device", "wrong_recipient", "wrong_access", "stolen", "published", "lost_key")


def _reduce(victim: Victim, certificate: UUID, *, now: datetime, by: Actor) -> None:
    which = {"organisation_id": victim.organisation_id, "victim_id": victim.id}
    facts = Facts.objects.get(**which)
    facts.age_band = facts.age_band or band_of_age(facts.birth_year, at=victim.opened_at.year)
    for name in ("gender", "home_province", "marital_status", "education", "interpreter", "signs"):
        setattr(facts, name, "")
    facts.birth_year, facts.languages = None, []
    facts.save()
    for model in (Identity, Contact, Safety, Story, LegStory, LinkageKeys):
        model.objects.filter(**which).delete()
    for model in (Guardian, Death, Consent, StatusDecision, RightsRequest):
        model.objects.filter(**which).update(sealed=b"")
    Death.objects.filter(**which).update(country="", family_told_on="", handed_over_on="")
    for episode in Episode.objects.filter(**which):
        _reduce_episode(episode)
    for leg in Leg.objects.filter(**which):
        leg.province = ""
        leg.from_on, leg.until_on = year_alone(leg.from_on), year_alone(leg.until_on)
        leg.save()
    SamePair.objects.filter(
        organisation_id=victim.organisation_id, first_id=victim.id, state="possible"
    ).delete()
    SamePair.objects.filter(
        organisation_id=victim.organisation_id, second_id=victim.id, state="possible"
    ).delete()
    Assignment.objects.filter(**which, until_at=None).update(until_at=now)
    Task.objects.filter(
        organisation_id=victim.organisation_id,
        subject_kind=SUBJECT,
        subject_id=victim.id,
        state=Task.State.OPEN,
    ).update(state=Task.State.DROPPED, ended_at=now, ended_by=who(by), note=b"")
    victim.called = b""
    victim.erased_at, victim.certificate_id = now, certificate
    victim.changed_at, victim.changed_by = now, who(by)
    victim.version += 1
    victim.save()


def _reduce_episode(episode: Episode) -> None:
    coded = ("control", "sector", "recruitment_channel", "recruiter_relation", "platform")
    for name in coded:
        if name not in KEPT_OF_EPISODE:
            setattr(episode, name, [] if name == "control" else "")
    episode.from_on, episode.until_on = year_alone(episode.from_on), year_alone(episode.until_on)
    episode.save()


def _end_grants(ids: list[UUID], *, now: datetime, by: Actor) -> None:
    """End every grant of hers: an erasure needs no other post's agreement to stop showing her."""
    Grant.objects.filter(
        organisation_id=own(by), subject_kind=SUBJECT, subject_id__in=ids, revoked_at=None
    ).update(revoked_at=now, revoked_by=who(by))
    Consent.objects.filter(
        organisation_id=own(by), victim_id__in=ids, state=Consent.State.GIVEN
    ).update(
        state=Consent.State.WITHDRAWN,
        withdrawn_at=now,
        withdrawn_by=who(by),
        stop_by=due("stop_processing", start=now),
        stopped_at=now,
    )


def _erasure_facts(row: RightsRequest, victim: Victim, told: bool) -> ErasureFacts:
    return ErasureFacts(
        row.kind,
        row.state,
        row.asked_by_whom,
        erased=victim.erased_at is not None,
        merged=victim.merged_into_id is not None,
        not_yet_free=victim.not_yet_free,
        told_what_goes=told,
    )


def _locked(request: RightsRequest, by: Actor) -> RightsRequest:
    row = (
        RightsRequest.objects.select_for_update()
        .filter(organisation_id=own(by), id=request.id)
        .first()
    )
    if row is None:
        raise Denied(NOTHING_HERE)
    return row


def _answer(row: RightsRequest, *, done: bool, outcome: str, now: datetime, by: Actor) -> None:
    if row.state != RightsRequest.State.OPEN:
        raise Denied("Not any more: this was answered.")
    row.state = RightsRequest.State.DONE if done else RightsRequest.State.REFUSED
    row.outcome = outcome
    row.answered_at, row.answered_by = now, who(by)
    row.version += 1
    row.save()


def _record(what: str, row: RightsRequest, by: Actor) -> None:
    record(
        action=f"rights.{what}",
        subject=(SUBJECT, row.victim_id),
        detail={"request": str(row.id), "kind": row.kind, "outcome": row.outcome},
        by=by,
    )
