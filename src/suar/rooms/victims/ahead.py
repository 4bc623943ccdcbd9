"""What the page of a file will show, asked in two statements: first her rows, then their names."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from suar.base.access.actor import Actor
from suar.base.access.reading import ask_ahead, read
from suar.base.tasks.models import Task
from suar.base.tasks.selectors import tasks_of
from suar.base.vault.ring import hold_keys, keys_asked
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.belonging import beside_asked
from suar.rooms.victims.looks import openings_asked
from suar.rooms.victims.merged import mergings_asked, mergings_of, rows_asked
from suar.rooms.victims.models import Victim
from suar.rooms.victims.opening import opened_asked
from suar.rooms.victims.screened import screenings_asked
from suar.rooms.victims.sealed import MODELS, SUBJECT
from suar.rooms.victims.services.merging import unmerging_asked


def ask_file(victim: Victim, actor: Actor, *, now: datetime) -> None:
    """Ask for all that `read` will give the parts of the page; what is left out asks by itself."""
    told: list[QuerySet[Any]] = [
        selectors.facts_asked(victim),
        selectors.episodes_of(victim),
        selectors.legs_of(victim),
        selectors.leg_stories_of(victim),
        opened_asked(actor, victim, now),
        mergings_asked(victim),
        *(rows_asked(victim, group) for group in MODELS),
    ]
    if victim.organisation_id == actor.organisation:
        told += _own(victim, actor, now=now)
    ask_ahead(*told)
    if victim.organisation_id == actor.organisation:
        hold_keys(victim.organisation_id, selectors.family_of(victim))
        consents = read(selectors.consents_of(victim))
        unmerging = (unmerging_asked(each) for each in mergings_of(victim))
        ask_ahead(
            wording.names_asked(row.to_organisation_id for row in consents),
            wording.people_asked(row.asked_by for row in consents),
            *beside_asked(victim, now=now),
            *(asked for each in unmerging for asked in each),
        )


def ask_group(victim: Victim, group: FieldGroup, actor: Actor, *, now: datetime) -> None:
    """Ask for what writing one sealed group needs: whether it is open, its rows, its keys."""
    family = selectors.family_of(victim)
    ask_ahead(
        opened_asked(actor, victim, now),
        selectors.assignments_of(victim, now=now),
        mergings_asked(victim),
        rows_asked(victim, group),
        *keys_asked(victim.organisation_id, family),
    )
    hold_keys(victim.organisation_id, family)


def clocks_of(victim: Victim, actor: Actor) -> QuerySet[Task]:
    """Give the tasks whose clocks stand beside her file, earliest due first, unread."""
    return tasks_of(actor, subject=(SUBJECT, victim.id)).filter(state=Task.State.OPEN)[:10]


def _own(victim: Victim, actor: Actor, *, now: datetime) -> list[QuerySet[Any]]:
    return [
        selectors.assignments_of(victim, now=now),
        selectors.consents_of(victim),
        selectors.status_decisions_of(victim),
        selectors.waiting_requests_of(victim),
        selectors.kin_of(victim),
        selectors.numbers_of(victim),
        selectors.kin_files_of(victim),
        selectors.guardians_of(victim, now=now),
        selectors.death_of(victim),
        selectors.waiting_pairs_of(victim, actor),
        *screenings_asked(victim),
        openings_asked(victim),
        clocks_of(victim, actor),
        *keys_asked(victim.organisation_id, selectors.family_of(victim)),
    ]
