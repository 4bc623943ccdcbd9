"""The cast of every platform test: the same people everywhere, all invented."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation, OrganisationName, Person, Post
from suar.base.identifiers import uuid7

NOW = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
PASSWORD = "hujan-di-bulan-juni"


@dataclass(frozen=True)
class Cast:
    """Who works where. The partner must see nothing."""

    case_worker: Actor  # Shelter A
    supervisor: Actor  # Shelter A
    data_officer: Actor  # Shelter A
    administrator: Actor  # Shelter A
    nurse: Actor  # Clinic B
    analyst: Actor  # task force
    investigator: Actor  # police
    partner: Actor  # another organisation's officer, with every right there and none here
    operator: Actor  # the hotline
    hotline_supervisor: Actor  # the hotline
    keeper: Actor  # Shelter A
    consul: Actor  # a mission


def make_cast() -> Cast:
    """Make the organisations, people and posts in the test's database."""
    shelter, clinic = _organisation("RA", "shelter"), _organisation("KB", "health")
    force, police = _organisation("GT", "task_force"), _organisation("PL", "police")
    other = _organisation("LN", "ngo")
    hotline, mission = _organisation("HL", "women_child"), _organisation("KJ", "mission")
    return Cast(
        case_worker=_person("case.worker", shelter, "case_worker"),
        supervisor=_person("supervisor", shelter, "case_supervisor"),
        data_officer=_person("data.officer", shelter, "data_protection_officer"),
        administrator=_person("administrator", shelter, "administrator"),
        nurse=_person("nurse", clinic, "case_worker"),
        analyst=_person("analyst", force, "analyst"),
        investigator=_person("investigator", police, "investigator"),
        partner=_person("partner", other, "analyst"),
        operator=_person("operator", hotline, "hotline_operator"),
        hotline_supervisor=_person("hotline.supervisor", hotline, "case_supervisor"),
        keeper=_person("keeper", shelter, "shelter_keeper"),
        consul=_person("consul", mission, "consular_officer"),
    )


def _organisation(prefix: str, kind: str) -> Organisation:
    organisation = Organisation(kind=kind, level="national", prefix=prefix, created_at=NOW)
    with acting(Actor(organisation=organisation.id, name="test")):
        organisation.save(force_insert=True)
        OrganisationName.objects.create(
            organisation=organisation,
            name_en=f"Organisation {prefix} (invented)",
            name_id=f"Lembaga {prefix} (rekaan)",
            short=prefix,
        )
    return organisation


def _person(name: str, organisation: Organisation, role: str) -> Actor:
    person = Person(id=uuid7(), email=f"{name}@example.org", name=name, created_at=NOW)
    person.set_password(PASSWORD)
    with acting(Actor(organisation=organisation.id, name="test")):
        person.save(force_insert=True)
        post = Post.objects.create(
            person=person, organisation=organisation, role=role, from_on=date(2026, 1, 1)
        )
    return Actor(organisation=organisation.id, person=person.id, post=post.id, role=role)
