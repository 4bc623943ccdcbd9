"""What an operator has just typed stays before her; any other opening asks who she is, anew."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from signing import client_of

from rooms.intake.told import CAPTIVE, MARK, make_cast, on
from suar.base.access.acting import at_the_door
from suar.base.accounts.factors import PROOF_MINUTES
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.reports import OWN_CALL
from suar.rooms.intake.models import Report
from suar.rooms.intake.services import keep_open, opened_until, take_report


def _grown_older(client: Client, minutes: int) -> None:
    """Let the second factor of a session be so much older."""
    with at_the_door():
        session = client.session
        methods = session["account_authentication_methods"]
        for method in methods:
            method["at"] -= minutes * 60
        session["account_authentication_methods"] = methods
        session.save()


def _shown(client: Client, where: str) -> int:
    answer = client.get(where)
    assert answer.status_code == 200
    return answer.content.decode().count(MARK)


def test_only_who_took_the_call_keeps_it_before_her_and_not_for_long(database: str) -> None:
    cast, now = make_cast(), timezone.now()
    with on(cast.operator) as by:
        report = take_report(draft=CAPTIVE, channel="phone", now=now, by=by)
        assert keep_open(report=report, now=now, by=by) == now + OWN_CALL
        assert opened_until(report, by, now=now + OWN_CALL - timedelta(minutes=1))
        assert not opened_until(report, by, now=now + OWN_CALL)
        with pytest.raises(Denied):
            keep_open(report=report, now=now + OWN_CALL, by=by)
    with on(cast.hotline_supervisor) as by:
        assert not opened_until(report, by, now=now)
        with pytest.raises(Denied):
            keep_open(report=report, now=now, by=by)


def test_after_the_call_and_for_anybody_else_a_fresh_second_factor_comes_first(
    database: str,
) -> None:
    cast, now = make_cast(), timezone.now()
    with on(cast.operator) as by:
        report = take_report(draft=CAPTIVE, channel="phone", now=now, by=by)
        keep_open(report=report, now=now, by=by)
    where = f"/reports/{report.id}/"
    client, boss = client_of(cast.operator), client_of(cast.hotline_supervisor)
    assert _shown(client, where) == 2  # the teller's name and number
    assert _shown(boss, where) == 0
    for each in (client, boss):
        _grown_older(each, PROOF_MINUTES + 1)
    sent = client.post(f"{where}open/", {"part": ["told"], "reason": "triage"})
    assert sent.headers["Location"] == where
    assert _shown(client, where) == 3
    sent = client.post(f"{where}open/", {"part": ["number"], "reason": "triage"})
    assert "reauthenticate" in sent.headers["Location"]  # a captive's own number, always
    sent = boss.post(f"{where}open/", {"part": ["teller"], "reason": "decide"})
    assert "reauthenticate" in sent.headers["Location"]
    page = boss.get(where).content.decode()  # what she chose waits for her; nothing is open
    assert (page.count(MARK), page.count(" checked")) == (0, 2)

    client.post(f"{where}close/")
    with on(cast.operator):
        Report.objects.update(received_at=now - OWN_CALL)
    asked = {"part": ["teller"], "reason": "call_back"}
    assert "reauthenticate" in client.post(f"{where}open/", asked).headers["Location"]
    assert _shown(client, where) == 0
    _grown_older(client, -PROOF_MINUTES)
    assert client.post(f"{where}open/", asked).headers["Location"] == where
    assert _shown(client, where) == 2
