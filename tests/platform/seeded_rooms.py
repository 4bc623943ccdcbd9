"""One person's way through all rooms, every sealed field with a text of its own to look for."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from cast import Cast
from django.test import Client

from suar.analytics.registers import parse_profile
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.tasks.services import set_task
from suar.knowledge.rules.consent import GuardianFacts
from suar.knowledge.rules.papers import PaperKind
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Approval, Case
from suar.rooms.cases.papers.services import Wanted, issue_paper
from suar.rooms.cases.services import (
    approvals,
    cases,
    closing,
    giving,
    journeys,
    needs,
    notes,
    plans,
    shelters,
)
from suar.rooms.intake.facts import Concerned, Draft, EventFacts, Named, Passing, Teller, Told
from suar.rooms.intake.models import PersonConcerned
from suar.rooms.intake.services import bringing, deciding, gateways, opening, taking, triaging
from suar.rooms.victims import services as victims
from suar.rooms.victims.models import Victim
from suar.rooms.victims.opening import open_group
from suar.rooms.victims.sealed import FIELDS
from suar.rooms.victims.services.consents import Told as Asked
from suar.rooms.victims.services.projects import bring_secret
from suar.rooms.victims.services.status import Decided
from suar.rooms.victims.services.stories import LegTold

NOW = datetime.now(UTC)
DAY = date(2026, 3, 1)
PNG = b"\x89PNG\r\n\x1a\n"
#: Fields of a person's groups that hold a code or a date and no words.
CODED = {"name_known", "birth_on", "messages", "family", "agreed", "shared_phone", "way", "told_on"}


@dataclass
class Seeds:
    """Texts and numbers that stand nowhere else, and what to look for of each."""

    given: list[str] = field(default_factory=list)

    def text(self) -> str:
        """Give words; their last one is looked for, in whatever letters it was kept."""
        number = "".join(chr(ord("a") + int(each)) for each in f"{len(self.given):03}")
        word = f"zq{number}xwvq"  # seven letters of base64 would meet it by chance once in a while
        self.given.append(word)
        return f"Rekaan {word}"

    def number(self) -> str:
        """Give a telephone's number."""
        self.given.append(f"81{len(self.given):03}7391846")
        return f"0{self.given[-1]}"

    def nik(self) -> str:
        """Give a number in the form of an identity card's."""
        self.given.append(f"327101641298{len(self.given):04}")
        return self.given[-1]

    def found_in(self, content: bytes) -> set[str]:
        """Give the seeds that lie in it: in any case, as letters or as bytes written in hex."""
        small = content.lower()
        return {
            seed
            for seed in self.given
            if seed.encode() in small or seed.encode().hex().encode() in small
        }


def tell_all_rooms(cast: Cast, seeds: Seeds) -> None:
    """Take her through intake, her own file and her case; ask by HTTP at the end."""
    person = _intake(cast, seeds)
    victim = _victims(cast, seeds, person)
    _cases(cast, seeds, victim)
    _public(seeds)


def _draft(seeds: Seeds) -> Draft:
    words = seeds.text
    return Draft(
        about="not_free",
        told=words(),
        teller=Teller(name=words(), number=seeds.number(), when=words(), code_word=words()),
        persons=(
            Concerned(
                state="held",
                identity={"name": words(), "alias": words(), "age": "", "language": ""},
                contact={"number": seeds.number(), "when": words(), "code_word": words()},
                safety={"place": words(), "ransom": words(), "words": words()},
            ),
        ),
        named=(Named(words(), words=words()),),
    )


def _intake(cast: Cast, seeds: Seeds) -> tuple[Any, PersonConcerned]:
    by, when = cast.supervisor, {"now": NOW}
    with acting(cast.operator) as operator:
        told = taking.take_report(draft=_draft(seeds), channel="phone", by=operator, **when)
        taking.add_told(report=told, words=seeds.text(), by=operator, **when)
        opening.open_report(
            report=told, part=opening.Part.TOLD, reason="triage", by=operator, **when
        )
        told.refresh_from_db()
        deciding.pass_on_report(
            report=told,
            to=Passing(None, "police", seeds.text()),
            version=told.version,
            by=operator,
            **when,
        )
    with acting(cast.hotline_supervisor) as decides:
        gateway, _secret = gateways.make_gateway(name="pesan", by=decides, **when)
    part = Actor(organisation=gateway.organisation_id, name="gateway")
    with acting(part):
        message = gateways.Message("1", seeds.text())
        gateways.receive_message(gateway=gateway, message=message, body=b"x", by=part, **when)
    with acting(cast.consul) as consul:
        sheet = f"case_no,name\n1,{seeds.text()}\n".encode()
        profile = parse_profile(
            "register: mission\ncounts: person\nid: case_no\nstatus: presumed\n"
            "columns: {name: name}\n"
        )
        bringing.bring_reports(
            parts=iter([sheet]),
            file_name="a.csv",
            about="free",
            profile=profile,
            by=consul,
            **when,
        )
    with acting(by):
        report = taking.take_report(draft=_draft(seeds), channel="phone", by=by, **when)
        person = PersonConcerned.objects.get(report_id=report.id)
        answers = {person.id: {"danger": Told("yes", "told")}}
        report = triaging.triage_report(
            report=report, answers=answers, version=report.version, by=by, **when
        )
    return report, person


def _victims(cast: Cast, seeds: Seeds, told: tuple[Any, PersonConcerned]) -> Victim:
    by, words = cast.supervisor, seeds.text
    report, person = told
    when: dict[str, Any] = {"now": NOW, "by": by}
    with acting(cast.data_officer) as officer:
        bring_secret(secret="rahasia-proyek-bersama-yang-panjang", now=NOW, by=officer)
    with acting(by):
        _incident, (first,) = victims.accept_report(
            report=report, facts=EventFacts(), chosen=[person.id], **when
        )
        name, nik = words(), seeds.nik()
        for _ in range(2):  # two files of one person: noticed, and read as one
            victim = victims.begin_file(
                groups={group: _filled(group, seeds) for group in FIELDS}
                | {FieldGroup.IDENTITY: {"name": name, "nik": nik, "father": words()}},
                called=words(),
                flags={"child": "doubt"},
                **when,
            )
        victims.keep_number(victim=victim, system="police_report", number=seeds.nik(), **when)
        for group in FIELDS:
            open_group(victim=first, group=group, reason="other", words=words(), **when)
        victims.note_guardian(
            victim=victim,
            guardian=GuardianFacts("parent", "no", "no", "no", "no"),
            name=words(),
            contact=seeds.number(),
            **when,
        )
        asked = Asked("care", (FieldGroup.FACTS,), to_kind="ngo", to_words=words(), words=words())
        victims.refuse_consent(victim=victim, told=asked, **when)
        victims.ask_right(victim=victim, kind="see", asked_by="herself", words=words(), **when)
        victims.note_death(victim=first, facts={}, heirs=words(), words=words(), version=0, **when)
        victims.decide_status(
            victim=victim,
            decided=Decided("presume", "balance", "ngo", words=words()),
            version=victim.version,
            **when,
        )
        leg = LegTold({"province": "32"}, place=words(), exploiter=words(), words=words())
        victims.add_episode(victim=victim, facts={}, legs=[leg], **when)
        victims.note_breach(
            kind="stolen", groups=("facts",), persons=1, words=words(), found=NOW, **when
        )
        set_task(subject=("victim", victim.id), what="other", note=words(), **when)
    return victim


def _filled(group: FieldGroup, seeds: Seeds) -> dict[str, str]:
    told = {name: seeds.text() for name in FIELDS[group] if name not in CODED}
    numbers = {name: seeds.number() for name in ("number", "family_how") if name in told}
    return told | numbers


def _cases(cast: Cast, seeds: Seeds, victim: Victim) -> None:
    by, words = cast.supervisor, seeds.text
    when: dict[str, Any] = {"now": NOW, "by": by}
    with acting(by):
        case = cases.open_case(victim=victim, **when)
        found = needs.Told({"debt": 1}, {"stigma": ("risk", "now")}, words(), words())
        needs.record_assessment(case=case, on=DAY, told=found, **when)
        goal = plans.add_goal(case=case, domain="income", words=words(), **when)
        plan = plans.plan_in_hand(case)
        plan = plans.agree_with_her(
            plan=plan, on=DAY, her_words="yes", version=plan.version, **when
        )
        approvals.ask_for_plan(plan=plan, words=words(), **when)
        for code in ("counselling", "general_care"):
            terms = giving.Terms(provider=words(), words=words(), goal=goal.id)
            giving.offer_service(case=case, code=code, terms=terms, **when)
        giving.note_entitlement(
            case=case, code="bpjs_health", state="has", on=DAY, words=words(), **when
        )
        living = giving.Living("job", "going", words=words())
        giving.note_livelihood(case=case, living=living, **when)
        _written(case, seeds, by)
        told = {"words": words(), "place": words(), "to": words(), "opinion": words()}
        wanted = Wanted(PaperKind.SOCIAL_REPORT, "id", reason="own_file", told=told)
        issue_paper(case=case, wanted=wanted, **when)
        closing.prepare_closure(
            case=case, reason="plan_done", outcome="settled", words=words(), **when
        )
    with acting(cast.keeper) as keeper:
        approval = Approval.objects.filter(case_id=case.id).first()
        assert approval is not None
        house = shelters.make_shelter(name="Melati", address=words(), now=NOW, by=keeper)
        shelters.note_event(
            shelter=house,
            kind="quarrel",
            happened_at=NOW - timedelta(hours=1),
            words=words(),
            now=NOW,
            by=keeper,
        )


def _written(case: Case, seeds: Seeds, by: Actor) -> None:
    words, when = seeds.text, {"now": NOW, "by": by}
    notes.write_note(case=case, words=words(), on=DAY, **when)
    notes.write_health(case=case, topic="hiv", words=words(), on=DAY, **when)
    notes.write_legal(case=case, state="complaint", words=words(), on=DAY, **when)
    notes.note_supervision(case=case, worker=by.person, words=words(), days=(DAY, None), **when)
    notes.report_threat(kind="call", on=DAY, words=words(), **when)
    sheet = notes.Sheet("photo", "services", words())
    notes.add_document(case=case, parts=iter([PNG + seeds.text().encode()]), sheet=sheet, **when)
    leaves = journeys.Preparation(place=words(), whom=words(), words=words())
    journeys.prepare_return(case=case, told=leaves, child=True, **when)
    bed = shelters.add_beds(
        shelter=shelters.make_shelter(name="Anggrek", address=words(), **when),
        names=["A"],
        kept_for="anyone",
        by=by,
    )[0]
    stay = shelters.move_in(case=case, bed=bed, told_free=True, agrees=True, **when)
    shelters.let_in(stay=stay, visitor="family", who=words(), she_agrees=True, **when)
    shelters.move_out(stay=stay, ended="planned", version=stay.version, **when)


def _public(seeds: Seeds) -> None:
    """Report and search by HTTP, also in ways that fail: nothing of it may be kept."""
    client = Client(HTTP_HOST="localhost")
    client.raise_request_exception = False
    for path in ("/report/", "/report/follow/", "/victims/search/", "/cases/", "/nothing/"):
        told = {"told": seeds.text(), "name": seeds.text(), "number": seeds.number()}
        client.get(path, {"q": seeds.text(), **told})
        client.post(path, told)
