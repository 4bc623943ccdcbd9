"""Founding an organisation, its dated names and its teams. Five beats each."""

from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.db import transaction

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.versions import same_version
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


@transaction.atomic
def edit_organisation(
    *, address: str, hotline: str, zone: str, version: int, now: datetime, by: Actor
) -> Organisation:
    """Change what stands on papers and by which clock the organisation works.

    Raises
    ------
    StaleWrite
        If somebody changed it meanwhile.
    Denied
        If the post may not, or it is a shelter's address: that stands nowhere.
    """
    may(by.holder, Permission.MANAGE_ORGANISATION).require()
    own = Organisation.objects.select_for_update().get(id=by.organisation)
    same_version(own, version)
    if address and own.kind == Organisation.Kind.SHELTER:
        raise Denied("A shelter’s address stands nowhere, on no paper either. Leave it empty.")
    if zone not in available_timezones():
        raise Denied("Choose one of the zones.")
    told = {"address": address.strip(), "hotline": hotline.strip(), "zone": zone}
    changed = sorted(name for name, value in told.items() if getattr(own, name) != value)
    for name, value in told.items():
        setattr(own, name, value)
    own.version, own.changed_at, own.changed_by = version + 1, now, by.person
    own.save(update_fields=[*told, "version", "changed_at", "changed_by"])
    record(
        action="organisation.edit",
        subject=("organisation", own.id),
        detail={"changed": changed},
        by=by,
    )
    return own


@transaction.atomic
def rename_team(*, team: Team, name: str, version: int, now: datetime, by: Actor) -> Team:
    """Give a team another name; who belongs to it and what it sees stay.

    Raises
    ------
    StaleWrite
        If somebody changed it meanwhile.
    """
    may(by.holder, Permission.MANAGE_ORGANISATION).require()
    own = Team.objects.filter(organisation_id=by.organisation)
    team = own.select_for_update().get(id=team.id)
    same_version(team, version)
    if own.filter(name=name).exclude(id=team.id).exists():
        raise Denied("Not yet: a team of this name is there already.")
    team.name, team.version, team.changed_at, team.changed_by = name, version + 1, now, by.person
    team.save(update_fields=["name", "version", "changed_at", "changed_by"])
    record(action="team.rename", subject=("team", team.id), by=by)
    return team


def _own(actor: Actor) -> UUID:
    assert actor.organisation is not None  # noqa: S101 the rule asked before
    return actor.organisation
