"""Other systems' numbers of our records: sealed under the record's key, found by a keyed token.

A number never lies in clear. Where a person was erased its token stays, so that a register that is
brought in once more does not bring her back; it opens nothing and answers no search.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet

from suar.base.access.actor import Actor
from suar.base.access.models import OtherNumber
from suar.base.identifiers.keys import uuid7
from suar.base.vault.envelope import Place, key_of, unseal
from suar.base.vault.ring import open_held
from suar.base.vault.search import number_token
from suar.base.vault.services import seal_text
from suar.knowledge.rules.numbers import group_of


def keep_other_number(
    *, organisation: UUID, subject: tuple[str, UUID], system: str, number: str
) -> OtherNumber:
    """Seal a number beside a record; one that stands there already is given back.

    The caller has asked the rule, and writes the audit.
    """
    kind, subject_id = subject
    row = OtherNumber(
        id=uuid7(),
        organisation_id=organisation,
        subject_kind=kind,
        subject_id=subject_id,
        system=system,
        token=number_token(organisation=organisation, number=number),
    )
    row.sealed = seal_text(number.strip(), place=_place(row))
    found, _new = OtherNumber.objects.get_or_create(
        organisation_id=organisation,
        subject_id=subject_id,
        system=system,
        token=row.token,
        defaults={"id": row.id, "subject_kind": kind, "sealed": row.sealed},
    )
    return found


def other_numbers_of(organisation: UUID, subjects: Iterable[UUID]) -> QuerySet[OtherNumber]:
    """Give the numbers of these records in the order in which they were written down."""
    return (
        OtherNumber.objects.filter(organisation_id=organisation, subject_id__in=sorted(subjects))
        .exclude(sealed=b"")
        .order_by("id")
    )


def open_other_number(row: OtherNumber, *, keys: Mapping[UUID, bytes] | None = None) -> str:
    """Give a number as it was written; by one of ``keys``, where the page asked for them before.

    Raises
    ------
    NotOpened, Destroyed, VaultClosed
        See `base.vault`.
    """
    sealed = bytes(row.sealed)
    if keys is not None and key_of(sealed) in keys:
        return unseal(sealed, key=keys[key_of(sealed)], place=_place(row)).decode()
    return open_held(sealed, place=_place(row))


def find_by_other_number(actor: Actor, *, number: str) -> list[tuple[str, UUID]]:
    """Give kind and id of our records that carry this number in any other system."""
    if actor.organisation is None or not number.strip():
        return []
    rows = _carrying(actor.organisation, number).exclude(sealed=b"")
    return list(rows.values_list("subject_kind", "subject_id").distinct())


def was_kept(*, organisation: UUID, kind: str, system: str, number: str) -> bool:
    """Whether a record of ours, one that was erased too, carries this number of a system."""
    return _carrying(organisation, number).filter(subject_kind=kind, system=system).exists()


def empty_other_numbers(organisation: UUID, subjects: Iterable[UUID]) -> None:
    """Take the numbers of erased records away; their tokens stay."""
    other_numbers_of(organisation, subjects).update(sealed=b"")


def _carrying(organisation: UUID, number: str) -> QuerySet[OtherNumber]:
    token = number_token(organisation=organisation, number=number)
    return OtherNumber.objects.filter(organisation_id=organisation, token=token)


def _place(row: OtherNumber) -> Place:
    return Place(
        row.organisation_id,
        row.subject_kind,
        row.subject_id,
        row.id,
        group_of(row.system).value,
        "number",
    )
