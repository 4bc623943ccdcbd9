"""The cast of the invented country: its organisations, their people, and how they come in.

Everything goes through the services that people use; nothing is written past a rule. Passwords and
authenticator secrets are samples, the same at every loading: never in production.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from django.utils import timezone

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts import services as people
from suar.base.accounts.founding import find_organisation
from suar.base.accounts.models import Organisation, Post
from suar.base.accounts.organisations import found_organisation
from suar.base.accounts.samples import PASSWORD, sample_secret

#: Everybody has worked there for over a year: what the rooms tell of lies in that time.
IN_POST_SINCE: Final = timedelta(days=400)


@dataclass(frozen=True)
class Place:
    """An organisation of the invented country: its people by role, its register if it keeps one."""

    prefix: str
    kind: str
    level: str
    name_en: str
    name_id: str
    short: str
    people: dict[str, str]  # role: name
    register: str = ""
    title: str = ""


COUNTRY: Final = (
    Place(
        *("PLR", "police", "national"),
        "National Police of the invented country",
        "Kepolisian Negara Rekaan",
        "Polri Rekaan",
        {"administrator": "Wira Rekaan", "analyst": "Bayu Rekaan", "investigator": "Dian Rekaan"},
        *("police.csv", "2020-2023"),
    ),
    Place(
        *("KLR", "foreign_ministry", "national"),
        "Foreign Ministry of the invented country",
        "Kementerian Luar Negeri Rekaan",
        "Kemlu Rekaan",
        {
            "administrator": "Sari Rekaan",
            "analyst": "Putra Rekaan",
            "consular_officer": "Maya Rekaan",
        },
        *("foreign_ministry.tsv", "2020-2023"),
    ),
    Place(
        *("PPR", "women_child", "national"),
        "Women and Child Ministry of the invented country",
        "Kementerian Perempuan dan Anak Rekaan",
        "KemenPPA Rekaan",
        {
            "administrator": "Nur Rekaan",
            "analyst": "Indah Rekaan",
            "hotline_operator": "Ratna Rekaan",
            "case_supervisor": "Lestari Rekaan",
        },
        *("women_child.csv", "2020-2023"),
    ),
    Place(
        *("PMR", "migrant_agency", "national"),
        "Migrant Worker Agency of the invented country",
        "Badan Pelindungan Pekerja Migran Rekaan",
        "BPPM Rekaan",
        {
            "administrator": "Agus Rekaan",
            "analyst": "Tari Rekaan",
            "migrant_protection_officer": "Hadi Rekaan",
        },
        *("migrant_agency.xlsx", "2020-2023"),
    ),
    Place(
        *("SMR", "union", "national"),
        "Migrant Workers' Union of the invented country",
        "Serikat Buruh Migran Rekaan",
        "SBM Rekaan",
        {"administrator": "Yuni Rekaan", "analyst": "Eko Rekaan", "case_worker": "Lia Rekaan"},
        *("migrant_union.csv", "2020-2023"),
    ),
    Place(
        *("RAA", "shelter", "province"),
        "Shelter A (invented)",
        "Rumah Aman A (rekaan)",
        "Rumah Aman A",
        {
            "administrator": "Joko Rekaan",
            "case_worker": "Wulan Rekaan",
            "case_supervisor": "Endang Rekaan",
            "shelter_keeper": "Tini Rekaan",
            "data_protection_officer": "Rudi Rekaan",
            "auditor": "Fajar Rekaan",
        },
    ),
    Place(
        *("KBB", "health", "regency"),
        "Clinic B (invented)",
        "Klinik B (rekaan)",
        "Klinik B",
        {"administrator": "Gita Rekaan", "case_worker": "Bima Rekaan"},
    ),
    Place(
        *("GTR", "task_force", "national"),
        "Task Force of the invented country",
        "Gugus Tugas Rekaan",
        "GT Rekaan",
        {
            "administrator": "Ayu Rekaan",
            "analyst": "Raka Rekaan",
            "coordinator": "Dewi Rekaan",
            "liaison": "Surya Rekaan",
            "oversight": "Citra Rekaan",
        },
    ),
)
TASK_FORCE: Final = COUNTRY[-1]


@dataclass(frozen=True)
class Cast:
    """Who is there, for the loaders of the rooms (`DEMO_LOADERS` in the settings).

    A loader acts as these people and through the services of its room, and does nothing when what
    it would make is there already: `suar demo` calls every loader at every start.
    """

    posts: dict[tuple[str, str], Actor]  # by an organisation's prefix and a role
    language: str  # of what is written for people: "en" or "id"
    registers: Path  # the folder that `suar.analytics.synthetic.simulate` wrote
    scale: float = 1.0  # of the invented country

    def share_of(self, number: int) -> int:
        """Give how many a room makes of what it makes in a whole country; a dozen at least."""
        return min(number, max(12, round(number * self.scale)))

    def actor(self, prefix: str, role: str) -> Actor:
        """Give whoever holds a role in the organisation of that prefix ("RAA", "case_worker")."""
        return self.posts[prefix, role]


def gather_cast(registers: Path, *, language: str, scale: float = 1.0) -> Cast:
    """Found what is missing of the country, and give everybody."""
    posts = {
        (place.prefix, role): actor
        for place in COUNTRY
        for role, actor in _staff(place, _founded(place), language)
    }
    return Cast(posts, language, registers, scale)


def sign_ins(language: str) -> list[dict[str, str]]:
    """Give the sample sign-ins, as `suar demo --json` prints them."""
    return [
        {
            "role": role,
            "organisation": place.name_id if language == "id" else place.name_en,
            "email": email_of(place, role),
            "password": PASSWORD,
            "totp_secret": sample_secret(email_of(place, role)),
        }
        for place in COUNTRY
        for role in place.people
    ]


def _founded(place: Place) -> Organisation:
    present = find_organisation(prefix=place.prefix)
    if present is not None:
        return present
    return found_organisation(
        kind=place.kind,
        level=place.level,
        prefix=place.prefix,
        name_en=place.name_en,
        name_id=place.name_id,
        short=place.short,
        now=timezone.now(),
        by=Actor(name="demo"),
    )


def _staff(place: Place, organisation: Organisation, language: str) -> Iterator[tuple[str, Actor]]:
    """Invite who is missing as it is done: the operator an administrator, she the others."""
    operator = Actor(organisation=organisation.id, name="demo")
    administrator: Actor | None = None
    for role in sorted(place.people, key=lambda role: role != "administrator"):
        actor = _in_post(place, role, organisation)
        if actor is None:
            actor = _invited(place, role, organisation, language, by=administrator or operator)
        administrator = administrator or actor
        yield role, actor


def _in_post(place: Place, role: str, organisation: Organisation) -> Actor | None:
    with acting(Actor(organisation=organisation.id, name="demo")):
        post = Post.objects.filter(
            organisation_id=organisation.id, role=role, person__email=email_of(place, role)
        ).first()
    if post is None:
        return None
    return Actor(
        organisation=organisation.id,
        person=post.person_id,
        post=post.id,
        role=role,
        teams=tuple(post.teams),
    )


def _invited(
    place: Place, role: str, organisation: Organisation, language: str, *, by: Actor
) -> Actor:
    from allauth.mfa.totp.internal.auth import TOTP

    then = timezone.now() - IN_POST_SINCE
    told = {"email": email_of(place, role), "name": place.people[role], "now": then}
    with acting(by):
        if role == "administrator":
            _made, secret = people.invite_administrator(**told, by=by)
        else:
            _made, secret = people.invite(**told, role=role, by=by)
    with acting(Actor(organisation=organisation.id, name="demo")):  # her app comes with her
        person = people.accept_invitation(
            organisation=organisation.id,
            secret=secret,
            password=PASSWORD,
            language=language,
            now=then,
        )
        TOTP.activate(person, sample_secret(email_of(place, role)))
    actor = _in_post(place, role, organisation)
    assert actor is not None  # noqa: S101 made above
    return actor


def email_of(place: Place, role: str) -> str:
    """Give the sample e-mail of whoever holds a role there."""
    return f"{role.replace('_', '.')}@{place.prefix.lower()}.example.org"
