"""Organisations, teams, emblems and forms sent twice: their services, killed in the middle."""

import struct
import zlib
from datetime import date, timedelta
from typing import Any

from cast import NOW, Cast
from killable import Service, audited, counted, same

from suar.base.access.acting import acting
from suar.base.access.actor import Actor, part
from suar.base.accounts import letterhead, organisations
from suar.base.accounts.models import Emblem, Organisation, OrganisationName, SentForm, Team
from suar.base.accounts.once import new_key, once
from suar.base.identifiers import uuid7


def _do_found(cast: Cast, _: Any) -> str:
    made = organisations.found_organisation(
        kind="ngo",
        level="village",
        prefix=uuid7().hex[-4:],
        name_en="Founded",
        name_id="Didirikan",
        short="D",
        now=NOW,
        by=part("operator"),
    )
    return str(made.id)


def _found_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        founded = list(Organisation.objects.filter(level="village"))
        for one in founded:
            assert one.names.count() == 1, "an organisation without its name"
    assert told <= {str(one.id) for one in founded}
    for one in founded:
        founder = Actor(organisation=one.id, name="test")
        assert audited(founder, "organisation.found") == [str(one.id)]


def _do_rename(cast: Cast, _: Any) -> str:
    with acting(cast.administrator):
        own = OrganisationName.objects.filter(organisation_id=cast.administrator.organisation)
        name = organisations.rename_organisation(
            name_en="New",
            name_id="Baru",
            short="B",
            on=date(2000, 1, 1) + timedelta(days=own.count()),
            today=date(2026, 3, 1),
            by=cast.administrator,
        )
        return str(name.id)


def _rename_holds(cast: Cast, told: set[str], _: Any) -> None:
    by = cast.administrator
    with acting(by):
        names = OrganisationName.objects.filter(organisation_id=by.organisation)
        assert names.filter(until_on=None).count() == 1, "two names at once, or none"
        done = {str(row) for row in names.values_list("id", flat=True)}
    assert told <= done
    assert len(audited(by, "organisation.rename")) == len(done) - 1


def _do_edit(cast: Cast, _: Any) -> str:
    by = cast.nurse.organisation
    administrator = Actor(organisation=by, person=uuid7(), role="administrator")
    with acting(administrator):
        version = Organisation.objects.get(id=by).version
        organisations.edit_organisation(
            address=f"Jalan Rekaan {version}",
            hotline="129",
            zone="Asia/Jakarta",
            version=version,
            now=NOW,
            by=administrator,
        )
    return str(version)  # the first change takes version 1


def _edit_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.nurse):
        own = Organisation.objects.get(id=cast.nurse.organisation)
    events = counted(cast.nurse, "organisation.edit", told)
    assert own.version == 1 + events, "a version without its event, or reversed"
    assert own.address == (f"Jalan Rekaan {events}" if events else "")


def _do_team(cast: Cast, _: Any) -> str:
    with acting(cast.administrator):
        return str(organisations.make_team(name=uuid7().hex, by=cast.administrator).id)


def _team_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        done = {str(row) for row in Team.objects.values_list("id", flat=True)}
    same(cast.administrator, "team.make", done, told)


def _team(cast: Cast) -> Team:
    with acting(cast.administrator):
        return organisations.make_team(name="Tim 0", by=cast.administrator)


def _do_rename_team(cast: Cast, team: Team) -> str:
    by = cast.administrator
    with acting(by):
        version = Team.objects.get(id=team.id).version
        organisations.rename_team(team=team, name=f"Tim {version}", version=version, now=NOW, by=by)
    return str(version)


def _rename_team_holds(cast: Cast, told: set[str], team: Team) -> None:
    with acting(cast.administrator):
        now = Team.objects.get(id=team.id)
    events = counted(cast.administrator, "team.rename", told)
    assert (now.version, now.name) == (1 + events, f"Tim {events}"), "half renamed"


def _png() -> bytes:
    """Give the smallest image that an emblem may be."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    drawn = zlib.compress(b"\0\0")
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        (chunk(b"IHDR", head), chunk(b"IDAT", drawn), chunk(b"IEND", b""))
    )


def _do_emblem(cast: Cast, _: Any) -> str:
    by = cast.administrator
    number = len(audited(by, "organisation.put_emblem"))
    with acting(by):
        letterhead.put_emblem(content=_png(), now=NOW + timedelta(seconds=number), by=by)
    return str(number + 1)


def _emblem_holds(cast: Cast, told: set[str], _: Any) -> None:
    events = counted(cast.administrator, "organisation.put_emblem", told)
    with acting(cast.administrator):
        emblem = Emblem.objects.filter(organisation_id=cast.administrator.organisation).first()
    found = emblem.changed_at if emblem else None
    assert found == (NOW + timedelta(seconds=events - 1) if events else None)


def _do_remove(cast: Cast, _: Any) -> str:
    _do_emblem(cast, _)
    with acting(cast.administrator):
        letterhead.remove_emblem(by=cast.administrator)
    return str(len(audited(cast.administrator, "organisation.remove_emblem")))


def _remove_holds(cast: Cast, told: set[str], _: Any) -> None:
    removed = counted(cast.administrator, "organisation.remove_emblem", told)
    put = len(audited(cast.administrator, "organisation.put_emblem"))
    with acting(cast.administrator):
        left = Emblem.objects.filter(organisation_id=cast.administrator.organisation).count()
    assert left <= 1
    assert put - removed >= left  # put again over one that a kill left: it replaced that one
    assert bool(left) or removed or not put


def _do_once(cast: Cast, _: Any) -> str:
    by, key = cast.administrator, new_key()

    def deed() -> str:
        return f"/teams/{organisations.make_team(name=key.hex, by=by).id}/"

    with acting(by):
        first = once(key=key, deed=deed, by=by)
    with acting(by):
        assert once(key=key, deed=deed, by=by) == (first[0], False), "sent twice, done twice"
    return key.hex


def _once_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        forms = {form.key.hex: form.led_to for form in SentForm.objects.all()}
        teams = {team.name: f"/teams/{team.id}/" for team in Team.objects.all()}
    assert told <= set(forms)
    assert forms == teams, "a form without its deed, or reversed"


SERVICES: tuple[Service, ...] = (
    Service("base.accounts.organisations.found_organisation", _do_found, _found_holds),
    Service("base.accounts.organisations.rename_organisation", _do_rename, _rename_holds),
    Service("base.accounts.organisations.edit_organisation", _do_edit, _edit_holds),
    Service("base.accounts.organisations.make_team", _do_team, _team_holds),
    Service("base.accounts.organisations.rename_team", _do_rename_team, _rename_team_holds, _team),
    Service("base.accounts.letterhead.put_emblem", _do_emblem, _emblem_holds),
    Service(  # each call puts one first
        "base.accounts.letterhead.remove_emblem", _do_remove, _remove_holds, alike=False
    ),
    Service("base.accounts.once.once", _do_once, _once_holds),
)
