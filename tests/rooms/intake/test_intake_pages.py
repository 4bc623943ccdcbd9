"""The room's pages as people use them: a call, a group, a screening, the public form."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from signing import client_of, key_in, visitor

from rooms.intake.told import CAPTIVE, MARK, NOW, Cast, make_cast, on, taken, triaged
from suar.base.access.acting import acting
from suar.base.audit.models import Event
from suar.knowledge.rules.reports import Part
from suar.rooms.intake import selectors
from suar.rooms.intake.models import PersonConcerned, Report, Screening
from suar.rooms.intake.services.opening import open_report


@pytest.fixture
def cast(database: str) -> Iterator[Cast]:
    made = make_cast()
    before, settings.HOTLINE = settings.HOTLINE, "HL"
    yield made
    settings.HOTLINE = before


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def _send(client: Client, address: str, **told: str) -> str:
    """Send a page's form and give the page that it leads to."""
    shown = client.get(address).content.decode()
    if 'name="once"' in shown:
        told["once"] = key_in(shown)
    if 'name="version"' in shown:
        told["version"] = re.findall(r'name="version" value="(\d+)"', shown)[0]
    answer = client.post(address, told)
    assert answer.status_code == 302, (address, answer.status_code, _errors(answer))
    return str(answer.headers["Location"])


def _errors(answer: object) -> list[str]:
    return re.findall(r'class="wrong">(.*?)</p>', answer.content.decode(), re.S)  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", ["en", "id"])
def test_an_operators_call_about_a_captive(cast: Cast, language: str) -> None:
    client = client_of(cast.operator, language=language)
    assert "Alt 1" in _page(client, "/reports/call/")
    where = _send(
        client,
        "/reports/call/",
        about="not_free",
        channel="phone",
        caller=MARK,
        relation="parent",
        number=f"0812 {MARK}",
        state="held",
        person_name=MARK,
        age="23",
        sex="male",
        country="KHM",
        told=MARK,
        named=MARK,
        t_watched="yes",
        t_danger="not_known",
    )
    page = _page(client, where)
    assert page.count(MARK) == 2, "whom to call back stays before her; the rest is sealed at once"
    client.post(f"{where}close/")
    assert MARK not in _page(client, where)
    with on(cast.operator):
        report = Report.objects.get()
        person = PersonConcerned.objects.get()
        assert (report.state, report.urgent, report.channel) == ("triaged", True, "phone")
        assert (person.state, person.age_band, person.minor) == ("held", "21-23", "no")
    for address in ("/reports/", "/day/"):
        assert report.reference in _page(client, address)
    client.post(f"{where}open/", {"part": ["teller", "identity", "told"], "reason": "triage"})
    opened = _page(client, where)
    assert opened.count(MARK) >= 3
    client.post(f"{where}close/")
    assert MARK not in _page(client, where)
    with on(cast.operator):
        opened_by_her = Event.objects.filter(kind="opening", action="report.open")
        assert sorted(opened_by_her.values_list("reason", flat=True)) == [
            "own_call",
            *["triage"] * 3,
        ]


def test_a_call_sent_twice_is_one_report(cast: Cast) -> None:
    client = client_of(cast.operator)
    key = key_in(_page(client, "/reports/call/"))
    told = {"once": key, "about": "free", "channel": "phone", "told": "Rekaan"}
    led = {client.post("/reports/call/", told).headers["Location"] for _each in range(2)}
    with on(cast.operator):
        assert Report.objects.count() == 1
    assert len(led) == 1


def test_a_call_without_a_word_says_what_is_missing_and_loses_nothing(cast: Cast) -> None:
    client = client_of(cast.operator)
    key = key_in(_page(client, "/reports/call/"))
    answer = client.post(
        "/reports/call/", {"once": key, "about": "free", "channel": "phone", "caller": MARK}
    )
    assert answer.status_code == 422
    page = answer.content.decode()
    assert MARK in page
    assert "Write a few words" in page


def test_a_group_of_forty_on_one_sheet(cast: Cast) -> None:
    client = client_of(cast.operator)
    where = _send(client, "/reports/group/", arrival="air", arrived_from="KHM", expected="40")
    assert where.endswith("/sheet/")
    first = {f"p{n}_name": f"{MARK} {n}" for n in range(1, 21)}
    first |= {f"p{n}_seen": "on" for n in range(1, 21)}
    after = _send(client, where, **first, p3_age="16", p3_t_medical="yes", p4_t_no_shelter="yes")
    assert after.endswith("?page=2")
    last = _send(client, after, **{f"p{n}_seen": "on" for n in range(21, 41)})
    with on(cast.operator):
        report = Report.objects.get()
        persons = {each.number: each for each in PersonConcerned.objects.all()}
        assert len(persons) == 40
        assert all(each.triaged_at for each in persons.values())
        assert (persons[3].minor, persons[3].rank, persons[4].rank) == ("yes", 1, 3)
        assert [n for n, each in persons.items() if each.urgent] == [3, 4]
        assert report.urgent
        assert (
            selectors.identities_of([persons[20]], cast.operator)[persons[20].id]["name"]
            == f"{MARK} 20"
        )
    assert MARK not in _page(client, last)


def test_a_sheet_written_by_two_keeps_both(cast: Cast) -> None:
    client = client_of(cast.operator)
    where = _send(client, "/reports/group/", arrival="sea", expected="3")
    page = _page(client, where)
    key = key_in(page)
    _send(client, where, p1_seen="on")
    late = client.post(where, {"once": key, "version": "1", "p2_name": MARK, "p2_seen": "on"})
    assert late.status_code == 409
    assert MARK in late.content.decode(), "what she wrote is still there"
    with on(cast.operator):
        assert not PersonConcerned.objects.get(number=2).triaged_at


@pytest.mark.parametrize("language", ["en", "id"])
def test_the_public_form_gives_a_code_that_shows_next_to_nothing(cast: Cast, language: str) -> None:
    client = visitor(language)
    page = _page(client, "/report/")
    key = key_in(page)
    told = {
        "once": key,
        "whom": "other",
        "free": "no",
        "told": MARK,
        "contact": "yes",
        "number": MARK,
    }
    answers = [client.post("/report/", told) for _each in range(2)]
    codes = {
        re.findall(r"<code>([0-9A-Z-]{14})</code>", each.content.decode())[0] for each in answers
    }
    assert len(codes) == 1
    code = codes.pop()
    with on(cast.operator):
        report = Report.objects.get()
        assert (report.channel, report.urgent, report.received_by) == ("web", True, None)
        assert code.replace("-", "") not in str(Report.objects.values().get())
        assert report.language == language
    found = client.post("/report/follow/", {"code": code.lower().replace("-", " ")})
    wanted = {
        "en": "Received. We will contact you in the way you asked.",
        "id": "Sudah diterima. Kami akan menghubungi Anda dengan cara yang Anda minta.",
    }[language]
    assert wanted in found.content.decode()
    assert report.reference not in found.content.decode()
    wrong = client.post("/report/follow/", {"code": "0000-0000-0000"})
    assert wanted not in wrong.content.decode()
    assert client.post("/report/follow/", {"code": "short"}).status_code == 422


def test_the_public_form_asks_for_one_word_and_keeps_what_was_written(cast: Cast) -> None:
    client = visitor("en")
    key = key_in(_page(client, "/report/"))
    empty = client.post("/report/", {"once": key})
    assert empty.status_code == 422
    no_way = client.post("/report/", {"once": key, "told": MARK, "contact": "yes"})
    assert no_way.status_code == 422
    assert MARK in no_way.content.decode()
    with on(cast.operator):
        assert not Report.objects.exists()


def test_very_many_reports_of_one_drawer_are_asked_to_wait(cast: Cast) -> None:
    from django.core.cache import cache

    client = visitor("en")
    page = _page(client, "/report/")
    key, last = key_in(page), None
    for _each in range(31):
        last = client.post("/report/", {"once": key, "told": MARK})
    assert last is not None
    assert last.status_code == 429
    assert MARK in last.content.decode(), "nothing typed is lost"
    with acting(cast.operator):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT cache_key, value FROM suar_cache")
            kept = str(cursor.fetchall())
    assert "127.0.0.1" not in kept
    assert cache is not None


def test_without_a_hotline_there_is_no_form(cast: Cast) -> None:
    settings.HOTLINE = ""
    answer = visitor("en").get("/report/")
    assert answer.status_code == 404
    assert "<form" not in answer.content.decode().split("<main", 1)[1]


def test_a_screening_from_its_beginning_to_what_a_person_concludes(cast: Cast) -> None:
    by = cast.hotline_supervisor
    report = triaged(by, watched="yes", accused="yes")
    client = client_of(by)
    with on(by):
        person = selectors.persons_concerned_of(report, by).get()
    begin = f"/reports/persons/{person.id}/"
    refused = client.post(begin, {"once": key_in(_page(client, begin)), "interpreter": "present"})
    assert refused.status_code == 422
    where = _send(client, begin, agreed="on", rested="on", interpreter="not_needed")
    page = _page(client, f"{where}ask/ilo_ec_labour/cd/")
    assert "need not be asked again" in page
    overview = _page(client, where)
    assert "Not enough is known to say." in overview
    assert "That is not a no." in overview
    assert "non-punishment review" in overview
    _send(
        client,
        f"{where}ask/ilo_ec_labour/dr/",
        **{"q_dr.job": "yes", "q_dr.job_source": "told", "q_dr.wages": "yes"},
    )
    asked = _page(client, f"{where}ask/ilo_ec_labour/dr/")
    assert "noted " in asked, "when it was answered stands beside it"
    assert '<option value="told" selected>' in asked, "and who said it"
    _send(client, f"{where}ask/ilo_ec_labour/ex/", **{"q_ex.hours": "yes", "q_ex.pay": "yes"})
    overview = _page(client, where)
    assert "Act, means and exploitation are shown by the answers." in overview
    client.post(f"{where}stop/", {"because": "tired"})
    client.post(f"{where}stop/")
    shown = _page(client, where)
    answer = client.post(
        f"{where}conclude/",
        {
            "once": key_in(shown),
            "version": re.findall(r'name="version" value="(\d+)"', shown)[0],
            "conclusion": "indicated",
            "words": MARK,
        },
    )
    assert answer.status_code == 302
    with on(by):
        done = Screening.objects.get()
        assert (done.state, done.conclusion) == ("concluded", "indicated")
        assert done.tools["ilo_ec_labour"]["outcome"] == "indicated"
        assert MARK not in str(done.tools)
    assert MARK not in _page(client, where)
    with on(by):
        open_report(report=report, part=Part.TOLD, reason="decide", now=timezone.now(), by=by)
    assert MARK in _page(client, where)


@pytest.mark.parametrize("language", ["en", "id"])
def test_every_page_of_a_report_answers(cast: Cast, language: str) -> None:
    by = cast.hotline_supervisor
    report = triaged(by, CAPTIVE, danger="yes")
    client = client_of(by, language=language)
    of_report = f"/reports/{report.id}/"
    for name in ("", "triage/", "person/", "pass/", "aside/"):
        assert MARK not in _page(client, f"{of_report}{name}")
    for address in ("numbers/", "gateways/", "sheet/", "group/", "?show=mine", "?show=decided"):
        _page(client, f"/reports/{address}")
    parts = ["teller", "told", "identity", "safety", "number", "named"]
    client.post(f"{of_report}open/", {"part": parts, "reason": "decide"})
    assert _page(client, of_report).count(MARK) >= 7
    away = _send(client, f"{of_report}pass/", kind="police", words=MARK)
    page = _page(client, away)
    client.post(f"{of_report}answer/", {"answer": "taken_up"})
    with on(by):
        assert Report.objects.get().answer == "taken_up"
    assert page
    client.post(f"{of_report}back/", {"version": "5"})


def test_a_list_asks_the_database_the_same_whatever_its_length(cast: Cast) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, asked = client_of(cast.operator), []
    _page(client, "/reports/")  # the first page after signing in writes its session
    for _more in range(2):
        for _each in range(4):
            taken(cast.operator, CAPTIVE, now=NOW)
        with CaptureQueriesContext(connection) as queries:
            _page(client, "/reports/")
        reads = [q["sql"] for q in queries if "FROM " in q["sql"]]
        asked.append(len(reads))
    assert asked[0] == asked[1] <= 12
