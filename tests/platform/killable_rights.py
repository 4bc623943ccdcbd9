"""Her yes, her no and her rights over her data: their services, killed in the middle."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cast import Cast
from killable import Service, called
from ready_files import NOW, OFFICER, WORKER, begun_file, call, when

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.knowledge.rules.consent import GuardianFacts
from suar.knowledge.rules.rights import SafetyCheck
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import services
from suar.rooms.victims.models import Consent, Victim
from suar.rooms.victims.services import consents

CLEAR = GuardianFacts("parent", "no", "no", "no", "no")


def _flagged(**flags: Any) -> Callable[[Cast, Actor], Victim]:
    return lambda cast, by: begun_file(cast, by, **flags)


def _told(to: Organisation | None) -> consents.Told:
    return consents.Told(
        "care",
        (FieldGroup.FACTS,),
        to.id if to else None,
        to_kind="" if to else "ngo",
        language="su",
        no_explained=True,
        evidence="signed",
        until=NOW + timedelta(days=90),
    )


def _asked(cast: Cast, by: Actor) -> tuple[Victim, consents.Told]:
    return begun_file(cast, by), _told(Organisation(id=cast.nurse.organisation))


def _give(each: tuple[Victim, consents.Told], by: Actor) -> Consent:
    return consents.give_consent(victim=each[0], told=each[1], **when(by))


def _given(cast: Cast, by: Actor) -> Consent:
    return _give(_asked(cast, by), by)


def _withdrawn(cast: Cast, by: Actor) -> Consent:
    consent = _give((begun_file(cast, by), _told(None)), by)
    return consents.withdraw_consent(consent=consent, **when(by))[0]


def _guardian(child: Victim, by: Actor) -> Any:
    return services.note_guardian(
        victim=child, guardian=CLEAR, name="Rekaan", contact="", **when(by)
    )


def _ask(kind: str) -> Callable[[Victim, Actor], Any]:
    return lambda victim, by: services.ask_right(
        victim=victim, kind=kind, asked_by="herself", words="", **when(by)
    )


def _asked_for(kind: str) -> Callable[[Cast, Actor], Any]:
    def make(cast: Cast, by: Actor) -> Any:
        worker = cast.case_worker
        with acting(worker):
            return _ask(kind)(begun_file(cast, worker), worker)

    return make


def _breach(_none: Any, by: Actor) -> Any:
    return services.note_breach(
        kind="stolen", groups=("facts",), persons=1, words="Rekaan", found=NOW, **when(by)
    )


SERVICES: tuple[Service, ...] = (
    called("rooms.victims.services.consents.give_consent", WORKER, _give, _asked),
    called(
        "rooms.victims.services.consents.refuse_consent",
        WORKER,
        call(consents.refuse_consent, "victim", told=consents.Told("report_crime")),
        begun_file,
    ),
    called(
        "rooms.victims.services.consents.withdraw_consent",
        WORKER,
        call(consents.withdraw_consent, "consent"),
        _given,
    ),
    called(
        "rooms.victims.services.consents.note_stopped",
        WORKER,
        call(consents.note_stopped, "consent"),
        _withdrawn,
    ),
    called("rooms.victims.services.people.note_guardian", WORKER, _guardian, _flagged(child="yes")),
    called(
        "rooms.victims.services.people.end_guardian",
        WORKER,
        call(services.end_guardian, "guardian"),
        lambda cast, by: _guardian(begun_file(cast, by, child="yes"), by),
    ),
    called("rooms.victims.services.rights.ask_right", WORKER, _ask("see"), begun_file),
    called(
        "rooms.victims.services.rights.show_held",
        WORKER,
        call(
            services.show_held,
            "victim",
            check=SafetyCheck(True, True, False),
            on_paper=False,
            groups=(FieldGroup.FACTS,),
        ),
        begun_file,
    ),
    called(
        "rooms.victims.services.rights.answer_request",
        OFFICER,
        call(services.answer_request, "request", done=True, outcome="shown"),
        _asked_for("see"),
    ),
    called(
        "rooms.victims.services.rights.erase_person",
        OFFICER,
        call(services.erase_person, "request", told_what_goes=True),
        _asked_for("erase"),
    ),
    called("rooms.victims.services.rights.note_breach", OFFICER, _breach),
    called(
        "rooms.victims.services.rights.note_notice",
        OFFICER,
        call(services.note_notice, "breach", told="authority"),
        lambda _cast, by: _breach(None, by),
    ),
)
