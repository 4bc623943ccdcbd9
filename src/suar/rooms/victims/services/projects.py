"""The secret of a project under which agencies compare keys: brought, kept sealed, renewed."""

from datetime import datetime

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.base.vault.services import seal_text
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.victims.keys import place_of_secret, write_all_keys
from suar.rooms.victims.models import ProjectSecret
from suar.rooms.victims.services.ground import own, who


@transaction.atomic
def bring_secret(*, secret: str, now: datetime, by: Actor) -> ProjectSecret:
    """Keep a project's secret for the organisation and make the keys of every identity under it.

    Raises
    ------
    Denied
        If the post may not, or the secret is so short that it could be found by trying.
    """
    from suar.analytics.linkage.keys.secret import is_short, ring

    may(by.holder, Permission.MANAGE_KEYS).require()
    if is_short(secret.strip()):
        raise Denied("Not yet: the secret is too short. Make one with `suar key secret`.")
    ProjectSecret.objects.filter(organisation_id=own(by), retired_at=None).update(
        retired_at=now, sealed=b""
    )
    row = ProjectSecret(
        id=uuid7(),
        organisation_id=own(by),
        fingerprint=ring(secret.strip()).fingerprint,
        brought_at=now,
        brought_by=who(by),
    )
    row.sealed = seal_text(secret.strip(), place=place_of_secret(own(by), row.id))
    row.save(force_insert=True)
    written = write_all_keys(organisation=own(by), secret=row, text=secret.strip(), now=now)
    record(
        action="project.secret",
        detail={"fingerprint": row.fingerprint, "identities": written},
        by=by,
    )
    return row
