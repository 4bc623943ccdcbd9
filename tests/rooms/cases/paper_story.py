"""A person with a file, consents and a case, invented; used by the tests of papers."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from cast import Cast

from suar.base.access.acting import acting
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Case
from suar.rooms.cases.services import giving, needs, plans
from suar.rooms.cases.services.cases import open_case
from suar.rooms.victims.models import Consent, Victim
from suar.rooms.victims.opening import open_group
from suar.rooms.victims.services import give_consent, refuse_consent
from suar.rooms.victims.services.consents import Told
from suar.rooms.victims.services.files import begin_file

NAME = "Dewi Rekaan Penanda"
NIK = "3201010101010001"
STORY = "Penanda-Cerita-Rekaan"
PHONE = "081200000000"
HOUSE = "Penanda-Alamat-Rekaan"


def her(cast: Cast, **flags: Any) -> tuple[Victim, Case]:
    """Begin a file with every sealed group written, and open her case."""
    by, now = cast.case_worker, datetime.now(UTC)
    with acting(by):
        victim = begin_file(
            now=now,
            by=by,
            facts={"sex": "female", "birth_year": 1999, "nationalities": ["IDN"],
                   "languages": ["id"], "interpreter": "no"},
            groups={
                FieldGroup.IDENTITY: {"name": NAME, "nik": NIK, "birth_on": "1999-04"},
                FieldGroup.CONTACT: {"ask_for": "Ibu", "number": PHONE, "code_word": "melati"},
                FieldGroup.SAFETY: {"stays": HOUSE},
                FieldGroup.STORY: {"told": STORY, "wishes": "Ia ingin menjahit."},
            },
            flags=flags,
        )  # fmt: skip
        return victim, open_case(victim=victim, now=now, by=by)


def work(cast: Cast, case: Case) -> None:
    """Assess twice, plan, offer services; one of health."""
    by, now = cast.case_worker, datetime.now(UTC)
    with acting(by):
        for days, score in ((60, 1), (5, 3)):
            told = needs.Told(
                {"debt": score, "safety": score + 1, "mind": 2, "income": score},
                {"stigma": ("risk", "week"), "person_she_trusts": ("protective", "")},
                her_words="Ia ingin menjahit.",
            )
            on = date.today() - timedelta(days=days)  # noqa: DTZ011 an invented day
            needs.record_assessment(case=case, on=on, told=told, now=now, by=by)
        plans.add_goal(case=case, domain="income", words="Menjahit di rumah", now=now, by=by)
        for code in ("counselling", "vocational_training", "psychiatric_care", "restitution_claim"):
            terms = giving.Terms(when=now.date())
            giving.offer_service(case=case, code=code, terms=terms, now=now, by=by)


def asked(cast: Cast, victim: Victim, *, said: str = "yes", **other: Any) -> Consent:
    """Ask her for Clinic B, or for whom ``other`` names."""
    by, now = cast.case_worker, datetime.now(UTC)
    told = Told(
        **{
            "purpose": "care",
            "groups": (FieldGroup.FACTS, FieldGroup.IDENTITY, FieldGroup.SERVICES),
            "to_organisation": cast.nurse.organisation,
            "language": "id",
            "no_explained": True,
            "evidence": "signed",
            "until": now + timedelta(days=90),
            **other,
        }
    )
    with acting(by):
        keep = give_consent if said == "yes" else refuse_consent
        return keep(victim=victim, told=told, now=now, by=by)


def opened(cast: Cast, victim: Victim, *groups: FieldGroup) -> None:
    """Open sealed groups to the case worker, each with its reason."""
    by = cast.case_worker
    with acting(by):
        for group in groups:
            open_group(victim=victim, group=group, reason="letter", now=datetime.now(UTC), by=by)
