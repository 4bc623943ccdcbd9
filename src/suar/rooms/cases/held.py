"""What this room holds about a person: for her to read, and to reduce when she is erased."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.ui.words import day
from suar.base.vault.files import discard_sealed
from suar.base.vault.services import erase
from suar.knowledge.rules.papers import PaperKind
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases import wording
from suar.rooms.cases.models import (
    Assessment,
    Case,
    Document,
    Entitlement,
    Event,
    FollowUp,
    Goal,
    HealthFinding,
    HealthNote,
    Journey,
    LegalNote,
    Livelihood,
    OfCase,
    Paper,
    PrivilegedNote,
    Service,
    ServiceDetail,
    Stay,
    Threat,
)
from suar.rooms.cases.papers.wording import TITLES
from suar.rooms.cases.sealing import words_of_many
from suar.rooms.cases.services.notes import place_of_document
from suar.rooms.victims.held import ASKED_BY_HER, Held
from suar.rooms.victims.models import Victim
from suar.rooms.victims.selectors import family_of

Say = Callable[[Any, dict[str, Any]], tuple[str, str]]


def of_cases(victim: Victim, actor: Actor, now: datetime) -> Sequence[Held]:
    """Give the sections of this room: every case, service, note and file about her."""
    ids = family_of(victim)
    mine = {"organisation_id": victim.organisation_id, "victim_id__in": ids}
    cases = [
        (
            row.reference,
            f"{wording.chip_of(wording.CASE, row.state)[1]}, {day(row.opened_at.date())}",
        )
        for row in Case.objects.filter(**mine).order_by("opened_at")
    ]
    details = {row.service_id: words for row, words in _told(ServiceDetail.objects.filter(**mine))}
    services = [
        (
            wording.label("standard_service", details.get(row.id, words).get("code", row.code)),
            _joined(wording.chip_of(wording.SERVICE, row.state)[1], words.get("words", "")),
        )
        for row, words in _told(Service.objects.filter(**mine).order_by("at"))
    ]
    papers = [
        (row.number, _joined(wording.say(TITLES[PaperKind(row.kind)]), day(row.on)))
        for row in Paper.objects.filter(**mine).order_by("made_at")
    ]
    sections = [
        Held(_("Cases"), FieldGroup.FACTS, cases),
        Held(_("Papers printed"), FieldGroup.FACTS, papers),
        Held(_("Services"), FieldGroup.SERVICES, services),
        *(
            Held(title, group, [say(row, words) for row, words in _told(rows)])
            for title, group, rows, say in _tables(mine)
        ),
    ]
    return [section for section in sections if section.rows]


def _tables(mine: dict[str, Any]) -> Iterable[tuple[str, FieldGroup, Any, Say]]:
    services, story = FieldGroup.SERVICES, FieldGroup.STORY
    yield _("Goals"), services, Goal.objects.filter(**mine).order_by("at"), _goal
    yield _("How she sees it"), services, Assessment.objects.filter(**mine).order_by("on"), _asked
    yield _("Entitlements"), services, Entitlement.objects.filter(**mine), _entitled
    yield _("Livelihood"), services, Livelihood.objects.filter(**mine), _living
    yield _("Follow-up"), services, FollowUp.objects.filter(**mine).order_by("due_on"), _met
    yield _("Health"), FieldGroup.HEALTH, HealthNote.objects.filter(**mine).order_by("on"), _health
    yield _("Legal"), FieldGroup.LEGAL, LegalNote.objects.filter(**mine).order_by("on"), _legal
    yield _("Return"), FieldGroup.SAFETY, Journey.objects.filter(**mine).order_by("at"), _journey
    yield _("Stay"), FieldGroup.SAFETY, Stay.objects.filter(**mine).order_by("in_at"), _stay
    yield _("Notes"), story, PrivilegedNote.objects.filter(**mine).order_by("on"), _note
    files = Document.objects.filter(**mine, removed_at=None).order_by("at")
    yield _("Files"), story, files, _file


def _told(rows: Iterable[Any]) -> list[tuple[Any, dict[str, Any]]]:
    listed: list[OfCase] = list(rows)
    words = words_of_many(listed)
    return [(row, words.get(row.id, {})) for row in listed]


def _joined(*parts: str) -> str:
    return ". ".join(part for part in parts if part)


def _goal(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    return wording.label("need_domain", row.domain), words.get("words", "")


def _asked(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    return day(row.on), _joined(words.get("her_words", ""), words.get("words", ""))


def _entitled(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    state = wording.chip_of(wording.ENTITLEMENT, row.state)[1]
    return wording.label("entitlement", row.code), _joined(state, words.get("words", ""))


def _living(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    state = wording.chip_of(wording.LIVELIHOOD, row.state)[1]
    money = wording.rupiah(row.amount)
    return wording.label("livelihood", row.code), _joined(state, money, words.get("words", ""))


def _met(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    state = wording.chip_of(wording.FOLLOW_UP, row.state)[1]
    return day(row.met_on or row.due_on), _joined(state, words.get("words", ""))


def _health(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    return f"{wording.label('health_topic', row.topic)}, {day(row.on)}", words.get("words", "")


def _legal(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    return day(row.on), _joined(
        wording.label("proceeding_state", row.state), words.get("words", "")
    )


def _journey(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    state = wording.chip_of(wording.JOURNEY, row.state)[1]
    return state, _joined(words.get("place", ""), words.get("whom", ""), words.get("words", ""))


def _stay(row: Any, _words: dict[str, Any]) -> tuple[str, str]:
    ended = wording.label("stay_end", row.ended) if row.ended else ""
    return day(row.in_at.date()), _joined(day(row.out_at.date()) if row.out_at else "", ended)


def _note(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    return day(row.on), words.get("words", "")


def _file(row: Any, words: dict[str, Any]) -> tuple[str, str]:
    return wording.label("document_kind", row.kind), _joined(
        day(row.at.date()), words.get("title", "")
    )


def reduce_cases(ids: Sequence[UUID], now: datetime, by: Actor) -> None:
    """Reduce what stands in clear when a person is erased: the counts of help stay.

    Her words and files open nowhere once her keys are gone; here the files leave the disk, and
    what could still point at her goes: findings on health, where she went, what papers she had.
    """
    mine = {"organisation_id": by.organisation, "victim_id__in": list(ids)}
    HealthFinding.objects.filter(**mine).delete()
    Journey.objects.filter(**mine).update(country="", risks={}, papers={}, receiver="", sealed=b"")
    Paper.objects.filter(**mine).update(sealed=b"")
    files = list(Document.objects.filter(**mine, removed_at=None))
    Document.objects.filter(id__in=[row.id for row in files]).update(
        removed_at=now, removed_by=by.person, sealed=b""
    )
    for row in files:
        discard_sealed(place=place_of_document(row))
    _erase_own_words(mine, now=now, by=by)


def _erase_own_words(mine: dict[str, Any], *, now: datetime, by: Actor) -> None:
    """Erase what speaks of her but lies under its own key: threats, what happened in her stay."""
    owner = {"organisation_id": mine["organisation_id"]}
    cases = Case.objects.filter(**mine).values("id")
    stays = Stay.objects.filter(**mine).values("id")
    threats = Threat.objects.filter(**owner, case_id__in=cases).exclude(sealed=b"")
    happened = Event.objects.filter(**owner, stay_id__in=stays).exclude(sealed=b"")
    for kind, rows in (("threat", threats), ("shelter_event", happened)):
        for row in list(rows):
            erase(subject_kind=kind, subject=row.id, reason=ASKED_BY_HER, now=now, by=by)
            type(row)._default_manager.filter(**owner, id=row.id).update(sealed=b"")
