"""An invented country on the platform: eight organisations, their people, registers, one picture.

Everything goes through the services that people use; nothing is written past a rule. Passwords and
authenticator secrets are samples, the same at every loading: never in production.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils import timezone

from suar.analytics.progress import Progress, silent
from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.accounts import services as people
from suar.base.accounts.models import Organisation, Person, Post
from suar.base.accounts.organisations import found_organisation
from suar.knowledge.refusal import Refusal
from suar.rooms.registers import jobs, services
from suar.rooms.registers.models import Upload, Work

PASSWORD: Final = "contoh-rekaan-2026"  # noqa: S105 a sample, printed on purpose
_CHUNK: Final = 1 << 20


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


def load_demo(
    registers: Path, *, language: str = "en", progress: Progress = silent
) -> list[dict[str, str]]:
    """Load the invented country and give its sample sign-ins; loaded before, give them only.

    Parameters
    ----------
    registers
        The folder that `suar.analytics.synthetic.simulate` wrote.
    language
        Of the people's pages and of the joint picture: ``en`` or ``id``.

    Raises
    ------
    Refusal
        In production, or if a register is missing.
    """
    if settings.PRODUCTION:
        raise Refusal(
            "sample sign-ins are never loaded in production",
            remedy="Run suar demo, or set SUAR_MODE=demo for a folder of its own.",
        )
    for place in COUNTRY:
        if place.register and not (registers / place.register).is_file():
            raise Refusal("is not there", file=place.register, remedy="Run suar simulate first.")
    with at_the_door():
        for place in COUNTRY:
            if not _is_there(place):
                _load(place, registers, language, progress)
    return [
        {
            "role": role,
            "organisation": place.name_id if language == "id" else place.name_en,
            "email": _email(place, role),
            "password": PASSWORD,
            "totp_secret": _secret(place, role),
        }
        for place in COUNTRY
        for role in place.people
    ]


def _is_there(place: Place) -> bool:
    with acting(Actor(organisation=None, name="demo")):
        first = Person.objects.filter(email=_email(place, list(place.people)[-1]))
        return first.exists()


def _load(place: Place, registers: Path, language: str, progress: Progress) -> None:
    progress(f"Loading {place.short}")
    organisation = found_organisation(
        kind=place.kind,
        level=place.level,
        prefix=place.prefix,
        name_en=place.name_en,
        name_id=place.name_id,
        short=place.short,
        now=timezone.now(),
        by=Actor(name="demo"),
    )
    posts = _staff(place, organisation, language)
    analyst = posts.get("analyst")
    if analyst is None:
        return
    kept = [place] if place.register else [each for each in COUNTRY if each.register]
    uploads = [_upload(each, registers, analyst) for each in kept]
    if place is TASK_FORCE:
        progress("Making the joint picture")
        _picture(uploads, language, analyst)


def _staff(place: Place, organisation: Organisation, language: str) -> dict[str, Actor]:
    """Invite everybody as it is done: the operator an administrator, she the others."""
    operator = Actor(organisation=organisation.id, name="demo")
    with acting(operator):
        _made, secret = people.invite_administrator(
            email=_email(place, "administrator"),
            name=place.people["administrator"],
            now=timezone.now(),
            by=operator,
        )
    posts = {"administrator": _accept(place, "administrator", organisation, secret, language)}
    for role, name in place.people.items():
        if role == "administrator":
            continue
        by = posts["administrator"]
        with acting(by):
            _made, secret = people.invite(
                email=_email(place, role), name=name, role=role, now=timezone.now(), by=by
            )
        posts[role] = _accept(place, role, organisation, secret, language)
    return posts


def _accept(
    place: Place, role: str, organisation: Organisation, secret: str, language: str
) -> Actor:
    from allauth.mfa.totp.internal.auth import TOTP

    person = people.accept_invitation(
        organisation=organisation.id,
        secret=secret,
        password=PASSWORD,
        language=language,
        now=timezone.now(),
    )
    TOTP.activate(person, _secret(place, role))
    with acting(Actor(organisation=organisation.id, name="demo")):
        post = Post.objects.get(organisation_id=organisation.id, person=person)
    return Actor(organisation=organisation.id, person=person.id, post=post.id, role=role)


def _upload(kept: Place, registers: Path, by: Actor) -> Upload:
    with acting(by):
        upload, work = services.upload_register(
            parts=_parts(registers / kept.register),
            file_name=kept.register,
            title=f"{kept.short}, {kept.title}",
            now=timezone.now(),
            by=by,
        )
    _do(work, by)
    with acting(by):
        return Upload.objects.get(id=upload.id, organisation_id=by.organisation)


def _picture(uploads: list[Upload], language: str, by: Actor) -> None:
    with acting(by):
        work = services.ask_for_picture(
            uploads=uploads, language=language, now=timezone.now(), by=by
        )
    _do(work, by)


def _do(work: Work, by: Actor) -> None:
    """Do a job here and now; the worker finds it done.

    Raises
    ------
    Refusal
        If it could not be done: a demonstration never lacks a part in silence.
    """
    jobs.run_work(
        work=str(work.id), organisation=str(by.organisation), person=str(by.person), role=by.role
    )
    with acting(by):
        done = Work.objects.get(id=work.id, organisation_id=by.organisation)
        services.note_read(works=[done], now=timezone.now(), by=by)
    if done.state != Work.State.DONE:
        raise Refusal(f"{work.kind} {work.reference} was not done", remedy=done.problem)


def _parts(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            yield part


def _email(place: Place, role: str) -> str:
    return f"{role.replace('_', '.')}@{place.prefix.lower()}.example.org"


def _secret(place: Place, role: str) -> str:
    """Give a sample secret of an authenticator app, the same at every loading."""
    digest = sha256(f"suar demo {_email(place, role)}".encode()).digest()
    return base64.b32encode(digest[:20]).decode()
