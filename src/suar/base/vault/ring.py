"""The keys of everybody on one page, asked at once: what is opened there asks for none again."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from suar.base.access.reading import asked_once, read
from suar.base.vault.envelope import Place, key_of, unseal
from suar.base.vault.keyring import open_data_key
from suar.base.vault.models import DataKey, OrganisationKey
from suar.base.vault.services import open_text


def keys_asked(
    organisation: UUID, subjects: Iterable[UUID]
) -> tuple[QuerySet[DataKey], QuerySet[OrganisationKey]]:
    """Give the keys of these subjects and the organisation's under which they lie, unread."""
    hers = DataKey.objects.filter(organisation_id=organisation, subject_id__in=sorted(subjects))
    return hers, OrganisationKey.objects.filter(organisation_id=organisation)


def hold_keys(organisation: UUID, subjects: Iterable[UUID]) -> None:
    """Keep the keys of these subjects until the page is made; they stay wrapped."""
    asked, above = keys_asked(organisation, subjects)
    under = {key.id: key for key in read(above)}
    for key in read(asked):
        key.under = under[key.under_id]
        _ring()[key.id] = key


def open_held(sealed: bytes, *, place: Place) -> str:
    """Open a text by a key that the page holds; by one that is asked for where it holds none.

    Raises
    ------
    NotOpened, Destroyed, VaultClosed
        See `keyring` and `envelope`.
    """
    key = _ring().get(key_of(sealed))
    if key is None:
        return open_text(sealed, place=place)
    return unseal(sealed, key=open_data_key(key), place=place).decode()


def _ring() -> dict[UUID, DataKey]:
    return asked_once("keys of the page", dict)
