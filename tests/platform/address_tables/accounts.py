"""People, posts, invitations and teams: an administrator's, never assigned or granted."""

from datetime import date

from addresses import MARK, Made, Row, Want
from cast import NOW

from suar.base.accounts.models import Invitation, Person, Post, Team
from suar.base.identifiers import uuid7


def _new_person(want: Want) -> Post:
    person = Person(email=f"{uuid7().hex}@example.org", name=want.mark(), created_at=NOW)
    person.set_unusable_password()
    person.save(force_insert=True)
    return Post.objects.create(
        person=person,
        organisation_id=want.owner.organisation,
        role="case_worker",
        from_on=date(2026, 1, 1),
    )


def _person(want: Want) -> Made:
    return Made({"person_id": _new_person(want).person_id})


def _post(want: Want) -> Made:
    return Made({"post_id": _new_person(want).id})


def _invitation(want: Want) -> Made:
    row = Invitation(
        organisation_id=want.owner.organisation,
        email=f"{uuid7().hex}@example.org",
        name=want.mark(),
        role="case_worker",
        secret_hash=uuid7().hex,
        invited_by=want.owner.person,
        invited_at=NOW,
        until_at=NOW,
    )
    row.save(force_insert=True)
    return Made({"invitation_id": row.id})


def _team(want: Want) -> Made:
    name = f"{MARK} {uuid7().hex}"
    row = Team.objects.create(organisation_id=want.owner.organisation, name=name)
    return Made({"team_id": row.id})


def _link(want: Want) -> Made:
    return Made({"organisation": want.owner.organisation, "secret": "no-such-secret"})


ROWS = {
    "people:index": Row(),
    "people:invite": Row(),
    "people:withdraw": Row(_invitation),
    "people:end_post": Row(_post),
    "people:teams": Row(_post),
    "people:person": Row(_person),
    "people:deactivate": Row(_person),
    "people:organisation": Row(),
    "people:rename": Row(),
    "people:team": Row(),
    "people:edit_team": Row(_team),
    "people:edit": Row(),
    "people:emblem": Row(),
    "people:emblem_remove": Row(),
    "invitation": Row(_link, there=False),
    "account_email": Row(there=False),
    "account_email_verification_sent": Row(there=False),
    "account_confirm_email": Row(lambda _want: {"key": "none"}, there=False),
    "account_set_password": Row(there=False),
    "account_confirm_login_code": Row(there=False),
    "socialaccount_connections": Row(there=False),
    "socialaccount_signup": Row(there=False),
}
