"""The victims room's services, killed in the middle: a file is whole or not there."""

from collections.abc import Callable
from typing import Any

from cast import Cast
from killable import Service, called
from ready_files import NOW, OFFICER, SUPERVISOR, WORKER, begun_file, call, when

from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.intake.facts import Concerned, Draft, EventFacts, Teller
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.services import take_report, triage_report
from suar.rooms.victims import opening, services
from suar.rooms.victims.models import Kin, SamePair, Victim
from suar.rooms.victims.services import noticing, numbers, people, projects, stories
from suar.rooms.victims.services.files import Beside
from suar.rooms.victims.services.merging import Choice
from suar.rooms.victims.services.status import Decided

IDENTITY = FieldGroup.IDENTITY
NOTED = Decided("not_establish", "balance", "ngo", reasons=("little_information",))


def _report(_cast: Cast, by: Actor) -> Report:
    draft = Draft(
        about="not_free",
        told="Rekaan",
        teller=Teller(name="Rekaan"),
        persons=(Concerned(state="free", safety={"place": "Rekaan"}),),
    )
    report = take_report(draft=draft, channel="phone", **when(by))
    return triage_report(report=report, answers={}, version=report.version, **when(by))


def _concerned(report: Report) -> PersonConcerned:
    return PersonConcerned.objects.get(report_id=report.id)


def _accepted(cast: Cast, by: Actor) -> tuple[PersonConcerned, Any]:
    report = _report(cast, by)
    incident, _ = services.accept_report(report=report, facts=EventFacts(), chosen=[], **when(by))
    return _concerned(report), incident


def _accept(report: Report, by: Actor) -> None:
    chosen = [_concerned(report).id]
    services.accept_report(report=report, facts=EventFacts(), chosen=chosen, **when(by))


def _opened(group: FieldGroup, item: str = "") -> Callable[[Cast, Actor], Victim]:
    def make(cast: Cast, by: Actor) -> Victim:
        victim = begun_file(cast, by)
        opening.open_group(victim=victim, group=group, reason="care", item=item, **when(by))
        return victim

    return make


def _with_colleague(cast: Cast, by: Actor) -> tuple[Victim, Beside]:
    return begun_file(cast, by), Beside(person=cast.case_worker.person)


def _assign(each: tuple[Victim, Beside], by: Actor) -> tuple[Victim, Any]:
    victim, beside = each
    return victim, services.assign(victim=victim, beside=beside, **when(by))


def _assigned(cast: Cast, by: Actor) -> tuple[Victim, Any]:
    return _assign(_with_colleague(cast, by), by)


def _pair(cast: Cast, by: Actor) -> tuple[SamePair, Victim, Victim]:
    first, second = begun_file(cast, by), begun_file(cast, by)
    return services.propose_pair(first=first, second=second, **when(by)), first, second


def _merge(each: tuple[SamePair, Victim, Victim], by: Actor) -> Any:
    pair, kept, other = each
    return services.merge(pair=pair, kept=kept, other=other, choice=Choice(), **when(by))


def _apart(cast: Cast, by: Actor) -> SamePair:
    return services.set_apart(pair=_pair(cast, by)[0], **when(by))


def _likely(_cast: Cast, by: Actor) -> Victim:
    """Two files with one number, of which nobody has noticed anything."""
    number = f"32710164{uuid7().int % 10**8:08}"
    for _ in range(2):
        told = {IDENTITY: {"nik": number}}
        victim = services.begin_file(facts={"sex": "female"}, groups=told, **when(by))
    SamePair.objects.all().delete()
    return victim


def _child(cast: Cast, by: Actor) -> Victim:
    return services.add_child(victim=begun_file(cast, by), unborn=True, **when(by))


def _two(cast: Cast, by: Actor) -> tuple[Victim, Victim]:
    return begun_file(cast, by), begun_file(cast, by)


def _number(victim: Victim, by: Actor) -> Any:
    number = f"LP/B/{uuid7().hex}"
    return numbers.keep_number(victim=victim, system="police_report", number=number, **when(by))


def _numbered(cast: Cast, by: Actor) -> tuple[Victim, Any]:
    victim = begun_file(cast, by)
    return victim, _number(victim, by)


def _kin(each: tuple[Victim, Victim], by: Actor) -> Kin:
    return services.add_kin(victim=each[0], other=each[1], kind="sibling", **when(by))


def _tell(victim: Victim, by: Actor) -> Any:
    leg = stories.LegTold({"province": "32"}, place="Rekaan")
    facts = {"purposes": ["forced_labour"]}
    return services.add_episode(victim=victim, facts=facts, legs=[leg], **when(by))


def _episode(cast: Cast, by: Actor) -> Any:
    return _tell(begun_file(cast, by), by)


def _leg(cast: Cast, by: Actor) -> Any:
    leg = stories.LegTold({"province": "32"})
    return services.add_leg(episode=_episode(cast, by), leg=leg, **when(by))


SERVICES: tuple[Service, ...] = (
    called(
        "rooms.victims.opening.open_group",
        WORKER,
        call(opening.open_group, "victim", group=IDENTITY, reason="care"),
        begun_file,
    ),
    called(
        "rooms.victims.opening.close_group",
        WORKER,
        call(opening.close_group, "victim", group=IDENTITY),
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
        lambda each, by: services.open_file_for(concerned=each[0], incident=each[1], **when(by)),
        _accepted,
    ),
    called(
        "rooms.victims.services.files.begin_file", WORKER, lambda _each, by: begun_file(None, by)
    ),
    called("rooms.victims.services.files.assign", SUPERVISOR, _assign, _with_colleague),
    called(
        "rooms.victims.services.files.leave",
        SUPERVISOR,
        lambda each, by: services.leave(victim=each[0], assignment=each[1], **when(by)),
        _assigned,
    ),
    called(
        "rooms.victims.services.files.change_file",
        WORKER,
        call(services.change_file, "victim", flags={"paper_safe": "no"}, version=1),
        begun_file,
    ),
    called(
        "rooms.victims.services.files.write_facts",
        WORKER,
        call(services.write_facts, "victim", values={"birth_year": 1999}, version=1),
        begun_file,
    ),
    called(
        "rooms.victims.services.files.write_group",
        WORKER,
        lambda victim, by: services.write_group(
            victim=victim,
            group=IDENTITY,
            values={"nik": f"32710164{uuid7().int % 10**8:08}"},
            version=0,
            **when(by),
        ),
        begun_file,
    ),
    called(
        "rooms.victims.services.merging.propose_pair",
        SUPERVISOR,
        (lambda two, by: services.propose_pair(first=two[0], second=two[1], **when(by))),
        _two,
    ),
    called("rooms.victims.services.merging.merge", SUPERVISOR, _merge, _pair),
    called(
        "rooms.victims.services.merging.unmerge",
        SUPERVISOR,
        call(services.unmerge, "merging"),
        lambda cast, by: _merge(_pair(cast, by), by),
    ),
    called(
        "rooms.victims.services.merging.set_apart",
        SUPERVISOR,
        call(services.set_apart, "pair"),
        lambda cast, by: _pair(cast, by)[0],
    ),
    called(
        "rooms.victims.services.merging.reconsider",
        SUPERVISOR,
        call(services.reconsider, "pair"),
        _apart,
    ),
    called(
        "rooms.victims.services.noticing.notice_pairs",
        WORKER,
        call(noticing.notice_pairs, "victim"),
        _likely,
        fresh=True,  # frames have threads
    ),
    called(
        "rooms.victims.services.people.add_child",
        WORKER,
        call(services.add_child, "victim", unborn=False),
        begun_file,
    ),
    called("rooms.victims.services.numbers.keep_number", WORKER, _number, begun_file),
    called(
        "rooms.victims.services.numbers.take_back_number",
        WORKER,
        lambda each, by: numbers.take_back_number(victim=each[0], row=each[1], **when(by)),
        _numbered,
    ),
    called("rooms.victims.services.people.add_kin", WORKER, _kin, _two),
    called(
        "rooms.victims.services.people.remove_kin",
        WORKER,
        lambda kin, by: people.remove_kin(kin=kin, **when(by)),
        lambda cast, by: _kin(_two(cast, by), by),
    ),
    called(
        "rooms.victims.services.people.note_birth",
        WORKER,
        call(services.note_birth, "child", born=2026, version=1),
        _child,
    ),
    called(
        "rooms.victims.services.people.note_death",
        WORKER,
        call(
            services.note_death,
            "victim",
            facts={"died_on": "2026-02", "body": "abroad"},
            heirs="Rekaan",
            words="",
            version=0,
        ),
        begun_file,
    ),
    called(
        "rooms.victims.services.projects.bring_secret",
        OFFICER,
        lambda _each, by: projects.bring_secret(secret=f"{uuid7()}{uuid7()}", **when(by)),
    ),
    called(
        "rooms.victims.services.status.decide_status",
        SUPERVISOR,
        call(services.decide_status, "victim", decided=NOTED, version=1),
        begun_file,
    ),
    called("rooms.victims.services.stories.add_episode", WORKER, _tell, begun_file),
    called(
        "rooms.victims.services.stories.add_leg",
        WORKER,
        call(services.add_leg, "episode", leg=stories.LegTold({"province": "33"}, place="x")),
        _episode,
    ),
    called(
        "rooms.victims.services.stories.change_episode",
        WORKER,
        call(services.change_episode, "episode", facts={"country": "KHM"}, version=1),
        _episode,
    ),
    called(
        "rooms.victims.services.stories.change_leg",
        WORKER,
        lambda leg, by: stories.change_leg(
            leg=leg, facts={"province": "34"}, story={"place": "x"}, version=1, **when(by)
        ),
        _leg,
    ),
)
