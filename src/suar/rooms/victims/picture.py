"""A person's file as one page: what shows, what is sealed, what is absent, for this reader now."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.access.reading import read
from suar.base.ui import parts
from suar.base.ui.whose import whose
from suar.base.ui.words import day, language
from suar.base.vault.keyring import Destroyed, VaultClosed
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.rules.consent import EVIDENCE, PURPOSES
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.status import NOT_ESTABLISHED, STANDARDS
from suar.knowledge.rules.visibility import FieldGroup, Relation, Showing
from suar.rooms.victims import ahead, selectors, wording
from suar.rooms.victims.belonging import beside, death, guardians, kin
from suar.rooms.victims.looks import last_opened, looks_of
from suar.rooms.victims.merged import mergings_of, rows_of
from suar.rooms.victims.models import Consent, Victim
from suar.rooms.victims.numbered import numbers_in_words
from suar.rooms.victims.opening import may_open, opened
from suar.rooms.victims.screened import screenings
from suar.rooms.victims.sealed import FIELDS, called, open_values
from suar.rooms.victims.services.consents import state_of_consent
from suar.rooms.victims.services.merging import may_be_unmerged
from suar.rooms.victims.services.status import may_be_decided
from suar.rooms.victims.views.ground import may_write

_SEALED = tuple(FIELDS)
#: The reasons that a page offers for each group; another, in words, is always there.
OFFERED = {
    FieldGroup.IDENTITY: ("contact", "letter", "same_person", "write"),
    FieldGroup.CONTACT: ("contact", "write", "care"),
    FieldGroup.SAFETY: ("care", "contact", "write"),
    FieldGroup.STORY: ("write", "letter", "care"),
    FieldGroup.HEALTH: ("care", "write", "letter"),
}
_MOVES = ("presume", "identify", "not_establish", "ask_review", "uphold")


def file_facts(request: HttpRequest, victim: Victim, *, now: datetime) -> dict[str, Any]:
    """Give everything the page of a file shows. Called while a page is being read."""
    actor = request.actor
    own = victim.organisation_id == actor.organisation
    ahead.ask_file(victim, actor, now=now)
    relation = selectors.relation_to(victim, actor, now)
    looks = looks_of(victim, actor)
    write = may_write(request, victim)
    told = {
        "victim": victim,
        "own": own,
        "hers": relation in (Relation.OWN, Relation.TEAM),
        "relation": relation.value,
        "called": called(victim) if own and victim.erased_at is None else "",
        "owner": ""
        if own
        else wording.names_of([victim.organisation_id]).get(victim.organisation_id, ""),
        "chip": wording.status_chip(victim),
        "child": wording.CHILD.get(victim.child, ""),
        "groups": group_panels(request, victim, now=now) if not victim.erased_at else [],
        "facts": facts_rows(victim),
        "languages": _languages(victim),
        "episodes": episodes(victim, actor, now),
        "looks": looks,
        "may_write": write,
        "now": now,
    }
    if own:
        told |= _own_parts(request, victim, now=now)
    return told


def _own_parts(request: HttpRequest, victim: Victim, *, now: datetime) -> dict[str, Any]:
    actor = request.actor
    readable = _readable(victim, actor, now)
    contact, story = FieldGroup.CONTACT in readable, FieldGroup.STORY in readable
    return {
        "consents": consent_cards(victim, now=now, opened=FieldGroup.SERVICES in readable),
        "decisions": decisions(victim, opened=story),
        "requests": requests_of(victim, opened=story),
        "moves": [
            (move, str(wording.MOVES[move]), may_be_decided(victim, move, actor))
            for move in _MOVES
            if may_be_decided(victim, move, actor).allowed or move in _shown_moves(victim)
        ],
        "kin": kin(victim),
        "numbers": numbers_in_words(read(selectors.numbers_of(victim)), readable),
        "guardians": guardians(victim, now=now, opened=contact),
        "death": death(victim, opened=contact),
        "contact_url": reverse("victims:open", args=[victim.id, FieldGroup.CONTACT.value]),
        "screenings": screenings(victim, actor),
        "beside": beside(victim, now=now),
        "pairs": read(selectors.waiting_pairs_of(victim, actor)),
        "mergings": [(m, may_be_unmerged(m, actor)) for m in mergings_of(victim)],
        "tasks": [
            (task, CLOCKS[task.what].label[language()])
            for task in read(ahead.clocks_of(victim, actor))
        ],
        "may_consent": may(actor.holder, Permission.TAKE_CONSENT),
        "may_merge": may(actor.holder, Permission.MERGE_PERSONS),
    }


def _readable(victim: Victim, actor: Actor, now: datetime) -> set[FieldGroup]:
    """Give the groups that the reader may read now: they show anyway, or she opened them."""
    running = opened(actor, victim, now)
    sights = selectors.sights_of(victim, actor, now)
    return {
        group
        for group, sight in sights.items()
        if sight.showing is Showing.SHOWN or (sight.showing is Showing.MASKED and group in running)
    }


def _shown_moves(victim: Victim) -> tuple[str, ...]:
    return {
        "signal": ("presume", "identify"),
        "presumed": ("identify", "not_establish"),
        "identified": (),
        "not established": ("ask_review", "presume"),
    }.get(victim.status, ())


def group_panels(request: HttpRequest, victim: Victim, *, now: datetime) -> list[dict[str, Any]]:
    """Give a panel for each sealed group that is there for this reader; opened ones with content.

    A group that is not hers is absent, but for her own team's members, who learn that it exists.
    """
    actor = request.actor
    sights = selectors.sights_of(victim, actor, now)
    running = opened(actor, victim, now)
    panels = []
    for group in _SEALED:
        if sights[group].showing is Showing.ABSENT:
            continue
        panel: dict[str, Any] = {
            "group": group.value,
            "title": str(wording.GROUPS[group]),
            "decided": may_open(victim, group, now=now, by=actor),
            "url": reverse("victims:open", args=[victim.id, group.value]),
            "write_url": reverse("victims:write", args=[victim.id, group.value]),
            "sentence": sentence(request),
            "reasons": wording.reasons(OFFERED.get(group, ("care", "write"))),
            "note": last_opened(victim, actor, group),
        }
        until = running.get(group)
        rows = rows_of(victim, group)
        panel["empty"] = not rows
        if until is not None:
            panel |= {"until": until, "rows": opened_rows(victim, group)}
        panels.append(panel)
    return panels


def opened_rows(victim: Victim, group: FieldGroup) -> list[dict[str, Any]]:
    """Give the opened content of a group: the speaking file's row first, each with its labels."""
    told = []
    for row in rows_of(victim, group):
        try:
            values = open_values(row, group=group)
        except VaultClosed as closed:
            told.append({"closed": str(closed), "rows": []})
            continue
        told.append(
            {
                "other": row.victim_id != victim.id,
                "version": row.version,
                "rows": [
                    (str(wording.FIELDS[name]), wording.sealed_value(name, values.get(name, "")))
                    for name in FIELDS[group]
                    if values.get(name)
                ],
            }
        )
    return told


def sentence(request: HttpRequest) -> str:
    """Give the sentence that she will read in her file."""
    bar = whose(request)
    return _("She will see that a %(role)s of %(organisation)s opened this, and when.") % {
        "role": bar.role,
        "organisation": bar.organisation,
    }


def facts_rows(victim: Victim) -> list[tuple[str, str]]:
    """Give the coded facts with their labels; an empty value was not asked."""
    facts = selectors.facts_of(victim)
    if facts is None:
        return []
    names = (
        "birth_year", "age_band", "sex", "gender", "nationalities", "home_province",
        "marital_status", "education", "languages", "interpreter", "signs",
    )  # fmt: skip
    return [
        (str(wording.FACTS[name]), wording.fact(name, getattr(facts, name)))
        for name in names
        if name != "age_band" or not facts.birth_year
    ]


def _languages(victim: Victim) -> str:
    facts = selectors.facts_of(victim)
    return wording.codes("language", facts.languages) if facts else ""


def episodes(victim: Victim, actor: Actor, now: datetime) -> list[dict[str, Any]]:
    """Give what happened, each episode with its legs; the sealed part only while story is open."""
    legs = read(selectors.legs_of(victim))
    stories: dict[Any, dict[str, Any]] = {}
    if FieldGroup.STORY in opened(actor, victim, now):
        stories = {
            row.leg_id: open_values(row, group=FieldGroup.STORY)
            for row in read(selectors.leg_stories_of(victim))
        }
    told = []
    for number, episode in enumerate(read(selectors.episodes_of(victim)), 1):
        events = [
            parts.Event(
                when=_span(leg.from_on, leg.until_on),
                what=_leg_words(leg),
                note=_story_words(stories.get(leg.id, {})),
            )
            for leg in legs
            if leg.episode_id == episode.id
        ]
        told.append(
            {
                "number": number,
                "legs": [leg for leg in legs if leg.episode_id == episode.id],
                "episode": episode,
                "span": _span(episode.from_on, episode.until_on),
                "purposes": wording.codes("purpose", episode.purposes),
                "country": wording.code("country", episode.country),
                "means": wording.codes("means", episode.means),
                "events": events,
            }
        )
    return told


def _leg_words(leg: Any) -> str:
    place = ", ".join(
        each
        for each in (wording.code("province", leg.province), wording.code("country", leg.country))
        if each
    )
    stage = wording.code("event_stage", leg.stage)
    return " · ".join(each for each in (stage, place) if each) or _("not known")


def _story_words(told: dict[str, Any]) -> str:
    return " · ".join(str(told[name]) for name in ("place", "exploiter", "words") if told.get(name))


def _span(start: str, end: str) -> str:
    if start and end and start != end:
        return _("%(start)s to %(end)s") % {"start": day(start), "end": day(end)}
    return day(start or end) if start or end else _("not known")


def consent_cards(victim: Victim, *, now: datetime, opened: bool) -> list[dict[str, Any]]:
    """Give one card a consent, newest first; who the recipient is, and her conditions, if open."""
    rows = read(selectors.consents_of(victim))
    names = wording.names_of(row.to_organisation_id for row in rows)
    people = {each.id: each.name for each in read(wording.people_asked(r.asked_by for r in rows))}
    return [
        {
            "row": row,
            "running": state_of_consent(row, now=now) == Consent.State.GIVEN,
            "to_stop": row.state == Consent.State.WITHDRAWN and row.stopped_at is None,
            "card": consent_card(
                row,
                names.get(row.to_organisation_id, ""),
                people.get(row.asked_by, ""),
                now=now,
                told=sealed_words(row, FieldGroup.SERVICES, "consent") if opened else {},
            ),
        }
        for row in rows
    ]


def consent_card(
    row: Consent, name: str, asker: str, *, now: datetime, told: Mapping[str, Any]
) -> parts.Consent:
    """Give a consent in words. ``told`` are its sealed words, where they are open."""
    state = state_of_consent(row, now=now)
    purpose = PURPOSES[row.purpose]["label"][language()] if row.purpose in PURPOSES else ""
    asked = _("asked %(day)s in %(language)s · text %(version)s") % {
        "day": day(row.asked_at.date()),
        "language": wording.code("language", row.language) or _("a language not noted"),
        "version": row.text_version,
    }
    explained = (
        _("by %(who)s") % {"who": asker} if asker else "",
        _("with an interpreter") if row.interpreter else "",
        EVIDENCE[row.evidence][language()] if row.evidence in EVIDENCE else "",
    )
    whom = name or wording.code("organisation_kind", row.to_kind) or purpose
    words = told.get("words", "")
    return parts.Consent(
        recipient=" · ".join(each for each in (whom, told.get("recipient", "")) if each),
        after=_("Her conditions: %(words)s") % {"words": words} if words else "",
        state=state,
        sees=wording.groups_in_words(row.field_groups) or purpose,
        asked=" · ".join(each for each in (purpose, asked, *explained) if each),
        term=_term(row, state),
    )


def _term(row: Consent, state: str) -> str:
    if state == "withdrawn" and row.withdrawn_at is not None:
        met = _("72-hour clock met") if row.stopped_at else _("72-hour clock runs")
        return _("withdrawn %(day)s · %(clock)s") % {
            "day": day(row.withdrawn_at.date()),
            "clock": met,
        }
    if row.until_at is not None and state in ("given", "ended"):
        return _("until %(day)s") % {"day": day(row.until_at.date())}
    return ""


def decisions(victim: Victim, *, opened: bool = False) -> list[parts.Event]:
    """Give the decisions on her status, newest first; reasons in words while her story is open."""
    told = []
    for row in read(selectors.status_decisions_of(victim)):
        standard = STANDARDS[row.standard][language()] if row.standard in STANDARDS else ""
        reasons = [NOT_ESTABLISHED[r][language()] for r in row.reasons if r in NOT_ESTABLISHED]
        words = sealed_words(row, FieldGroup.STORY, "status") if opened else {}
        told.append(
            parts.Event(
                when=day(row.decided_on) if row.decided_on else day(row.decided_at.date()),
                what=str(wording.MOVES.get(row.move, row.move)),
                note=" · ".join(
                    each
                    for each in (
                        wording.code("status_decided_by", row.body), standard, *reasons,
                        str(words.get("words", "")),
                    )
                    if each
                ),
            )
        )  # fmt: skip
    return told


def requests_of(victim: Victim, *, opened: bool) -> list[dict[str, Any]]:
    """Give what she asked about her data and waits for an answer; her words while story is open."""
    return [
        {
            "row": row,
            "what": str(wording.RIGHTS.get(row.kind, row.kind)),
            "words": sealed_words(row, FieldGroup.STORY, "request").get("words", "")
            if opened
            else "",
        }
        for row in read(selectors.waiting_requests_of(victim))
    ]


def sealed_words(row: Any, group: FieldGroup, field: str) -> dict[str, Any]:
    """Open what a row sealed beside the person's groups; nothing while the vault is closed."""
    try:
        return open_values(row, group=group, field=field)
    except (VaultClosed, Destroyed):
        return {}
