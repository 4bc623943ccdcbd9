"""Giving and revoking grants: how one organisation lets another see. Five beats each."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.base.audit.services import record
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.lifecycle import GRANT, NOTHING, may_move
from suar.knowledge.rules.visibility import FieldGroup, GrantFacts, may_grant

#: The basis of a grant that stands on a consent: whoever may take her word may give and end it.
CONSENT = "consent"


@dataclass(frozen=True)
class Reach:
    """Whom a grant names: an organisation, and within it persons or a team (neither: its roles)."""

    organisation: UUID
    persons: tuple[UUID, ...] = ()
    team: UUID | None = None


@dataclass(frozen=True)
class Terms:
    """What a grant shows, for what, on what ground and how long."""

    groups: tuple[FieldGroup, ...]
    purpose: str
    basis: str  # consent | referral | a recorded lawful basis
    basis_id: UUID | None = None
    until: datetime | None = None


@transaction.atomic
def give_grant(
    *, subject: tuple[str, UUID], to: Reach, terms: Terms, now: datetime, by: Actor
) -> Grant:
    """Let another organisation's readers see field groups of one of our own subjects.

    A grant reaches rows of the organisation that gave it and no others (`policies.granted_rows`
    compares the owner), so that nobody can grant what is not hers.

    Raises
    ------
    Denied
        If the post may not, no ground is named, the groups may not go to that kind of organisation,
        or the end lies in the past.
    """
    from suar.base.accounts.models import Organisation

    receiver = Organisation.objects.filter(pk=to.organisation).first()
    if receiver is None or receiver.pk == by.organisation:
        raise Denied("A grant goes to another organisation.")
    _may_give(terms, receiver.kind, now=now, by=by).require()
    kind, subject_id = subject
    grant = Grant.objects.create(
        organisation_id=by.organisation,
        to_organisation_id=to.organisation,
        to_persons=list(to.persons),
        to_team_id=to.team,
        subject_kind=kind,
        subject_id=subject_id,
        field_groups=[str(group) for group in terms.groups],
        purpose=terms.purpose,
        basis=terms.basis,
        basis_id=terms.basis_id,
        from_at=now,
        until_at=terms.until,
        given_at=now,
        given_by=by.person,
    )
    record(
        action="grant.give",
        subject=subject,
        detail={
            "grant": str(grant.id),
            "to": str(to.organisation),
            "groups": list(grant.field_groups),
            "basis": terms.basis,
        },
        by=by,
    )
    return grant


@transaction.atomic
def revoke_grant(*, grant: Grant, now: datetime, by: Actor) -> Grant:
    """End a grant at once: from the next query on its readers see nothing by it.

    Raises
    ------
    Denied
        If the post may not, the grant is another organisation's, or it has ended already.
    """
    current = (
        Grant.objects.select_for_update()
        .filter(id=grant.id, organisation_id=by.organisation)
        .first()
    )
    if current is None:
        raise Denied("Only the organisation that gave a grant revokes it.")
    may_move(
        GRANT, _revoking(current), state=state_of(current, now=now), holder=by.holder
    ).require()
    current.revoked_at, current.revoked_by = now, by.person
    current.save(update_fields=["revoked_at", "revoked_by"])
    record(
        action="grant.revoke",
        subject=(current.subject_kind, current.subject_id),
        detail={"grant": str(current.id), "to": str(current.to_organisation_id)},
        by=by,
    )
    return current


def state_of(grant: Grant, *, now: datetime) -> str:
    """Give the state in which a grant is (`rules/lifecycle/`)."""
    if grant.revoked_at is not None:
        return "revoked"
    return "ended" if grant.until_at is not None and grant.until_at <= now else "running"


def facts_of(grant: Grant) -> GrantFacts:
    """Give what the rules ask of a grant."""
    return GrantFacts(
        owner=grant.organisation_id,
        to_organisation=grant.to_organisation_id,
        groups=frozenset(grant.field_groups),
        from_at=grant.from_at,
        to_persons=frozenset(grant.to_persons),
        to_team=grant.to_team_id,
        until_at=grant.until_at,
        revoked_at=grant.revoked_at,
    )


def _revoking(grant: Grant) -> str:
    return "revoke_by_withdrawal" if grant.basis == CONSENT and grant.basis_id else "revoke"


def _may_give(terms: Terms, to_kind: str, *, now: datetime, by: Actor) -> Decision:
    move = "give_by_consent" if terms.basis == CONSENT and terms.basis_id else "give"
    allowed = may_move(GRANT, move, state=NOTHING, holder=by.holder)
    if not allowed.allowed:
        return allowed
    if not terms.basis or not terms.purpose:
        return Decision(False, "Not yet: name the purpose and the consent or lawful basis.")
    if terms.until is not None and terms.until <= now:
        return Decision(False, "Not yet: the grant would end before it begins.")
    return may_grant(terms.groups, to_kind=to_kind)
