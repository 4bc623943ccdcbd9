"""Words of a row, sealed at its place under the person's key; many rows open with one query."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol
from uuid import UUID

from suar.base.vault.envelope import Place, key_of, unseal
from suar.base.vault.keyring import open_data_key
from suar.base.vault.models import DataKey
from suar.base.vault.services import open_text, seal_text

_FIELD: Final = "words"


class Sealed(Protocol):
    """What the words of a row are opened with: its place, and what was sealed there."""

    @property
    def id(self) -> UUID: ...
    @property
    def organisation_id(self) -> UUID: ...
    @property
    def victim_id(self) -> UUID: ...
    @property
    def sealed(self) -> bytes: ...
    @property
    def GROUP(self) -> str: ...  # noqa: N802 the tables' own name for it


def place_of(row: Sealed) -> Place:
    """Give where the words of a case's row belong: under the person's key of its group."""
    return Place(row.organisation_id, "victim", row.victim_id, row.id, row.GROUP, _FIELD)


def place_of_own(row: Any, kind: str, group: str) -> Place:
    """Give where the words of a row that is no person's belong: a shelter's, a threat's."""
    return Place(row.organisation_id, kind, row.id, row.id, group, _FIELD)


def seal_words(row: Sealed, words: dict[str, Any]) -> bytes:
    """Seal what was told; nothing where nothing was."""
    return _sealed(words, place_of(row))


def words_of(row: Sealed) -> dict[str, Any]:
    """Open a row's words."""
    return _opened(bytes(row.sealed), place_of(row))


def seal_own(row: Any, kind: str, group: str, words: dict[str, Any]) -> bytes:
    """Seal words of a row that is no person's."""
    return _sealed(words, place_of_own(row, kind, group))


def words_of_own(row: Any, kind: str, group: str) -> dict[str, Any]:
    """Open words of a row that is no person's."""
    return _opened(bytes(row.sealed), place_of_own(row, kind, group))


def words_of_many(
    rows: Iterable[Sealed], *, keys: Mapping[UUID, bytes] | None = None
) -> dict[UUID, dict[str, Any]]:
    """Open the words of many rows with one query for their keys (none where ``keys`` are told).

    A row whose key was destroyed has no words any more: her data was erased, the row's facts stay.
    """
    sealed = {row.id: (row, bytes(row.sealed)) for row in rows if row.sealed}
    held = keys_of(value for _, value in sealed.values()) if keys is None else keys
    return {
        row_id: json.loads(unseal(value, key=held[key_of(value)], place=place_of(row)))
        for row_id, (row, value) in sealed.items()
        if key_of(value) in held
    }


def keys_of(sealed: Iterable[bytes]) -> dict[UUID, bytes]:
    """Give the keys of sealed values that still open, in one query; none is asked for nothing."""
    ids = {key_of(value) for value in sealed if value}
    if not ids:
        return {}
    return {
        key.id: open_data_key(key)
        for key in DataKey.objects.select_related("under").filter(id__in=ids, destroyed_at=None)
    }


def _sealed(words: dict[str, Any], place: Place) -> bytes:
    told = {key: value for key, value in words.items() if value not in ("", None, [])}
    return seal_text(json.dumps(told, ensure_ascii=False), place=place) if told else b""


def _opened(sealed: bytes, place: Place) -> dict[str, Any]:
    return dict(json.loads(open_text(sealed, place=place))) if sealed else {}
