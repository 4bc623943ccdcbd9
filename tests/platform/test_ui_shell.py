"""The shell over HTTP: who sees which frame, choices that stay, the lock, pages for faults."""

import gzip
import re
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from cast import PASSWORD, Cast, make_cast
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client, override_settings
from django.utils import timezone

from browser.live import code, give_codes
from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.ui import day, river
from suar.base.ui.idle import SEEN
from suar.base.ui.parts import DayItem

EMAILS = {"analyst": "analyst@example.org", "case_worker": "case.worker@example.org"}


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _client(language: str = "en") -> Client:
    return Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=language)


def _in(cast: Cast, who: str = "analyst") -> Client:
    from suar.base.accounts.models import Person

    person = getattr(cast, who).person
    give_codes(person)
    with at_the_door():
        Person.objects.filter(pk=person).update(language="en")
    client = _client()
    client.post("/account/login/", {"login": EMAILS[who], "password": PASSWORD})
    answer = client.post("/account/2fa/authenticate/", {"code": code()})
    assert answer.headers["Location"] == "/day/"
    return client


def _seen_at(client: Client, at: float) -> float:
    with at_the_door():
        session = client.session
        session[SEEN] = at
        session.save()
    return at


def test_a_password_alone_leads_to_a_second_factor_and_no_further(cast: Cast) -> None:
    client = _client()
    client.post("/account/login/", {"login": EMAILS["analyst"], "password": PASSWORD})
    assert client.get("/day/").headers["Location"] == "/second-factor/"
    page = client.get("/second-factor/").content.decode()
    assert "/account/2fa/webauthn/add/" in page
    assert "/account/2fa/totp/activate/" in page


def test_a_second_factor_set_up_just_now_still_has_to_be_shown(cast: Cast) -> None:
    client = _client()
    client.post("/account/login/", {"login": EMAILS["analyst"], "password": PASSWORD})
    give_codes(cast.analyst.person)
    assert client.get("/day/").headers["Location"] == "/second-factor/"
    assert "/account/2fa/reauthenticate/" in client.get("/second-factor/").content.decode()
    client.post("/account/2fa/reauthenticate/", {"code": code()})
    assert client.get("/day/").status_code == 200


def test_every_page_says_for_whom_one_acts(cast: Cast) -> None:
    client = _in(cast)
    for address in ("/day/", "/roles/", "/components/", "/nothing-here/"):
        page = client.get(address).content.decode()
        assert "<strong>Organisation GT (invented)</strong>" in page
        assert "analyst · Analyst" in page
        assert page.count("<h1>") == 1


def test_rooms_that_a_role_may_not_enter_are_absent(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(river, "address", lambda name: f"/{name}/")

    def seen(actor: Actor, table: tuple[river.Room, ...] = river.ROOMS) -> list[str]:
        with acting(actor):  # what waits in a room is counted inside her own door
            return [place.url for place in river.places(table, actor, at="picture")]

    assert seen(cast.analyst) == ["/registers/", "/picture/"]
    assert seen(cast.administrator) == []
    assert seen(cast.nurse) == ["/reports/", "/victims/", "/cases/"]
    assert seen(cast.administrator, river.HOUSE) == ["/people/"]
    with acting(cast.analyst):
        lit = [p.url for p in river.places(river.ROOMS, cast.analyst, at="picture") if p.current]
    assert lit == ["/picture/"]


def test_my_day_has_its_order_and_says_when_nothing_waits(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _in(cast)
    assert "Nothing waits for you." in client.get("/day/").content.decode()
    now = timezone.now()

    def source(actor: Actor, at: object) -> list[DayItem]:
        assert actor.person == cast.analyst.person
        return [
            DayItem("W", "x", "/w/", "Open", kind="waiting"),
            DayItem("N", "x", "/n/", "Open", kind="new"),
            DayItem("L", "x", "/l/", "Open", until=now - timedelta(days=2)),
            DayItem("Later", "x", "/later/", "Open", until=now + timedelta(days=20)),
        ]

    monkeypatch.setattr(day, "_sources", [source])
    page = client.get("/day/").content.decode()
    places = [page.index(f'href="{address}"') for address in ("/l/", "/n/", "/w/")]
    assert places == sorted(places)
    assert "/later/" not in page
    assert "2 days late" in page
    only_new = client.get("/day/?show=new").content.decode()
    assert 'href="/n/"' in only_new
    assert 'href="/l/"' not in only_new


def test_in_the_evening_what_is_due_after_midnight_stands_in_my_day(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = datetime(2026, 11, 22, 13, 14, tzinfo=UTC)  # 20.14 in Jakarta

    def source(actor: Actor, at: datetime) -> list[DayItem]:
        night, later = at + timedelta(hours=4), at + timedelta(hours=13)
        return [
            DayItem("Night", "x", "/n/", "Open", until=night),
            DayItem("Later", "x", "/l/", "Open", until=later),
        ]

    monkeypatch.setattr(day, "_sources", [source])
    found = {each.key: each.items for each in day.gather(cast.analyst, now=evening)}
    assert [item.title for item in found["today"]] == ["Night"]


def test_the_language_stays_with_the_person_on_every_device(cast: Cast) -> None:
    client = _in(cast)
    answer = client.post("/language/", {"language": "id", "next": "/roles/"})
    assert answer.headers["Location"] == "/roles/"
    assert 'lang="id"' in client.get("/roles/").content.decode()
    from suar.base.accounts.models import Person

    with at_the_door():
        assert Person.objects.get(pk=cast.analyst.person).language == "id"


def test_a_visitor_reads_her_browsers_language_until_she_chooses(database: str) -> None:
    client = _client("id")
    assert "Masuk" in client.get("/").content.decode()
    client.post("/language/", {"language": "en"})
    assert "Sign in" in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_nobody_is_sent_elsewhere_by_a_choice(database: str, address: str) -> None:
    answer = _client().post("/theme/", {"theme": "dark", "next": address})
    assert answer.headers["Location"] == "/"
    assert answer.cookies["theme"].value == "dark"


def test_the_theme_that_was_chosen_is_in_the_page(cast: Cast) -> None:
    client = _in(cast)
    assert "data-bs-theme" not in client.get("/day/").content.decode().split("<head>")[0]
    client.post("/theme/", {"theme": "dark", "next": "/day/"})
    assert 'data-bs-theme="dark"' in client.get("/day/").content.decode()


def test_an_idle_session_is_locked_until_it_is_proved_again(cast: Cast) -> None:
    client = _in(cast)
    assert client.get("/day/").status_code == 200
    _seen_at(client, time.time() - settings.IDLE_LOCK_MINUTES * 60 - 1)
    answer = client.get("/roles/?x=1")
    assert answer.headers["Location"] == "/lock/?next=%2Froles%2F%3Fx%3D1"
    assert client.post("/post/").headers["Location"].startswith("/lock/")
    page = client.get("/lock/?next=/roles/").content.decode()
    assert "Organisation GT" not in page
    assert "/account/reauthenticate/?next=/roles/" in page
    wrong = client.post("/account/reauthenticate/", {"password": "another"})
    assert wrong.status_code == 200
    assert client.get("/day/").headers["Location"].startswith("/lock/")
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    assert client.get("/day/").status_code == 200


def test_a_polling_page_does_not_keep_a_session_open(cast: Cast) -> None:
    client = _in(cast)
    client.get("/day/")
    before = _seen_at(client, time.time() - 120)
    client.get("/day/", HTTP_HX_REQUEST="true")
    with at_the_door():
        assert client.session[SEEN] == before
    client.post("/seen/")
    with at_the_door():
        assert client.session[SEEN] > before


def test_acting_in_another_post_asks_first_and_then_changes_the_bar(cast: Cast) -> None:
    from suar.base.accounts.models import Post

    with acting(cast.nurse):
        other = Post.objects.create(
            person_id=cast.analyst.person,
            organisation_id=cast.nurse.organisation,
            role="coordinator",
            from_on=date(2026, 2, 1),
        )
    client = _in(cast)
    asked = client.post("/post/", {"post": str(other.pk)}).content.decode()
    assert "Organisation KB (invented)" in asked
    assert "<strong>Organisation GT (invented)</strong>" in client.get("/day/").content.decode()
    client.post("/post/", {"post": str(other.pk), "sure": "yes"})
    assert "<strong>Organisation KB (invented)</strong>" in client.get("/day/").content.decode()
    stranger = {"post": str(cast.partner.post), "sure": "yes"}
    client.post("/post/", stranger)
    assert "Organisation LN" not in client.get("/day/").content.decode()


def test_a_person_without_a_running_post_is_told_so(cast: Cast) -> None:
    from suar.base.accounts.models import Post

    client = _in(cast)
    with acting(cast.analyst):
        Post.objects.filter(pk=cast.analyst.post).update(until_on=date(2026, 1, 2))
    answer = client.get("/day/")
    assert answer.status_code == 403
    assert "You hold no running post" in answer.content.decode()


def test_a_refusal_names_the_rule_in_the_readers_language(cast: Cast) -> None:
    from django.test import RequestFactory

    from suar.base.access.guard import refused
    from suar.base.access.middleware import WhoActs

    client = _in(cast)
    client.post("/language/", {"language": "id"})
    request = RequestFactory(HTTP_HOST="localhost").get("/x/")
    request.session = client.session
    from django.utils import translation

    from suar.base.accounts.models import Person
    from suar.knowledge.rules.permissions import Permission, may

    with at_the_door(), translation.override("id"):
        request.user = Person.objects.get(pk=cast.analyst.person)
        request.resolver_match = None
        reason = may(cast.analyst.holder, Permission.OPEN_IDENTITY).reason
        answer = WhoActs(lambda r: refused(r, reason))(request)
    assert answer.status_code == 403
    assert "peran Analis tidak boleh membuka identitas" in answer.content.decode()


def test_faults_have_pages_and_the_broken_one_needs_nothing(database: str) -> None:
    from suar.base.ui import errors

    lost = _client().get("/nothing-here/")
    assert lost.status_code == 404
    assert "Nothing is at this address" in lost.content.decode()
    broken = errors.broken(None)  # type: ignore[arg-type]
    assert broken.status_code == 500
    assert b"<h1>" in broken.content
    strict = Client(HTTP_HOST="localhost", enforce_csrf_checks=True)
    assert strict.post("/theme/", {"theme": "dark"}).status_code == 403


def test_the_quick_exit_is_a_link_and_the_tab_says_nothing(database: str) -> None:
    page = _client().get("/components/plain/").content.decode()
    assert re.search(r'<a class="exit" href="/weather/"', page)
    assert "<title>Information</title>" in page
    assert "neutral.svg" in page
    weather = _client().get("/weather/").content.decode()
    assert "Suar" not in weather.replace("suar/", "")
    assert "traffick" not in weather


def test_a_neutral_paper_names_neither_organisation_nor_address(database: str) -> None:
    whole = _client().get("/components/paper/").content.decode()
    assert "Agency D (invented)" in whole
    neutral = _client().get("/components/paper/?neutral=1").content.decode()
    assert "Agency D" not in neutral
    assert "Invented Street" not in neutral
    assert "Case worker" not in neutral


def test_first_load_stays_under_250_kb_compressed(cast: Cast) -> None:
    client = _in(cast)
    for address in ("/components/", "/day/", "/"):
        page = client.get(address).content
        named = set(re.findall(r'(?:src|href)="/static/([^"]+)"', page.decode()))
        assert {"suar/suar.css", "bootstrap/css/bootstrap.min.css"} <= named
        weight = len(gzip.compress(page))
        for name in named:
            with open(str(finders.find(name)), "rb") as file:  # noqa: PTH123 a finder's own path
                weight += len(gzip.compress(file.read()))
        assert weight < 250_000, (address, weight)


def test_production_has_no_page_of_components() -> None:
    import importlib

    from suar.base.ui import urls

    with override_settings(MODE="production"):
        names = {pattern.name for pattern in importlib.reload(urls).urlpatterns}
    assert "components" not in names
    importlib.reload(urls)


def test_every_view_of_the_shell_declares_who_may() -> None:
    from suar.base.ui import urls

    for pattern in urls.urlpatterns:
        view = pattern.callback
        while view is not None and not hasattr(view, "access"):
            view = getattr(view, "__wrapped__", None)
        assert view is not None, pattern.name


def test_times_are_shown_in_the_zone_that_a_person_chose(cast: Cast) -> None:
    client = _in(cast)
    assert " WIB" in client.get("/day/").content.decode()
    for zone, short in (("Asia/Jayapura", " WIT<"), ("Mars/Base", " WIT<"), ("", " WIB<")):
        client.post("/zone/", {"zone": zone, "next": "/day/"})
        assert short in client.get("/day/").content.decode().replace("\n", "<")


def test_whoever_watches_on_this_machine_is_answered_behind_tls_too(database: str) -> None:
    """`suar serve` itself asks so: sent to the outer address, it would wait a minute in vain."""
    with override_settings(SECURE_SSL_REDIRECT=True):
        beside = Client()
        assert beside.get("/health/").json() == {"status": "ok"}
        assert beside.get("/").status_code == 301
