"""Founding an organisation, its dated names and its teams. Five beats each."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation, OrganisationName, Team
from suar.base.audit.services import record
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may


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
    *, name_en: str, name_id: str, short: str, on: date, today: date, by: Actor
) -> OrganisationName:
    """Give an organisation a new name from a day on; the old one ends the day before it.

    Raises
    ------
    Denied
        If the day is still to come, or not after the day from which it bears its present name.
    """
    may(by.holder, Permission.MANAGE_ORGANISATION).require()
    if on > today:
        raise Denied("Not yet: a new name is written down on its first day, or later.")
    names = OrganisationName.objects.select_for_update().filter(organisation_id=by.organisation)
    present = names.filter(until_on=None).first()
    if present is not None and present.from_on is not None and on <= present.from_on:
        raise Denied("Not yet: the new name has to begin after the present one began.")
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
    if Team.objects.filter(organisation_id=by.organisation, name=name).exists():
        raise Denied("Not yet: a team of this name is there already.")
    team = Team.objects.create(organisation_id=by.organisation, name=name)
    record(action="team.make", subject=("team", team.id), by=by)
    return team


def _own(actor: Actor) -> UUID:
    assert actor.organisation is not None  # noqa: S101 the rule asked before
    return actor.organisation
