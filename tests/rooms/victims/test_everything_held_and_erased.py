"""Everything held about a person: shown whole, then erased; nothing opens and the counts stay."""

from collections import Counter
from typing import Any

import pytest
from cast import NOW, Cast, make_cast
from django.apps import apps
from django.db.models import Model
from django.utils import translation

from rooms.intake.told import CAPTIVE, triaged
from rooms.intake.told import MARK as TOLD
from rooms.victims.whole_life import MARK, die, live
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.base.tasks.models import Task
from suar.base.vault import services as vault
from suar.base.vault.envelope import key_of
from suar.base.vault.models import DataKey, SealedFile, SearchToken
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Case, Closure, Document, Service, Stay
from suar.rooms.intake.facts import EventFacts
from suar.rooms.intake.models import PersonConcerned
from suar.rooms.victims import held, selectors
from suar.rooms.victims.everything import everything_held, not_printed
from suar.rooms.victims.models import Consent, Episode, Facts, Victim
from suar.rooms.victims.opening import close_group, open_group
from suar.rooms.victims.services import accept_report, ask_right, erase_person

#: Tables whose rows go with her: what they hold has no count that anybody needs.
GONE = {
    "Identity", "Contact", "Safety", "Story", "LegStory", "LinkageKeys", "HealthFinding",
}  # fmt: skip
#: Tables that this life leaves empty: an issued paper is another test's.
NOT_LIVED = {"Paper", "LinkageKeys"}


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _models() -> list[type[Model]]:
    """Every table of the two rooms that names a person."""
    return [
        model
        for app in ("victims", "cases")
        for model in apps.get_app_config(app).get_models()
        if "victim_id" in {field.name for field in model._meta.fields}
    ]


def _rows(victim: Victim) -> dict[str, list[Any]]:
    return {
        model.__name__: list(model._default_manager.filter(victim_id=victim.id))
        for model in _models()
    }


def _counted(victim: Victim) -> dict[str, Any]:
    """Give what figures are made of: whoever counts gets the same before and after."""
    one = {"victim_id": victim.id}
    facts = Facts.objects.get(**one)
    return {
        "rows": {name: len(rows) for name, rows in _rows(victim).items() if name not in GONE},
        "status": Victim.objects.get(id=victim.id).status,
        "facts": (facts.sex, facts.nationalities),
        "episodes": [(e.purposes, e.country, e.from_on[:4]) for e in Episode.objects.filter(**one)],
        "cases": Counter(Case.objects.filter(**one).values_list("state", flat=True)),
        "services": Counter(
            Service.objects.filter(**one).values_list("heading", "code", "state", "held", "cost")
        ),
        "closures": Counter(Closure.objects.filter(**one).values_list("reason", "outcome")),
        "nights": [(s.in_at, s.out_at, s.ended) for s in Stay.objects.filter(**one)],
        "consents": Counter(
            "asked" if c.state != "refused" else "no" for c in Consent.objects.filter(**one)
        ),
        "persons": Victim.objects.count(),
    }


def _open_all(victim: Victim, by: Actor) -> None:
    for group in FieldGroup:
        if group is not FieldGroup.FACTS:
            open_group(victim=victim, group=group, reason="rights", now=NOW, by=by)


def test_the_cases_room_tells_what_it_holds_and_reduces_it(cast: Cast) -> None:
    assert {f.__module__ for f in held.gatherers()} == {"suar.rooms.cases.held"}
    assert {f.__module__ for f in held.erasers()} == {"suar.rooms.cases.held"}


def test_everything_held_names_every_group_and_what_is_sealed_is_said_to_be(cast: Cast) -> None:
    by = cast.case_worker
    victim, case = live(cast)
    with translation.override("en"), acting(by):
        close_group(victim=victim, group=None, now=NOW, by=by)
        closed = everything_held(victim, by, now=NOW)
        open_to_her_post = {FieldGroup.SERVICES, FieldGroup.LEGAL}
        assert {each.group for each in closed if MARK in str(each.rows)} == open_to_her_post
        assert {"Identity", "Contact", "Safety", "Story", "Health"} <= set(
            not_printed(victim, by, now=NOW)
        )
        _open_all(victim, by)
        sections = {each.title: str(each.rows) for each in everything_held(victim, by, now=NOW)}
    marked = {title for title, rows in sections.items() if MARK in rows}
    assert {
        "Identity", "Contact", "Safety", "Story", "What happened", "Goals", "Services",
        "How she sees it", "Entitlements", "Livelihood", "Follow-up", "Health", "Return", "Notes",
        "Legal", "Files",
    } <= marked  # fmt: skip
    assert case.reference in sections["Cases"]
    assert {"What you agreed to", "Decisions on your status", "Stay", "Who looked"} <= set(sections)


def test_after_erasure_nothing_sealed_opens_and_every_count_is_as_it_was(cast: Cast) -> None:
    by, officer = cast.case_worker, cast.data_officer
    victim, _case = live(cast)
    die(victim, cast)
    with acting(by):
        lived = {name for name, rows in _rows(victim).items() if rows}
        assert {model.__name__ for model in _models()} - lived <= NOT_LIVED
        sealed = [
            bytes(row.sealed)
            for rows in _rows(victim).values()
            for row in rows
            if getattr(row, "sealed", b"")
        ]
        assert len(sealed) > 20
        before, files = _counted(victim), SealedFile.objects.count()
        request = ask_right(
            victim=victim, kind="erase", asked_by="heir", words=MARK, now=NOW, by=by
        )
    with acting(officer):
        erase_person(request=request, told_what_goes=True, now=NOW, by=officer)
    with acting(by):
        keys = {key_of(each) for each in sealed}
        assert keys
        assert not DataKey.objects.filter(id__in=keys, destroyed_at=None).exists()
        left = [
            name
            for name, rows in _rows(victim).items()
            for row in rows
            if getattr(row, "sealed", b"")
            and DataKey.objects.filter(id=key_of(bytes(row.sealed)), destroyed_at=None).exists()
        ]
        assert left == []
        after = _counted(victim)
        after["rows"]["RightsRequest"] -= 1  # the request to erase itself
        assert after == before
        assert not any(rows for name, rows in _rows(victim).items() if name in GONE)
        assert not SearchToken.objects.filter(subject_id=victim.id).exists()
        assert not Grant.objects.filter(subject_id=victim.id, revoked_at=None).exists()
        assert not Document.objects.filter(removed_at=None).exists()
        assert SealedFile.objects.count() < files
        gone = Victim.objects.get(id=victim.id)
        assert (gone.erased_at, bytes(gone.called)) == (NOW, b"")
        assert selectors.consents_of(gone).filter(state="given").count() == 0


def test_no_word_of_hers_opens_in_any_table_under_whatever_key(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Threats and what happened in a stay lie under keys of their own: those go with hers."""
    spoke: dict[Any, str] = {}
    seal = vault.seal

    def noting(value: bytes, **how: Any) -> bytes:
        if MARK.encode() in value:
            spoke[how["key_id"]] = how["place"].subject_kind
        return seal(value, **how)

    monkeypatch.setattr(vault, "seal", noting)
    by, officer = cast.case_worker, cast.data_officer
    victim, _case = live(cast)
    with acting(by):
        request = ask_right(
            victim=victim, kind="erase", asked_by="herself", words=MARK, now=NOW, by=by
        )
        assert {"victim", "threat", "shelter_event"} <= set(spoke.values())
        assert DataKey.objects.filter(id__in=spoke, destroyed_at=None).count() == len(spoke)
    with acting(officer):
        erase_person(request=request, told_what_goes=True, now=NOW, by=officer)
        left = DataKey.objects.filter(id__in=spoke, destroyed_at=None)
        assert [spoke[key.id] for key in left] == []
        assert not Task.objects.filter(subject_id=victim.id, state="open").exists()


def test_the_report_she_came_by_is_told_her_and_nothing_of_who_told_it(cast: Cast) -> None:
    report = triaged(cast.supervisor, CAPTIVE, danger="yes")
    by = cast.supervisor
    with translation.override("en"), acting(by):
        person = PersonConcerned.objects.get(report_id=report.id)
        _incident, (victim,) = accept_report(
            report=report, facts=EventFacts(), chosen=[person.id], now=NOW, by=by
        )
        sections = {each.title: each.rows for each in everything_held(victim, by, now=NOW)}
        assert report.reference in str(sections["The report you came by"])
        assert "What triage noticed of you" not in sections, "of her story: sealed until opened"
        open_group(victim=victim, group=FieldGroup.STORY, reason="rights", now=NOW, by=by)
        sections = {each.title: each.rows for each in everything_held(victim, by, now=NOW)}
        assert "Danger to life now" in str(sections["What triage noticed of you"])
        assert TOLD not in str(sections["The report you came by"])


def test_a_page_of_an_erased_person_still_answers(cast: Cast) -> None:
    from signing import client_of

    by, officer = cast.case_worker, cast.data_officer
    victim, case = live(cast)
    with acting(by):
        request = ask_right(
            victim=victim, kind="erase", asked_by="herself", words="", now=NOW, by=by
        )
    with acting(officer):
        erase_person(request=request, told_what_goes=True, now=NOW, by=officer)
    client = client_of(by)
    for url in (f"/victims/{victim.id}/", f"/cases/{case.id}/", "/victims/", "/cases/"):
        page = client.get(url)
        assert page.status_code == 200, url
        assert MARK not in page.content.decode()
