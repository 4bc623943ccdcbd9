"""From a row of a standard frame to what a person's file, episode and case hold. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from suar.knowledge.rules.visibility import FieldGroup

Row = Mapping[str, Any]

_IDENTITY: Final = {
    "aliases": "other_names",
    "birth_place": "birth_place",
    "address": "address",
    "nik": "nik",
    "passport": "passport",
    "other_number": "other_id",
}
_EPISODE: Final = {
    "purposes": "purpose",
    "acts": "act",
    "means": "means",
    "control": "control",
}
_EPISODE_CODES: Final = {
    "recruitment_channel": "recruitment_channel",
    "recruiter_relation": "recruiter_relation",
    "country": "exploitation_country",
}


@dataclass(frozen=True)
class Brought:
    """What one row becomes. ``numbers``: system and number, for finding it again."""

    record: str
    facts: dict[str, Any] = field(default_factory=dict)
    groups: dict[FieldGroup, dict[str, Any]] = field(default_factory=dict)
    flags: dict[str, Any] = field(default_factory=dict)
    episode: dict[str, Any] = field(default_factory=dict)
    numbers: tuple[tuple[str, str], ...] = ()


def brought(row: Row, *, register: str) -> Brought:
    """Give what a row becomes. Blank stays *not asked*; a status in the file decides nothing here.

    Whether somebody was identified, and by which standard, is decided in Suar by a person: the
    file's own word stays in the register.
    """
    numbers = [(f"register:{register}"[:30], str(row["record"])[:80])]
    if row["case_id"]:
        numbers.append((f"case:{register}"[:30], str(row["case_id"])[:80]))
    return Brought(
        record=str(row["record"]),
        facts=_told(
            {
                "sex": row["sex"],
                "gender": row["gender"],
                "age_band": row["age_band"],
                "birth_year": row["birth_year"] or _year(row["birth_date"]),
                "nationalities": [row["citizenship"]] if row["citizenship"] else None,
                "home_province": (row["district"] or "")[:2],
            }
        ),
        groups=_groups(row),
        flags=_told({"child": {True: "yes", False: "no"}.get(row["minor"])}),
        episode=_episode(row),
        numbers=tuple(numbers),
    )


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


def _groups(row: Row) -> dict[FieldGroup, dict[str, Any]]:
    identity = {name: row[column] for name, column in _IDENTITY.items()}
    identity["name"] = row["name"] or " ".join(
        part for part in (row["given_name"], row["family_name"]) if part
    )
    identity["birth_on"] = row["birth_date"] or (str(row["birth_year"] or ""))
    found = {
        FieldGroup.IDENTITY: _told(identity),
        FieldGroup.CONTACT: _told({"number": row["phone"]}),
    }
    return {group: values for group, values in found.items() if values}


def _episode(row: Row) -> dict[str, Any]:
    told: dict[str, Any] = {name: list(row[column] or ()) for name, column in _EPISODE.items()}
    told |= {name: row[column] for name, column in _EPISODE_CODES.items()}
    told["sector"] = (row["sector"] or [None])[0]
    told["from_on"] = row["recruited"] or row["exploited"]
    told["until_on"] = row["exited"]
    return _told(told)


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [], ())}
