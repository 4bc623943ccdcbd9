"""Accepting a report: an incident, and a file for each person concerned who is chosen.

Persons named stay persons named: nothing of them goes into a file. A person who is not yet free
has a file too; her number is written down as one that nobody calls.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.tasks.services import Whose, set_task
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.intake.facts import EventFacts
from suar.rooms.intake.models import (
    Incident,
    PersonConcerned,
    PersonContact,
    PersonIdentity,
    PersonSafety,
    Report,
)
from suar.rooms.intake.sealing import open_fields
from suar.rooms.intake.services import mark_accepted, open_incident
from suar.rooms.victims.models import Episode, Victim
from suar.rooms.victims.screening_task import WHAT as SCREEN
from suar.rooms.victims.sealed import SUBJECT
from suar.rooms.victims.services.files import Beside, begin_file
from suar.rooms.victims.services.ground import own, who

_CHILD = {"yes": "yes", "no": "no", "not_known": "doubt"}


@transaction.atomic
def accept_report(
    *,
    report: Report,
    facts: EventFacts,
    chosen: Sequence[UUID],
    now: datetime,
    by: Actor,
    incident: Incident | None = None,
    beside: Beside | None = None,
) -> tuple[Incident, list[Victim]]:
    """Make a report an accepted event, and open a file for each person concerned who is chosen.

    Parameters
    ----------
    chosen
        Ids of persons concerned. The others keep their place in the report; a file can be opened
        for them later (`open_file_for`).
    incident
        An incident that stands already: another report of the same event.
    beside
        Who walks beside them; whoever accepts, if nobody is named.

    Raises
    ------
    Denied
        If the post may not decide or write files, triage is missing, or a person is not of the
        report.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    known = {
        each.id: each
        for each in PersonConcerned.objects.filter(
            organisation_id=own(by), report_id=report.id
        ).order_by("number")
    }
    if not set(chosen) <= set(known):
        raise Denied("There is no such record here.")
    made = incident or open_incident(report=report, facts=facts, now=now, by=by)
    mark_accepted(report=report, incident=made, now=now, by=by)
    victims = [
        open_file_for(concerned=each, incident=made, now=now, by=by, beside=beside)
        for key, each in known.items()
        if key in set(chosen)
    ]
    record(
        action="victim.accept_report",
        subject=("report", report.id),
        detail={"incident": str(made.id), "files": len(victims), "concerned": len(known)},
        by=by,
    )
    return made, victims


@transaction.atomic
def open_file_for(
    *,
    concerned: PersonConcerned,
    incident: Incident,
    now: datetime,
    by: Actor,
    beside: Beside | None = None,
) -> Victim:
    """Open the file of a person concerned, carrying over what was told: nothing is asked twice.

    A person concerned has one file; asked again, it is the same one.
    """
    found = Victim.objects.filter(organisation_id=own(by), person_concerned_id=concerned.id).first()
    if found is not None:
        return found
    victim = begin_file(
        now=now,
        by=by,
        facts=_facts(concerned),
        groups=_groups(concerned),
        flags={
            "child": _CHILD.get(concerned.minor, ""),
            "deceased": concerned.state == PersonConcerned.State.DECEASED,
            "not_yet_free": concerned.state
            in (PersonConcerned.State.HELD, PersonConcerned.State.MISSING),
            "paper_safe": "not_asked",
        },
        person_concerned=concerned.id,
        beside=beside,
    )
    Episode.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        incident_id=incident.id,
        country=incident.exploited_in if len(incident.exploited_in) <= 3 else "",
        changed_at=now,
        changed_by=who(by),
    )
    if not victim.not_yet_free and not victim.deceased:
        set_task(
            subject=(SUBJECT, victim.id),
            what=SCREEN,
            now=now,
            by=by,
            whose=Whose(person=(beside or Beside(person=by.person)).person),
            started_by_clock=True,
        )
    return victim


def _facts(concerned: PersonConcerned) -> dict[str, Any]:
    return {
        "age_band": concerned.age_band,
        "sex": concerned.sex,
        "nationalities": [concerned.citizenship] if concerned.citizenship else [],
        "interpreter": "" if concerned.interpreter == "not_asked" else concerned.interpreter,
    }


def _groups(concerned: PersonConcerned) -> dict[FieldGroup, dict[str, Any]]:
    who_she_is = _told(PersonIdentity, concerned)
    how = _told(PersonContact, concerned)
    where = _told(PersonSafety, concerned)
    contact = PersonContact.objects.filter(
        organisation_id=concerned.organisation_id, person_id=concerned.id
    ).first()
    return {
        FieldGroup.IDENTITY: {
            "name": who_she_is.get("name", ""),
            "name_known": "yes" if who_she_is.get("name") else "",
            "aliases": who_she_is.get("alias", ""),
        },
        FieldGroup.CONTACT: {
            "number": how.get("number", ""),
            "times": how.get("when", ""),
            "code_word": how.get("code_word", ""),
            "messages": "yes" if contact is not None and contact.message_safe else "no",
        }
        if how
        else {},
        FieldGroup.SAFETY: {
            "stays": where.get("place", ""),
            "danger_from": "\n".join(
                text for text in (where.get("ransom"), where.get("words")) if text
            ),
        },
    }


def _told(model: Any, concerned: PersonConcerned) -> dict[str, str]:
    row = model.objects.filter(
        organisation_id=concerned.organisation_id, person_id=concerned.id
    ).first()
    return open_fields(row)
