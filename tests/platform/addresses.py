"""Every address of the platform, and records to put into those that name one."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cast import NOW
from django.urls import URLPattern, URLResolver, get_resolver

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7

#: Stands in every sample's text fields: an answer to another organisation never holds it.
MARK = "Penanda-Rekaan-7391"

#: allauth's addresses carry no `.access`: it guards them itself, they run as the doorkeeper, who
#: sees nothing of any organisation's, and they show a person her own sign-in and nobody else's.
NOT_OURS = ("allauth.", "django.views.generic")


@dataclass(frozen=True)
class Address:
    """One row of the URLconf."""

    name: str
    view: Callable[..., Any]
    kwargs: dict[str, str]  # name: the converter's

    @property
    def access(self) -> Any:
        return getattr(self.view, "access", None)

    @property
    def ours(self) -> bool:
        module = getattr(getattr(self.view, "view_class", self.view), "__module__", "")
        return not module.startswith(NOT_OURS)


def every_address() -> list[Address]:
    """Walk the URLconf."""
    return list(_walk(get_resolver(), "", {}))


def _walk(place: URLResolver, space: str, outer: dict[str, str]) -> Iterator[Address]:
    for each in place.url_patterns:
        written = {k: type(c).__name__ for k, c in each.pattern.converters.items()}
        found = {**outer, **dict.fromkeys(each.pattern.regex.groupindex, ""), **written}
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each, inner, found)
        elif isinstance(each, URLPattern):
            yield Address(f"{space}{each.name}", each.callback, found)


def _upload(owner: Actor) -> UUID:
    from suar.rooms.registers.models import Upload

    row = Upload(
        organisation_id=owner.organisation,
        reference=f"T-{uuid7().hex[:12]}",
        title=MARK,
        register=MARK.lower(),
        suffix=".csv",
        size=10,
        sha256="0" * 64,
        state="checked",
        checked={"register": MARK, "rows": 1, "accepted": 1, "rejected": 0, "warnings": []},
        uploaded_at=NOW,
        uploaded_by=owner.person,
    )
    row.save(force_insert=True)
    return row.id


def _work(owner: Actor) -> UUID:
    from suar.base.vault.files import write_sealed
    from suar.rooms.registers.models import Work
    from suar.rooms.registers.picturing import RESULTS
    from suar.rooms.registers.services import place_of_result

    row = Work(
        organisation_id=owner.organisation,
        reference=f"T-{uuid7().hex[:12]}",
        kind="picture",
        uploads=[],
        state="done",
        step=MARK,
        problem=MARK,
        asked_at=NOW,
        asked_by=owner.person,
    )
    row.save(force_insert=True)
    for name in RESULTS:
        write_sealed(iter([MARK.encode()]), place=place_of_result(row, name))
    return row.id


def _person(owner: Actor) -> UUID:
    from suar.base.accounts.models import Person, Post

    person = Person(email=f"{uuid7().hex}@example.org", name=MARK, created_at=NOW)
    person.set_unusable_password()
    person.save(force_insert=True)
    Post.objects.create(
        person=person,
        organisation_id=owner.organisation,
        role="case_worker",
        from_on=date(2026, 1, 1),
    )
    return person.id


def _post(owner: Actor) -> UUID:
    from suar.base.accounts.models import Post

    return Post.objects.get(person_id=_person(owner)).id


def _invitation(owner: Actor) -> UUID:
    from suar.base.accounts.models import Invitation

    row = Invitation(
        organisation_id=owner.organisation,
        email=f"{uuid7().hex}@example.org",
        name=MARK,
        role="case_worker",
        secret_hash=uuid7().hex,
        invited_by=owner.person,
        invited_at=NOW,
        until_at=NOW,
    )
    row.save(force_insert=True)
    return row.id


def _team(owner: Actor) -> UUID:
    from suar.base.accounts.models import Team

    name = f"{MARK} {uuid7().hex}"
    return Team.objects.create(organisation_id=owner.organisation, name=name).id


#: What an address names, by the kwarg's name without `_id`: who owns it is asked of each.
SAMPLES: dict[str, Callable[[Actor], UUID]] = {
    "upload": _upload,
    "register": _upload,
    "other": _upload,
    "work": _work,
    "job": _work,
    "person": _person,
    "post": _post,
    "invitation": _invitation,
    "team": _team,
    "organisation": lambda owner: owner.organisation,
}
#: Kwargs that name no record, with a value that fits.
WORDS: dict[str, str] = {"secret": "no-such-secret", "name": "picture.html", "result": "page"}


def sample(name: str, owner: Actor) -> str:
    """Give a value for a kwarg: a fresh record of the owner's, or a word that names none."""
    short = name.removesuffix("_id")
    if short in WORDS:
        return WORDS[short]
    if short not in SAMPLES:
        raise LookupError(f"list the kwarg {name!r} in tests/platform/addresses.py")
    with acting(owner):
        return str(SAMPLES[short](owner))
