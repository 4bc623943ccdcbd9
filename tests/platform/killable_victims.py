"""The victims room's services, killed in the middle: a file is whole or not there."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from operator import attrgetter
from typing import Any

from cast import Cast
from killable import Service, called

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.base.identifiers import uuid7
from suar.knowledge.rules.consent import GuardianFacts
from suar.knowledge.rules.rights import SafetyCheck
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.intake.facts import Concerned, Draft, EventFacts, Teller
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.services import take_report, triage_report
from suar.rooms.victims import opening, services
from suar.rooms.victims.models import Consent, Kin, SamePair, Victim
from suar.rooms.victims.services import consents, noticing, numbers, people, projects, stories
from suar.rooms.victims.services.files import Beside
from suar.rooms.victims.services.merging import Choice
from suar.rooms.victims.services.status import Decided

#: The database asks its own clock whether a grant runs.
NOW = datetime.now(UTC)
WORKER, SUPERVISOR, OFFICER = map(attrgetter, ("case_worker", "supervisor", "data_officer"))
IDENTITY = FieldGroup.IDENTITY
CLEAR = GuardianFacts("parent", "no", "no", "no", "no")
NOTED = Decided("not_establish", "balance", "ngo", reasons=("little_information",))


def _when(by: Actor) -> dict[str, Any]:
    return {"now": NOW, "by": by}


def _file(_cast: Cast, by: Actor, **flags: Any) -> Victim:
    return services.begin_file(facts={"sex": "female"}, flags=flags, **_when(by))


def _flagged(**flags: Any) -> Callable[[Cast, Actor], Victim]:
    return lambda cast, by: _file(cast, by, **flags)


def _report(_cast: Cast, by: Actor) -> Report:
    draft = Draft(
        about="not_free",
        told="Rekaan",
        teller=Teller(name="Rekaan"),
        persons=(Concerned(state="free", safety={"place": "Rekaan"}),),
    )
    report = take_report(draft=draft, channel="phone", **_when(by))
    return triage_report(report=report, answers={}, version=report.version, **_when(by))


def _concerned(report: Report) -> PersonConcerned:
    return PersonConcerned.objects.get(report_id=report.id)


def _accepted(cast: Cast, by: Actor) -> tuple[PersonConcerned, Any]:
    report = _report(cast, by)
    incident, _ = services.accept_report(report=report, facts=EventFacts(), chosen=[], **_when(by))
    return _concerned(report), incident


def _accept(report: Report, by: Actor) -> None:
    chosen = [_concerned(report).id]
    services.accept_report(report=report, facts=EventFacts(), chosen=chosen, **_when(by))


def _opened(group: FieldGroup, item: str = "") -> Callable[[Cast, Actor], Victim]:
    def make(cast: Cast, by: Actor) -> Victim:
        victim = _file(cast, by)
        opening.open_group(victim=victim, group=group, reason="care", item=item, **_when(by))
        return victim

    return make


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
    return _file(cast, by), _told(Organisation(id=cast.nurse.organisation))


def _give(each: tuple[Victim, consents.Told], by: Actor) -> Consent:
    return consents.give_consent(victim=each[0], told=each[1], **_when(by))


def _given(cast: Cast, by: Actor) -> Consent:
    return _give(_asked(cast, by), by)


def _withdrawn(cast: Cast, by: Actor) -> Consent:
    consent = _give((_file(cast, by), _told(None)), by)
    return consents.withdraw_consent(consent=consent, **_when(by))[0]


def _with_colleague(cast: Cast, by: Actor) -> tuple[Victim, Beside]:
    return _file(cast, by), Beside(person=cast.case_worker.person)


def _assign(each: tuple[Victim, Beside], by: Actor) -> tuple[Victim, Any]:
    victim, beside = each
    return victim, services.assign(victim=victim, beside=beside, **_when(by))


def _assigned(cast: Cast, by: Actor) -> tuple[Victim, Any]:
    return _assign(_with_colleague(cast, by), by)


def _pair(cast: Cast, by: Actor) -> tuple[SamePair, Victim, Victim]:
    first, second = _file(cast, by), _file(cast, by)
    return services.propose_pair(first=first, second=second, **_when(by)), first, second


def _merge(each: tuple[SamePair, Victim, Victim], by: Actor) -> Any:
    pair, kept, other = each
    return services.merge(pair=pair, kept=kept, other=other, choice=Choice(), **_when(by))


def _apart(cast: Cast, by: Actor) -> SamePair:
    return services.set_apart(pair=_pair(cast, by)[0], **_when(by))


def _likely(_cast: Cast, by: Actor) -> Victim:
    """Two files with one number, of which nobody has noticed anything."""
    number = f"32710164{uuid7().int % 10**8:08}"
    for _ in range(2):
        told = {IDENTITY: {"nik": number}}
        victim = services.begin_file(facts={"sex": "female"}, groups=told, **_when(by))
    SamePair.objects.all().delete()
    return victim


def _child(cast: Cast, by: Actor) -> Victim:
    return services.add_child(victim=_file(cast, by), unborn=True, **_when(by))


def _two(cast: Cast, by: Actor) -> tuple[Victim, Victim]:
    return _file(cast, by), _file(cast, by)


def _number(victim: Victim, by: Actor) -> Any:
    number = f"LP/B/{uuid7().hex}"
    return numbers.keep_number(victim=victim, system="police_report", number=number, **_when(by))


def _numbered(cast: Cast, by: Actor) -> tuple[Victim, Any]:
    victim = _file(cast, by)
    return victim, _number(victim, by)


def _kin(each: tuple[Victim, Victim], by: Actor) -> Kin:
    return services.add_kin(victim=each[0], other=each[1], kind="sibling", **_when(by))


def _guardian(child: Victim, by: Actor) -> Any:
    return services.note_guardian(
        victim=child, guardian=CLEAR, name="Rekaan", contact="", **_when(by)
    )


def _ask(kind: str) -> Callable[[Victim, Actor], Any]:
    return lambda victim, by: services.ask_right(
        victim=victim, kind=kind, asked_by="herself", words="", **_when(by)
    )


def _asked_for(kind: str) -> Callable[[Cast, Actor], Any]:
    def make(cast: Cast, by: Actor) -> Any:
        worker = cast.case_worker
        with acting(worker):
            return _ask(kind)(_file(cast, worker), worker)

    return make


def _breach(_none: Any, by: Actor) -> Any:
    return services.note_breach(
        kind="stolen", groups=("facts",), persons=1, words="Rekaan", found=NOW, **_when(by)
    )


def _tell(victim: Victim, by: Actor) -> Any:
    leg = stories.LegTold({"province": "32"}, place="Rekaan")
    facts = {"purposes": ["forced_labour"]}
    return services.add_episode(victim=victim, facts=facts, legs=[leg], **_when(by))


def _episode(cast: Cast, by: Actor) -> Any:
    return _tell(_file(cast, by), by)


def _leg(cast: Cast, by: Actor) -> Any:
    leg = stories.LegTold({"province": "32"})
    return services.add_leg(episode=_episode(cast, by), leg=leg, **_when(by))


def _call(verb: Callable[..., Any], name: str, **told: Any) -> Callable[[Any, Actor], Any]:
    """Give a call of a verb with the one thing by its name."""
    return lambda each, by: verb(**{name: each}, **told, **_when(by))


SERVICES: tuple[Service, ...] = (
    called(
        "rooms.victims.opening.open_group",
        WORKER,
        _call(opening.open_group, "victim", group=IDENTITY, reason="care"),
        _file,
    ),
    called(
        "rooms.victims.opening.close_group",
        WORKER,
        _call(opening.close_group, "victim", group=IDENTITY),
        _opened(IDENTITY),
    ),
    called(
        "rooms.victims.opening.shown_once",
        WORKER,
        lambda v, by: opening.shown_once(by, v, FieldGroup.HEALTH, "hiv", NOW),
        _opened(FieldGroup.HEALTH, "hiv"),
    ),
    called("rooms.victims.services.accepting.accept_report", SUPERVISOR, _accept, _report),
    called(
        "rooms.victims.services.accepting.open_file_for",
        SUPERVISOR,
        lambda each, by: services.open_file_for(concerned=each[0], incident=each[1], **_when(by)),
        _accepted,
    ),
    called("rooms.victims.services.consents.give_consent", WORKER, _give, _asked),
    called(
        "rooms.victims.services.consents.refuse_consent",
        WORKER,
        _call(consents.refuse_consent, "victim", told=consents.Told("report_crime")),
        _file,
    ),
    called(
        "rooms.victims.services.consents.withdraw_consent",
        WORKER,
        _call(consents.withdraw_consent, "consent"),
        _given,
    ),
    called(
        "rooms.victims.services.consents.note_stopped",
        WORKER,
        _call(consents.note_stopped, "consent"),
        _withdrawn,
    ),
    called("rooms.victims.services.files.begin_file", WORKER, lambda _each, by: _file(None, by)),
    called("rooms.victims.services.files.assign", SUPERVISOR, _assign, _with_colleague),
    called(
        "rooms.victims.services.files.leave",
        SUPERVISOR,
        lambda each, by: services.leave(victim=each[0], assignment=each[1], **_when(by)),
        _assigned,
    ),
    called(
        "rooms.victims.services.files.change_file",
        WORKER,
        _call(services.change_file, "victim", flags={"paper_safe": "no"}, version=1),
        _file,
    ),
    called(
        "rooms.victims.services.files.write_facts",
        WORKER,
        _call(services.write_facts, "victim", values={"birth_year": 1999}, version=1),
        _file,
    ),
    called(
        "rooms.victims.services.files.write_group",
        WORKER,
        lambda victim, by: services.write_group(
            victim=victim,
            group=IDENTITY,
            values={"nik": f"32710164{uuid7().int % 10**8:08}"},
            version=0,
            **_when(by),
        ),
        _file,
    ),
    called(
        "rooms.victims.services.merging.propose_pair",
        SUPERVISOR,
        (lambda two, by: services.propose_pair(first=two[0], second=two[1], **_when(by))),
        _two,
    ),
    called("rooms.victims.services.merging.merge", SUPERVISOR, _merge, _pair),
    called(
        "rooms.victims.services.merging.unmerge",
        SUPERVISOR,
        _call(services.unmerge, "merging"),
        lambda cast, by: _merge(_pair(cast, by), by),
    ),
    called(
        "rooms.victims.services.merging.set_apart",
        SUPERVISOR,
        _call(services.set_apart, "pair"),
        lambda cast, by: _pair(cast, by)[0],
    ),
    called(
        "rooms.victims.services.merging.reconsider",
        SUPERVISOR,
        _call(services.reconsider, "pair"),
        _apart,
    ),
    called(
        "rooms.victims.services.noticing.notice_pairs",
        WORKER,
        _call(noticing.notice_pairs, "victim"),
        _likely,
        fresh=True,  # frames have threads
    ),
    called(
        "rooms.victims.services.people.add_child",
        WORKER,
        _call(services.add_child, "victim", unborn=False),
        _file,
    ),
    called("rooms.victims.services.numbers.keep_number", WORKER, _number, _file),
    called(
        "rooms.victims.services.numbers.take_back_number",
        WORKER,
        lambda each, by: numbers.take_back_number(victim=each[0], row=each[1], **_when(by)),
        _numbered,
    ),
    called("rooms.victims.services.people.add_kin", WORKER, _kin, _two),
    called(
        "rooms.victims.services.people.remove_kin",
        WORKER,
        lambda kin, by: people.remove_kin(kin=kin, **_when(by)),
        lambda cast, by: _kin(_two(cast, by), by),
    ),
    called(
        "rooms.victims.services.people.note_birth",
        WORKER,
        _call(services.note_birth, "child", born=2026, version=1),
        _child,
    ),
    called(
        "rooms.victims.services.people.note_death",
        WORKER,
        _call(
            services.note_death,
            "victim",
            facts={"died_on": "2026-02", "body": "abroad"},
            heirs="Rekaan",
            words="",
            version=0,
        ),
        _file,
    ),
    called("rooms.victims.services.people.note_guardian", WORKER, _guardian, _flagged(child="yes")),
    called(
        "rooms.victims.services.people.end_guardian",
        WORKER,
        _call(services.end_guardian, "guardian"),
        lambda cast, by: _guardian(_file(cast, by, child="yes"), by),
    ),
    called(
        "rooms.victims.services.projects.bring_secret",
        OFFICER,
        lambda _each, by: projects.bring_secret(secret=f"{uuid7()}{uuid7()}", **_when(by)),
    ),
    called("rooms.victims.services.rights.ask_right", WORKER, _ask("see"), _file),
    called(
        "rooms.victims.services.rights.show_held",
        WORKER,
        _call(
            services.show_held,
            "victim",
            check=SafetyCheck(True, True, False),
            on_paper=False,
            groups=(FieldGroup.FACTS,),
        ),
        _file,
    ),
    called(
        "rooms.victims.services.rights.answer_request",
        OFFICER,
        _call(services.answer_request, "request", done=True, outcome="shown"),
        _asked_for("see"),
    ),
    called(
        "rooms.victims.services.rights.erase_person",
        OFFICER,
        _call(services.erase_person, "request", told_what_goes=True),
        _asked_for("erase"),
    ),
    called("rooms.victims.services.rights.note_breach", OFFICER, _breach),
    called(
        "rooms.victims.services.rights.note_notice",
        OFFICER,
        _call(services.note_notice, "breach", told="authority"),
        lambda _cast, by: _breach(None, by),
    ),
    called(
        "rooms.victims.services.status.decide_status",
        SUPERVISOR,
        _call(services.decide_status, "victim", decided=NOTED, version=1),
        _file,
    ),
    called("rooms.victims.services.stories.add_episode", WORKER, _tell, _file),
    called(
        "rooms.victims.services.stories.add_leg",
        WORKER,
        _call(services.add_leg, "episode", leg=stories.LegTold({"province": "33"}, place="x")),
        _episode,
    ),
    called(
        "rooms.victims.services.stories.change_episode",
        WORKER,
        _call(services.change_episode, "episode", facts={"country": "KHM"}, version=1),
        _episode,
    ),
    called(
        "rooms.victims.services.stories.change_leg",
        WORKER,
        lambda leg, by: stories.change_leg(
            leg=leg, facts={"province": "34"}, story={"place": "x"}, version=1, **_when(by)
        ),
        _leg,
    ),
)
