"""Invented people for browser tests."""

from datetime import date
from uuid import UUID

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation, OrganisationName, Person, Post
from suar.base.identifiers import uuid7

PASSWORD = "hujan-di-bulan-juni"


def analyst() -> UUID:
    """Make a task force with an analyst who signs in with PASSWORD; give her key."""
    return person("analyst", "analyst", prefix="GT", kind="task_force")


def person(name: str, role: str, *, prefix: str, kind: str) -> UUID:
    """Make an organisation and one person with a post in it."""
    from django.utils import timezone

    now = timezone.now()
    organisation = Organisation(kind=kind, level="national", prefix=prefix, created_at=now)
    made = Person(id=uuid7(), email=f"{name}@example.org", name=name, created_at=now)
    made.set_password(PASSWORD)
    with acting(Actor(organisation=organisation.id, name="test")):
        organisation.save(force_insert=True)
        OrganisationName.objects.create(
            organisation=organisation,
            name_en=f"Organisation {prefix} (invented)",
            name_id=f"Lembaga {prefix} (rekaan)",
            short=prefix,
        )
        made.save(force_insert=True)
        Post.objects.create(
            person=made, organisation=organisation, role=role, from_on=date(2026, 1, 1)
        )
    return made.id
