"""People over HTTP: invite, accept, end a post, teams, leave; the organisation's dated names."""

import re
from datetime import timedelta

import pytest
from cast import PASSWORD, Cast, make_cast
from django.test import Client
from django.utils import timezone
from signing import client_of, key_in, visitor

from suar.base.access.acting import acting
from suar.base.accounts import organisations, services
from suar.base.accounts.models import Invitation, OrganisationName, Person, Post, Team
from suar.base.audit.models import Event
from suar.knowledge.rules.decision import Denied

NEW = "baru@example.org"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _invite(client: Client, *, email: str = NEW, role: str = "hotline_operator") -> str:
    key = key_in(client.get("/people/invite/").content.decode())
    sent = {"once": key, "name": "Orang Baru", "email": email, "role": role}
    page = client.post("/people/invite/", sent).content.decode()
    again = client.post("/people/invite/", sent)
    assert again.headers["Location"] == "/people/"
    link = re.search(r'value="http://localhost(/invitation/[^"]+)"', page)
    assert link, page
    return link[1]


def test_an_invitation_is_accepted_once_by_whoever_holds_the_link(cast: Cast) -> None:
    link = _invite(client_of(cast.administrator))
    with acting(cast.administrator):
        assert Invitation.objects.count() == 1
        assert link.split("/")[3] not in str(list(Invitation.objects.values()))
    guest = visitor()
    page = guest.get(link).content.decode()
    assert "Organisation RA (invented) invites you as: Hotline operator." in page
    short = guest.post(link, {"password": "pendek", "again": "pendek"})
    assert short.status_code == 422
    assert guest.post(link, {"password": PASSWORD, "again": "lain"}).status_code == 422
    assert guest.post(link, {"password": PASSWORD, "again": PASSWORD}).status_code == 302
    assert "This invitation was used already" in guest.get(link).content.decode()
    answer = guest.post("/account/login/", {"login": NEW, "password": PASSWORD})
    assert answer.status_code == 302
    assert guest.get("/day/").headers["Location"] == "/second-factor/"


def test_a_link_of_nobody_or_withdrawn_or_old_opens_nothing(cast: Cast) -> None:
    client = client_of(cast.administrator)
    link = _invite(client)
    wrong = visitor().get(link[:-2] + "x/")
    assert wrong.status_code == 404
    assert "fits no invitation" in wrong.content.decode()
    elsewhere = link.replace(str(cast.administrator.organisation), str(cast.nurse.organisation))
    assert visitor().get(elsewhere).status_code == 404
    with acting(cast.administrator):
        made = Invitation.objects.get()
    client.post(f"/people/invitations/{made.id}/withdraw/")
    assert "was withdrawn" in visitor().get(link).content.decode()
    late = _invite(client, email="lambat@example.org")
    with acting(cast.administrator):
        Invitation.objects.update(until_at=timezone.now() - timedelta(minutes=1))
    gone = visitor().post(late, {"password": PASSWORD, "again": PASSWORD})
    assert gone.status_code == 404


def test_who_signs_in_already_adds_the_post_without_a_new_password(cast: Cast) -> None:
    link = _invite(client_of(cast.administrator), email="nurse@example.org")
    guest = visitor()
    assert "You sign in with nurse@example.org already" in guest.get(link).content.decode()
    guest.post(link, {"password": "bukan-kata-sandinya", "again": "bukan-kata-sandinya"})
    client = client_of(cast.nurse)
    assert client.get("/day/").content.decode().count('name="post"') == 2  # one form a post


def test_a_post_is_ended_from_a_day_and_its_history_stays(cast: Cast) -> None:
    client = client_of(cast.administrator)
    address = f"/people/posts/{cast.case_worker.post}/end/"
    today = services.today(timezone.now())
    yesterday = {"on": (today - timedelta(days=1)).isoformat(), "version": 1}
    assert client.post(address, yesterday).status_code == 422
    stale = client.post(address, {"on": today.isoformat(), "version": 7})
    assert stale.status_code == 409
    assert "Someone changed this while you were writing" in stale.content.decode()
    assert client.post(address, {"on": today.isoformat(), "version": 1}).status_code == 302
    page = client.get("/people/").content.decode()
    assert "Formerly here" in page
    with acting(cast.administrator):
        assert Post.objects.get(id=cast.case_worker.post).until_on == today
        assert Event.objects.filter(action="post.end").count() == 1


def test_nobody_ends_her_own_post_or_anothers_organisations(cast: Cast) -> None:
    client = client_of(cast.administrator)
    own = client.get(f"/people/{cast.administrator.person}/").content.decode()
    assert "somebody else has to end your own post" in own
    assert client.post(f"/people/posts/{cast.administrator.post}/end/").status_code == 403
    assert client.post(f"/people/{cast.administrator.person}/deactivate/").status_code == 403
    for address in (
        f"/people/{cast.nurse.person}/",
        f"/people/{cast.nurse.person}/deactivate/",
        f"/people/posts/{cast.nurse.post}/end/",
        f"/people/posts/{cast.nurse.post}/teams/",
    ):
        assert client.get(address).status_code == 404
        assert client.post(address).status_code in (404, 405)


def test_leaving_asks_first(cast: Cast) -> None:
    client = client_of(cast.administrator)
    address = f"/people/{cast.case_worker.person}/deactivate/"
    assert "These posts here are over: Case worker." in client.get(address).content.decode()
    with acting(cast.administrator):
        assert Person.objects.get(id=cast.case_worker.person).is_active
    client.post(address)
    with acting(cast.administrator):
        assert not Person.objects.get(id=cast.case_worker.person).is_active


@pytest.mark.parametrize("who", ["case_worker", "supervisor", "analyst"])
def test_only_who_manages_people_enters(cast: Cast, who: str) -> None:
    client = client_of(getattr(cast, who))
    for address in ("/people/", "/people/invite/", f"/people/{cast.nurse.person}/"):
        assert client.get(address).status_code == 403
    for address in ("/organisation/rename/", "/organisation/team/"):
        assert client.post(address).status_code == 403
    page = client.get("/organisation/").content.decode()
    assert "A new name" not in page


def test_names_are_dated_and_teams_are_given_to_posts(cast: Cast) -> None:
    client = client_of(cast.administrator)
    page = client.get("/organisation/").content.decode()
    today = services.today(timezone.now())
    name = {"name_en": "Shelter New", "name_id": "Rumah Aman Baru", "short": "RAB"}
    sent = {**name, "once": key_in(page), "on": (today + timedelta(days=2)).isoformat()}
    early = client.post("/organisation/rename/", sent)
    assert early.status_code == 422
    assert "written down on its first day" in early.content.decode()
    assert client.post("/organisation/rename/", {**sent, "on": today}).status_code == 302
    assert client.post("/organisation/rename/", {**sent, "on": today}).status_code == 302
    assert "<strong>Shelter New</strong>" in client.get("/day/").content.decode()
    with acting(cast.administrator):
        names = OrganisationName.objects.filter(organisation_id=cast.administrator.organisation)
        assert [n.until_on for n in names] == [today, None]
        with pytest.raises(Denied, match="has to begin after"):
            organisations.rename_organisation(**name, on=today, today=today, by=cast.administrator)
    key = key_in(page.split('action="/organisation/team/"')[1])
    client.post("/organisation/team/", {"once": key, "name": "Night"})
    with acting(cast.administrator):
        team = Team.objects.get()
    address = f"/people/posts/{cast.case_worker.post}/teams/"
    assert "Night" in client.get(address).content.decode()
    client.post(address, {"version": 1, "teams": [str(team.id)]})
    with acting(cast.administrator):
        assert Post.objects.get(id=cast.case_worker.post).teams == [team.id]


def test_the_operator_invites_the_first_administrator_only(cast: Cast) -> None:
    from suar.base.access.actor import Actor

    operator = Actor(organisation=cast.nurse.organisation, name="operator")
    facts = {"email": "pertama@example.org", "name": "Pertama", "now": timezone.now()}
    with acting(operator):
        services.invite_administrator(**facts, by=operator)  # type: ignore[arg-type]
    taken = Actor(organisation=cast.administrator.organisation, name="operator")
    with acting(taken), pytest.raises(Denied, match="an administrator already"):
        services.invite_administrator(**facts, by=taken)  # type: ignore[arg-type]


def test_a_key_is_good_for_one_deed_also_when_two_send_it_at_once(cast: Cast) -> None:
    from threading import Barrier, Thread

    from django.db import connections

    from suar.base.accounts.once import new_key, once

    key, done, start = new_key(), [], Barrier(4)

    def send() -> None:
        start.wait()
        with acting(cast.administrator):
            done.append(once(key=key, deed=lambda: "/there/", by=cast.administrator))
        connections.close_all()

    threads = [Thread(target=send) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == [("/there/", False)] * 3 + [("/there/", True)]
