"""The task to screen her face to face ends with what ends its need, in the same transaction."""

import pytest
from cast import NOW, Cast, make_cast

from rooms.intake.told import FREE, triaged
from suar.base.access.acting import acting
from suar.base.audit.models import Event
from suar.base.tasks.models import Task
from suar.rooms.intake.facts import EventFacts
from suar.rooms.intake.models import PersonConcerned
from suar.rooms.intake.services.screening import begin_screening, conclude_screening
from suar.rooms.victims.models import Victim
from suar.rooms.victims.services import accept_report, decide_status, note_death
from suar.rooms.victims.services.status import Decided


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _accepted(cast: Cast) -> Victim:
    report = triaged(cast.case_worker, FREE, interpreter="no")
    by = cast.supervisor
    with acting(by):
        person = PersonConcerned.objects.get(report_id=report.id)
        facts = EventFacts(purposes=("forced_labour",))
        _incident, (victim,) = accept_report(
            report=report, facts=facts, chosen=[person.id], now=NOW, by=by
        )
        assert _task(victim).state == "open"
    return victim


def _task(victim: Victim) -> Task:
    return Task.objects.get(subject_id=victim.id, what="screen")


def _decide(victim: Victim, cast: Cast, move: str, **more: object) -> None:
    decided = Decided(move, "balance", "ngo", **more)  # type: ignore[arg-type]
    with acting(cast.supervisor):
        victim.refresh_from_db()
        decide_status(
            victim=victim, decided=decided, version=victim.version, now=NOW, by=cast.supervisor
        )


def test_a_concluded_screening_ends_it(cast: Cast) -> None:
    victim, by = _accepted(cast), cast.supervisor
    with acting(by):
        person = PersonConcerned.objects.get(id=victim.person_concerned_id)
        made = begin_screening(person=person, agreed=True, now=NOW, by=by)
        assert _task(victim).state == "open"
        conclude_screening(
            screening=made, conclusion="indicated", words="", version=1, now=NOW, by=by
        )
        assert (_task(victim).state, _task(victim).ended_by) == ("done", by.person)


def test_identified_otherwise_it_is_needed_no_more_and_the_audit_says_why(cast: Cast) -> None:
    victim = _accepted(cast)
    _decide(victim, cast, "presume")
    with acting(cast.supervisor):
        assert _task(victim).state == "open", "presumed: a screening is still asked for"
    _decide(victim, cast, "identify")
    with acting(cast.supervisor):
        assert _task(victim).state == "dropped"
        event = Event.objects.get(action="task.drop", subject_id=victim.id)
        assert event.reason == "Her status was decided."


def test_nobody_is_asked_to_screen_somebody_who_has_died(cast: Cast) -> None:
    victim, by = _accepted(cast), cast.case_worker
    with acting(by):
        note_death(victim=victim, facts={}, heirs="", words="", version=0, now=NOW, by=by)
        assert _task(victim).state == "dropped"
