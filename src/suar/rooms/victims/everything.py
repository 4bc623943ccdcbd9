"""Everything held about a person, in the language in force: ours, and what other rooms add."""

from datetime import datetime

from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.access.reading import read
from suar.base.ui.words import day, language, moment
from suar.knowledge.rules.consent import PURPOSES
from suar.knowledge.rules.visibility import FieldGroup, Showing
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.belonging import death, guardians, kin
from suar.rooms.victims.came_by import reports_of
from suar.rooms.victims.held import Held, gatherers
from suar.rooms.victims.looks import looks_of
from suar.rooms.victims.models import Victim
from suar.rooms.victims.numbered import numbers_in_words
from suar.rooms.victims.opening import is_open, opened
from suar.rooms.victims.picture import decisions, episodes, facts_rows, opened_rows
from suar.rooms.victims.screened import screenings
from suar.rooms.victims.sealed import FIELDS
from suar.rooms.victims.services.consents import state_of_consent


def everything_held(victim: Victim, actor: Actor, *, now: datetime) -> list[Held]:
    """Give every section that is open to whoever shows it; what is not is told by `not_printed`."""
    sections = [
        Held(_("The file"), FieldGroup.FACTS, _head(victim)),
        Held(_("Coded facts"), FieldGroup.FACTS, [row for row in facts_rows(victim) if row[1]]),
    ]
    for group in FIELDS:
        if group in opened(actor, victim, now):
            for told in opened_rows(victim, group):
                sections.append(Held(str(wording.GROUPS[group]), group, told["rows"]))
    sections += [
        Held(_("What happened"), FieldGroup.FACTS, _episodes(victim, actor, now)),
        Held(_("What you agreed to"), FieldGroup.FACTS, _consents(victim, now)),
        Held(_("Decisions on your status"), FieldGroup.FACTS, _decisions(victim)),
    ]
    sections += _numbers(victim, actor, now)
    sections += _people(victim, actor, now)
    sections += [
        each for each in reports_of(victim, actor) if is_open(actor, victim, each.group, now)
    ]
    for gather in gatherers():
        sections += [
            each for each in gather(victim, actor, now) if is_open(actor, victim, each.group, now)
        ]
    looked = [
        (
            moment(look.at),
            f"{look.who} · {_('refused:')} {look.why}"
            if look.refused
            else f"{look.who} · {look.why}",
        )
        for look in looks_of(victim, actor)
    ]
    sections.append(Held(_("Who looked"), FieldGroup.FACTS, looked))
    return [each for each in sections if each.rows]


def _numbers(victim: Victim, actor: Actor, now: datetime) -> list[Held]:
    """Give the numbers that other systems gave her, a section for each group that is open."""
    groups = {group for group in FieldGroup if is_open(actor, victim, group, now)}
    rows = numbers_in_words(read(selectors.numbers_of(victim)), groups)
    return [
        Held(
            _("Numbers in other systems"),
            group,
            [(each.label, each.number) for each in rows if each.group is group],
        )
        for group in sorted(groups)
    ]


def _people(victim: Victim, actor: Actor, now: datetime) -> list[Held]:
    """Give screenings, who belongs to her, guardians and a death; names where contact is open."""
    contact = is_open(actor, victim, FieldGroup.CONTACT, now)
    told = [(each.when, each.words) for each in screenings(victim, actor).rows]
    belong = [(each["words"], each["victim"].reference) for each in kin(victim)]
    speak = [
        (each["words"], " · ".join(str(v) for v in each["told"].values() if v) or _("sealed"))
        for each in guardians(victim, now=now, opened=contact)
    ]
    dead = death(victim, opened=contact)
    return [
        Held(_("Screenings"), FieldGroup.FACTS, told),
        Held(_("People who belong to you"), FieldGroup.FACTS, belong),
        Held(_("Guardians"), FieldGroup.FACTS, speak),
        Held(
            _("Death, and the way home"),
            FieldGroup.FACTS,
            [row for row in dead["rows"] if row[1]] if dead else [],
        ),
    ]


def not_printed(victim: Victim, actor: Actor, *, now: datetime) -> list[str]:
    """Give the groups that are held and were not shown: sealed now, or only for her own team."""
    sights = selectors.sights_of(victim, actor, now)
    running = opened(actor, victim, now)
    return [
        str(wording.GROUPS[group])
        for group in FieldGroup
        if group not in running
        and sights[group].showing is not Showing.SHOWN
        and (group not in FIELDS or _written(victim, group))
    ]


def _written(victim: Victim, group: FieldGroup) -> bool:
    from suar.rooms.victims.merged import rows_of

    return bool(rows_of(victim, group))


def _head(victim: Victim) -> list[tuple[str, str]]:
    told = [
        (_("Reference"), victim.reference),
        (_("Begun"), day(victim.opened_at.date())),
        (str(wording.FACTS["status"]), wording.fact("status", victim.status)),
        (str(wording.FACTS["child"]), wording.fact("child", victim.child)),
    ]
    return [(label, value) for label, value in told if value]


def _episodes(victim: Victim, actor: Actor, now: datetime) -> list[tuple[str, str]]:
    told = []
    for each in episodes(victim, actor, now):
        parts = [each["purposes"], each["means"], each["country"]]
        told.append((each["span"], " · ".join(part for part in parts if part)))
        told += [(event.when, f"{event.what} {event.note}".strip()) for event in each["events"]]
    return told


def _consents(victim: Victim, now: datetime) -> list[tuple[str, str]]:
    rows = read(selectors.consents_of(victim))
    names = wording.names_of(row.to_organisation_id for row in rows)
    states = {
        "given": _("Given"),
        "refused": _("You said no"),
        "withdrawn": _("Withdrawn"),
        "ended": _("Ended"),
    }
    return [
        (
            names.get(row.to_organisation_id) or wording.code("organisation_kind", row.to_kind),
            " · ".join(
                part
                for part in (
                    PURPOSES[row.purpose]["label"][language()] if row.purpose in PURPOSES else "",
                    wording.groups_in_words(row.field_groups),
                    states[state_of_consent(row, now=now)],
                    day(row.asked_at.date()),
                )
                if part
            ),
        )
        for row in rows
    ]


def _decisions(victim: Victim) -> list[tuple[str, str]]:
    return [(each.when, f"{each.what} {each.note}".strip()) for each in decisions(victim)]
