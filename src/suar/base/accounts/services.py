"""Bringing people in and out. Five beats each."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.versions import same_version
from suar.base.accounts.models import Invitation, Person, Post, Team
from suar.base.audit.services import record
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.permissions import ROLES, Permission, may

INVITATION_DAYS = 7


@transaction.atomic
def invite(*, email: str, name: str, role: str, now: datetime, by: Actor) -> tuple[Invitation, str]:
    """Invite a person to a post; give the invitation and the secret that its link carries.

    The secret is stored as a hash only: who reads the database cannot accept for somebody else.
    """
    may(by.holder, Permission.MANAGE_PEOPLE).require()
    return _invitation(email=email, name=name, role=role, now=now, by=by)


@transaction.atomic
def invite_administrator(
    *, email: str, name: str, now: datetime, by: Actor
) -> tuple[Invitation, str]:
    """Invite an organisation's first administrator. Only the operator does, from the command line.

    Raises
    ------
    Denied
        If it has an administrator already: she invites whoever comes next.
    """
    running = Post.objects.filter(
        Q(until_on=None) | Q(until_on__gt=today(now)),
        organisation_id=by.organisation,
        role="administrator",
    )
    if running.exists():
        raise Denied("Not yet: the organisation has an administrator already, who invites others.")
    return _invitation(email=email, name=name, role="administrator", now=now, by=by)


def _invitation(
    *, email: str, name: str, role: str, now: datetime, by: Actor
) -> tuple[Invitation, str]:
    if role not in ROLES:
        raise Denied("No such role.")
    secret = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        organisation_id=by.organisation,
        email=email.strip().lower(),
        name=name.strip(),
        role=role,
        secret_hash=_hash(secret),
        invited_by=by.person,
        invited_at=now,
        until_at=now + timedelta(days=INVITATION_DAYS),
    )
    record(
        action="person.invite",
        subject=("invitation", invitation.id),
        detail={"role": role},
        by=by,
    )
    return invitation, secret


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, now: datetime, by: Actor) -> Invitation:
    """Close an open invitation: its link opens nothing from now on."""
    may(by.holder, Permission.MANAGE_PEOPLE).require()
    invitation = Invitation.objects.select_for_update().get(
        id=invitation.id, organisation_id=by.organisation
    )
    may_accept(invitation, now=now).require()
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    record(action="person.withdraw_invitation", subject=("invitation", invitation.id), by=by)
    return invitation


def may_accept(invitation: Invitation, *, now: datetime) -> Decision:
    """Whether an invitation is still open."""
    if invitation.accepted_at is not None:
        return Decision(False, "This invitation was used already. Sign in.")
    if invitation.withdrawn_at is not None:
        return Decision(False, "This invitation was withdrawn. Ask for a new one.")
    if invitation.until_at <= now:
        return Decision(False, "This invitation has ended. Ask for a new one.")
    return Decision(True)


def find_invitation(*, organisation: UUID, secret: str) -> Invitation | None:
    """Give the invitation that a link speaks of. Runs as the organisation's own door."""
    with acting(Actor(organisation=organisation, name="invitation")):
        return Invitation.objects.filter(
            organisation_id=organisation, secret_hash=_hash(secret)
        ).first()


def accept_invitation(
    *, organisation: UUID, secret: str, password: str, language: str, now: datetime
) -> Person:
    """Make the person, if she is new, and her post."""
    with acting(Actor(organisation=organisation, name="invitation")) as door:
        invitation = (
            Invitation.objects.select_for_update()
            .filter(organisation_id=organisation, secret_hash=_hash(secret))
            .first()
        )
        if invitation is None:
            raise Denied("This link fits no invitation. Ask for a new one.")
        may_accept(invitation, now=now).require()
        person = Person.objects.select_for_update().filter(email=invitation.email).first()
        if person is None:
            person = _new_person(invitation, password, language, now)
        elif not person.is_active:
            _come_back(person, password)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        post = Post.objects.create(
            person=person, organisation_id=organisation, role=invitation.role, from_on=today(now)
        )
        record(
            action="person.accept",
            subject=("post", post.id),
            detail={"role": invitation.role},
            by=door,
        )
    return person


def may_end(post: Post, by: Actor) -> Decision:
    """Whether a post may be ended by this actor."""
    allowed = may(by.holder, Permission.MANAGE_PEOPLE)
    if allowed.allowed and post.person_id == by.person:
        return Decision(False, "Not yet: somebody else has to end your own post.")
    return allowed


@transaction.atomic
def end_post(*, post: Post, on: date, version: int, now: datetime, by: Actor) -> Post:
    """End a post from a day on: on that day it opens nothing any more; its history stays hers."""
    post = _locked(post, version, by)
    may_end(post, by).require()
    post.until_on = max(on, post.from_on)
    _changed(post, "until_on", now=now, by=by)
    record(action="post.end", subject=("post", post.id), by=by)
    return post


@transaction.atomic
def assign_teams(
    *, post: Post, teams: Sequence[UUID], version: int, now: datetime, by: Actor
) -> Post:
    """Put a post into teams of the organisation; what a team sees, it sees from now on."""
    may(by.holder, Permission.MANAGE_ORGANISATION).require()
    post = _locked(post, version, by)
    own = Team.objects.filter(organisation_id=by.organisation, id__in=teams)
    post.teams = sorted(team.id for team in own)
    _changed(post, "teams", now=now, by=by)
    record(
        action="post.assign_teams",
        subject=("post", post.id),
        detail={"teams": [str(team) for team in post.teams]},
        by=by,
    )
    return post


def may_deactivate(person: Person, by: Actor) -> Decision:
    """Whether a person's work here may be ended by this actor."""
    allowed = may(by.holder, Permission.MANAGE_PEOPLE)
    if allowed.allowed and person.id == by.person:
        return Decision(False, "Not yet: somebody else has to deactivate you.")
    return allowed


@transaction.atomic
def deactivate(*, person: Person, now: datetime, by: Actor) -> Person:
    """End a person's posts here today; close her sign-in if she holds no post elsewhere.

    Her history keeps her name. Another organisation's posts are not ours to end.
    """
    may_deactivate(person, by).require()
    here, day = Post.objects.filter(person=person, organisation_id=by.organisation), today(now)
    if not here.exists():
        raise Denied("Not a person of this organisation.")
    running = Q(until_on=None) | Q(until_on__gt=day)
    here.filter(running).update(until_on=Greatest("from_on", Value(day)), version=F("version") + 1)
    with acting(Actor(person=person.id, name="posts")):
        elsewhere = Post.objects.filter(running, person=person)
        elsewhere = elsewhere.exclude(organisation_id=by.organisation)
        has_other = elsewhere.exists()
    if not has_other:
        person.is_active = False
        person.deactivated_at = now
        person.save(update_fields=["is_active", "deactivated_at"])
    record(action="person.deactivate", subject=("person", person.id), by=by)
    return person


def today(now: datetime) -> date:
    """Give the day of an instant in the instance's zone, in which posts begin and end."""
    return now.astimezone(timezone.get_default_timezone()).date()


def _locked(post: Post, version: int, by: Actor) -> Post:
    post = Post.objects.select_for_update().get(id=post.id, organisation_id=by.organisation)
    same_version(post, version)
    return post


def _changed(post: Post, *fields: str, now: datetime, by: Actor) -> None:
    post.version, post.changed_at, post.changed_by = post.version + 1, now, by.person
    post.save(update_fields=[*fields, "version", "changed_at", "changed_by"])


def _come_back(person: Person, password: str) -> None:
    """Open a closed sign-in again, by a new password: the old one may be in other hands."""
    person.is_active, person.deactivated_at = True, None
    person.set_password(password)
    person.save(update_fields=["is_active", "deactivated_at", "password"])


def _new_person(invitation: Invitation, password: str, language: str, now: datetime) -> Person:
    person = Person(email=invitation.email, name=invitation.name, language=language, created_at=now)
    person.set_password(password)
    person.save(force_insert=True)
    return person


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
