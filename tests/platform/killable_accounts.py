"""People, their posts and invitations: their services, killed in the middle."""

from datetime import date
from hashlib import sha256
from typing import Any

from cast import NOW, Cast
from killable import PLENTY, Service, audited, same

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts import founding, organisations
from suar.base.accounts import services as accounts
from suar.base.accounts.models import Invitation, Person, Post, Team
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
)
