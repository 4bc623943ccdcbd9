"""Organisations, people and forms: their services, killed in the middle."""

import struct
import zlib
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from cast import NOW, Cast
from killable import PLENTY, Service, audited, counted, same

from suar.base.access.acting import acting
from suar.base.access.actor import Actor, part
from suar.base.accounts import founding, letterhead, organisations
from suar.base.accounts import services as accounts
from suar.base.accounts.models import (
    Emblem,
    Invitation,
    Organisation,
    OrganisationName,
    Person,
    Post,
    SentForm,
    Team,
)
from suar.base.accounts.once import new_key, once
from suar.base.identifiers import uuid7


def _do_invite(cast: Cast, _: Any) -> str:
    with acting(cast.administrator):
        invitation, _secret = accounts.invite(
            email=f"{uuid7().hex}@example.org",
            name="Baru",
            role="case_worker",
            now=NOW,
            by=cast.administrator,
        )
        return str(invitation.id)


def _invite_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        done = {str(row) for row in Invitation.objects.values_list("id", flat=True)}
    same(cast.administrator, "person.invite", done, told)


def _secrets(cast: Cast) -> list[str]:
    with acting(cast.administrator):
        return [
            accounts.invite(
                email=f"{uuid7().hex}@example.org",
                name="Baru",
                role="case_worker",
                now=NOW,
                by=cast.administrator,
            )[1]
            for _ in range(PLENTY)
        ]


def _do_accept(cast: Cast, left: list[str]) -> str:
    person = accounts.accept_invitation(
        organisation=cast.administrator.organisation,
        secret=left.pop(),
        password="hujan-di-bulan-juni",
        language="id",
        now=NOW,
    )
    return str(person.id)


def _accept_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        accepted = Invitation.objects.exclude(accepted_at=None)
        people = Person.objects.filter(email__in=accepted.values("email"))
        posts = Post.objects.filter(person__in=people)
        done = {str(row) for row in people.values_list("id", flat=True)}
        assert len(done) == accepted.count() == posts.count(), "half an acceptance"
        assert Person.objects.filter(name="Baru").count() == len(done)
        held = {str(row) for row in posts.values_list("id", flat=True)}
    assert told <= done
    assert set(audited(cast.administrator, "person.accept")) == held


def _do_team(cast: Cast, _: Any) -> str:
    with acting(cast.administrator):
        return str(organisations.make_team(name=uuid7().hex, by=cast.administrator).id)


def _team_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        done = {str(row) for row in Team.objects.values_list("id", flat=True)}
    same(cast.administrator, "team.make", done, told)


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


def _colleagues(cast: Cast) -> list[Post]:
    made = []
    with acting(cast.administrator):
        for _ in range(PLENTY):
            person = Person(email=f"{uuid7().hex}@example.org", name="x", created_at=NOW)
            person.save(force_insert=True)
            made.append(
                Post.objects.create(
                    person=person,
                    organisation_id=cast.administrator.organisation,
                    role="case_worker",
                    title="temporary",
                    from_on=date(2026, 1, 1),
                )
            )
    return made


def _do_end_post(cast: Cast, left: list[Post]) -> str:
    with acting(cast.administrator):
        post = left.pop()
        on = date(2026, 2, 1)
        accounts.end_post(post=post, on=on, version=post.version, now=NOW, by=cast.administrator)
        return str(post.id)


def _end_post_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        ended = Post.objects.filter(title="temporary").exclude(until_on=None)
        done = {str(row) for row in ended.values_list("id", flat=True)}
    same(cast.administrator, "post.end", done, told)


def _do_deactivate(cast: Cast, left: list[Post]) -> str:
    with acting(cast.administrator):
        person = Person.objects.get(pk=left.pop().person_id)
        return str(accounts.deactivate(person=person, now=NOW, by=cast.administrator).id)


def _deactivate_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        ended = Post.objects.filter(title="temporary").exclude(until_on=None)
        done = {str(row) for row in ended.values_list("person_id", flat=True)}
        closed = Person.objects.filter(is_active=False).values_list("id", flat=True)
        assert {str(row) for row in closed} == done, "a closed sign-in with a running post"
    same(cast.administrator, "person.deactivate", done, told)


def _operator(cast: Cast) -> Actor:
    """The operator at an organisation that has no administrator yet."""
    return Actor(organisation=cast.partner.organisation, name="operator")


def _do_first(cast: Cast, _: Any) -> str:
    by = _operator(cast)
    with acting(by):
        email = f"{uuid7().hex}@example.org"
        return str(accounts.invite_administrator(email=email, name="Baru", now=NOW, by=by)[0].id)


def _first_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(_operator(cast)):
        done = {str(row) for row in Invitation.objects.values_list("id", flat=True)}
    same(_operator(cast), "person.invite", done, told)


def _do_invite_first(cast: Cast, _: Any) -> str:
    organisation = cast.partner.organisation
    assert organisation
    _told, path = founding.invite_first(
        organisation=organisation, email="first@example.org", name="Baru", now=NOW, again=True
    )
    return path.rstrip("/").rsplit("/", 1)[-1]  # the link's secret


def _invite_first_holds(cast: Cast, told: set[str], _: Any) -> None:
    by = _operator(cast)
    with acting(by):
        made = list(Invitation.objects.order_by("id"))
    hashes = {each.secret_hash for each in made}
    assert {sha256(secret.encode()).hexdigest() for secret in told} <= hashes
    assert [each.withdrawn_at is None for each in made].count(True) == (1 if made else 0)
    assert sorted(audited(by, "person.invite")) == sorted(str(each.id) for each in made)
    withdrawn = sorted(str(each.id) for each in made if each.withdrawn_at)
    assert sorted(audited(by, "person.withdraw_invitation")) == withdrawn


def _invitations(cast: Cast) -> list[Invitation]:
    with acting(cast.administrator):
        return [
            accounts.invite(
                email=f"{uuid7().hex}@example.org",
                name="Baru",
                role="case_worker",
                now=NOW,
                by=cast.administrator,
            )[0]
            for _ in range(PLENTY)
        ]


def _do_withdraw(cast: Cast, left: list[Invitation]) -> str:
    with acting(cast.administrator):
        made = accounts.withdraw_invitation(invitation=left.pop(), now=NOW, by=cast.administrator)
        return str(made.id)


def _withdraw_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        withdrawn = Invitation.objects.exclude(withdrawn_at=None)
        done = {str(row) for row in withdrawn.values_list("id", flat=True)}
    same(cast.administrator, "person.withdraw_invitation", done, told)


def _do_assign(cast: Cast, left: list[Post]) -> str:
    by, post = cast.administrator, left.pop()
    with acting(by):
        team = Team.objects.filter(organisation_id=by.organisation).first()
        team = team or organisations.make_team(name="Tim", by=by)
        accounts.assign_teams(post=post, teams=[team.id], version=post.version, now=NOW, by=by)
    return str(post.id)


def _assign_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.administrator):
        assigned = Post.objects.filter(title="temporary").exclude(teams=[])
        assert not assigned.exclude(version=2).exists(), "a team without its version"
        done = {str(row) for row in assigned.values_list("id", flat=True)}
    same(cast.administrator, "post.assign_teams", done, told)


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
    Service("base.accounts.services.invite", _do_invite, _invite_holds),
    Service("base.accounts.founding.invite_first", _do_invite_first, _invite_first_holds),
    Service("base.accounts.services.invite_administrator", _do_first, _first_holds),
    Service(
        "base.accounts.services.withdraw_invitation", _do_withdraw, _withdraw_holds, _invitations
    ),
    Service("base.accounts.services.accept_invitation", _do_accept, _accept_holds, _secrets),
    Service("base.accounts.services.end_post", _do_end_post, _end_post_holds, _colleagues),
    Service("base.accounts.services.assign_teams", _do_assign, _assign_holds, _colleagues),
    Service("base.accounts.services.deactivate", _do_deactivate, _deactivate_holds, _colleagues),
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
