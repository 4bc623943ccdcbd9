"""Consent: one recipient, a grant at once; a no that stands; a withdrawal that ends it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cast import Cast, make_cast
from django.http import Http404

from rooms.victims.persons import file_of
from suar.base.access.acting import acting
from suar.base.access.models import Grant
from suar.base.tasks.models import Task
from suar.knowledge.rules.consent import GuardianFacts
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import selectors
from suar.rooms.victims.models import Consent, Facts
from suar.rooms.victims.services import (
    give_consent,
    note_guardian,
    note_stopped,
    refuse_consent,
    withdraw_consent,
)
from suar.rooms.victims.services.consents import Told

#: The database asks its own clock whether a grant runs.
NOW = datetime.now(UTC)


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _told(cast: Cast, **more: object) -> Told:
    usual = Told(
        "care",
        (FieldGroup.FACTS, FieldGroup.IDENTITY),
        cast.nurse.organisation,
        language="su",
        no_explained=True,
        evidence="signed",
        until=NOW + timedelta(days=90),
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def test_a_yes_is_a_grant_and_a_withdrawal_ends_it_in_the_same_moment(cast: Cast) -> None:
    worker, victim = cast.case_worker, file_of(cast.case_worker, name="Dewi")
    with acting(worker):
        consent = give_consent(victim=victim, told=_told(cast), now=NOW, by=worker)
        grant = Grant.objects.get()
        assert (grant.basis, grant.basis_id, grant.until_at) == (
            "consent",
            consent.id,
            NOW + timedelta(days=90),
        )
    with acting(cast.nurse):
        assert selectors.files_granted_to(cast.nurse, now=NOW).get().reference == victim.reference
    later = NOW + timedelta(seconds=1)
    with acting(worker):
        (row,) = withdraw_consent(consent=consent, now=later, by=worker)
        assert (row.state, row.stop_by, row.stopped_at) == (
            "withdrawn",
            later + timedelta(hours=72),
            later,
        )
        assert Grant.objects.get().revoked_at == later
        with pytest.raises(Denied):
            withdraw_consent(consent=consent, now=later, by=worker)
    with acting(cast.nurse):
        assert not Facts.objects.exists()
        with pytest.raises(Http404):
            selectors.get_victim_for(cast.nurse, victim.id)


def test_her_no_is_kept_and_sends_nothing(cast: Cast) -> None:
    worker, victim = cast.case_worker, file_of(cast.case_worker)
    with acting(worker):
        row = refuse_consent(victim=victim, told=Told("report_crime"), now=NOW, by=worker)
        assert (row.state, row.grant_id) == ("refused", None)
        assert not Grant.objects.exists()
        assert not Task.objects.exists()


def test_a_yes_needs_a_recipient_a_language_the_no_explained_and_an_end(cast: Cast) -> None:
    worker, victim = cast.case_worker, file_of(cast.case_worker)
    for lack in (
        {"language": ""},
        {"no_explained": False},
        {"until": None},
        {"until": NOW + timedelta(days=800)},
        {"evidence": ""},
        {"groups": ()},
        {"to_organisation": None},
        {"to_kind": "ngo"},
        {"given_by": "guardian"},
        {"to_organisation": cast.investigator.organisation, "groups": (FieldGroup.HEALTH,)},
    ):
        with acting(worker), pytest.raises(Denied):
            give_consent(victim=victim, told=_told(cast, **lack), now=NOW, by=worker)
    with acting(worker):
        assert not Consent.objects.exists()


def test_a_childs_own_no_counts_and_a_guardian_in_conflict_cannot_speak(cast: Cast) -> None:
    worker = cast.case_worker
    child = file_of(worker, flags={"child": "doubt"})
    clear = {"accused": "no", "benefits": "no", "recruited": "no", "disputed": "no"}
    with acting(worker):
        good = note_guardian(
            victim=child,
            guardian=GuardianFacts("parent", **clear),
            name="Ibu",
            contact="",
            now=NOW,
            by=worker,
        )
        bad = note_guardian(
            victim=child,
            guardian=GuardianFacts("relative", **{**clear, "benefits": "not_known"}),
            name="Paman",
            contact="",
            now=NOW,
            by=worker,
        )
    with_guardian = {"given_by": "with_guardian", "assent": "yes"}
    for told in (
        _told(cast, assent="yes"),
        _told(cast, **with_guardian, guardian=bad.id),
        _told(cast, **{**with_guardian, "assent": "no"}, guardian=good.id),
        _told(cast, **{**with_guardian, "assent": ""}, guardian=good.id),
    ):
        with acting(worker), pytest.raises(Denied):
            give_consent(victim=child, told=told, now=NOW, by=worker)
    with acting(worker):
        told = _told(cast, **with_guardian, guardian=good.id)
        assert give_consent(victim=child, told=told, now=NOW, by=worker).state == "given"


def test_a_recipient_told_by_other_means_has_a_clock_until_somebody_says_they_stopped(
    cast: Cast,
) -> None:
    worker, victim = cast.case_worker, file_of(cast.case_worker)
    with acting(worker):
        told = _told(cast, to_organisation=None, to_kind="legal", to_words="LBH Rekaan")
        consent = give_consent(victim=victim, told=told, now=NOW, by=worker)
        (row,) = withdraw_consent(consent=consent, now=NOW, by=worker)
        assert row.stopped_at is None
        assert Task.objects.get(what="stop_processing").due_at == NOW + timedelta(hours=72)
        note_stopped(consent=row, now=NOW + timedelta(hours=5), by=worker)
        assert Task.objects.get(what="stop_processing").state == "done"


def test_nobody_else_takes_her_word(cast: Cast) -> None:
    victim = file_of(cast.case_worker)
    for other in (cast.partner, cast.keeper, cast.nurse):
        with acting(other), pytest.raises(Denied):
            give_consent(victim=victim, told=_told(cast), now=NOW, by=other)
