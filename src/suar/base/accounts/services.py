"""Bringing people in and out, and the dated facts of an organisation. Five beats each."""

import secrets
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Invitation, Organisation, OrganisationName, Person, Post, Team
from suar.base.audit.services import record
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.permissions import ROLES, Permission, may

INVITATION_DAYS = 7


def found_organisation(
    *,
    kind: str,
    level: str,
    prefix: str,
    name_en: str,
    name_id: str,
    short: str,
    now: datetime,
    by: Actor,
    **facts: Any,
) -> Organisation:
    """Make an organisation with its first name. Only the operator does, from the command line."""
    organisation = Organisation(
        kind=kind, level=level, prefix=prefix.upper(), created_at=now, **facts
    )
    with acting(Actor(organisation=organisation.id, name=by.name)) as founder:
        organisation.save(force_insert=True)
        OrganisationName.objects.create(
            organisation=organisation, name_en=name_en, name_id=name_id, short=short
        )
        record(action="organisation.found", subject=("organisation", organisation.id), by=founder)
    return organisation


@transaction.atomic
def rename_organisation(
    *, name_en: str, name_id: str, short: str, on: date, by: Actor
) -> OrganisationName:
    """Give an organisation a new name from a day on; the old one ends the day before it."""
    may(by.holder, Permission.MANAGE_ORGANISATION).require()
    names = OrganisationName.objects.filter(organisation_id=by.organisation)
    names.filter(until_on=None).update(until_on=on)
    name = OrganisationName.objects.create(
        organisation_id=by.organisation, name_en=name_en, name_id=name_id, short=short, from_on=on
    )
    record(action="organisation.rename", subject=("organisation", _own(by)), by=by)
    return name


@transaction.atomic
def make_team(*, name: str, by: Actor) -> Team:
    """Make a team."""
    may(by.holder, Permission.MANAGE_ORGANISATION).require()
    team = Team.objects.create(organisation_id=by.organisation, name=name)
    record(action="team.make", subject=("team", team.id), by=by)
    return team


@transaction.atomic
def invite(*, email: str, name: str, role: str, now: datetime, by: Actor) -> tuple[Invitation, str]:
    """Invite a person to a post; give the invitation and the secret that its link carries.

    The secret is stored as a hash only: who reads the database cannot accept for somebody else.
    """
    may(by.holder, Permission.MANAGE_PEOPLE).require()
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
        person = Person.objects.filter(email=invitation.email).first()
        if person is None:
            person = _new_person(invitation, password, language, now)
        invitation.accepted_at = now
        invitation.save(update_fields=["accepted_at"])
        post = Post.objects.create(
            person=person, organisation_id=organisation, role=invitation.role, from_on=now.date()
        )
        record(
            action="person.accept",
            subject=("post", post.id),
            detail={"role": invitation.role},
            by=door,
        )
    return person


@transaction.atomic
def end_post(*, post: Post, on: date, by: Actor) -> Post:
    """End a post on a day; what was done in it stays hers."""
    may(by.holder, Permission.MANAGE_PEOPLE).require()
    if post.person_id == by.person:
        raise Denied("Not yet: somebody else has to end your own post.")
    post.until_on = max(on, post.from_on)
    post.version += 1
    post.save(update_fields=["until_on", "version"])
    record(action="post.end", subject=("post", post.id), by=by)
    return post


@transaction.atomic
def deactivate(*, person: Person, now: datetime, by: Actor) -> Person:
    """End a person's posts here today; close her sign-in if she holds no post elsewhere.

    Her history keeps her name. Another organisation's posts are not ours to end.
    """
    may(by.holder, Permission.MANAGE_PEOPLE).require()
    if person.id == by.person:
        raise Denied("Not yet: somebody else has to deactivate you.")
    posts = Post.objects.filter(person=person, organisation_id=by.organisation)
    if not posts.exists():
        raise Denied("Not a person of this organisation.")
    posts.filter(until_on=None).update(until_on=now.date())
    with acting(Actor(person=person.id, name="posts")):
        elsewhere = Post.objects.filter(person=person, until_on=None).exists()
    if not elsewhere:
        person.is_active = False
        person.deactivated_at = now
        person.save(update_fields=["is_active", "deactivated_at"])
    record(action="person.deactivate", subject=("person", person.id), by=by)
    return person


def _new_person(invitation: Invitation, password: str, language: str, now: datetime) -> Person:
    person = Person(email=invitation.email, name=invitation.name, language=language, created_at=now)
    person.set_password(password)
    person.save(force_insert=True)
    return person


def _hash(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()


def _own(actor: Actor) -> UUID:
    assert actor.organisation is not None  # noqa: S101 the rule asked before
    return actor.organisation
