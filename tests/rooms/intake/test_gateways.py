"""Signed messages: replays refused, the same message once, secrets sealed."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from django.test import Client
from signing import visitor

from rooms.intake.told import MARK, NOW, Cast, make_cast, on
from suar.base.identifiers import uuid7
from suar.knowledge.rules.decision import Denied
from suar.rooms.intake import selectors
from suar.rooms.intake.models import Gateway, GatewayMessage, Report
from suar.rooms.intake.services.gateways import close_gateway, make_gateway, signature


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


class Sender:
    """A messaging gateway outside."""

    def __init__(self, cast: Cast) -> None:
        self.by = cast.hotline_supervisor
        with on(self.by):
            self.gateway, self.secret = make_gateway(name="WhatsApp", now=NOW, by=self.by)
        self.client = visitor()

    def send(
        self,
        message: dict[str, Any] | bytes,
        *,
        sent: int | None = None,
        secret: str = "",
        gateway: UUID | None = None,
        client: Client | None = None,
    ) -> Any:
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        when = str(int(time.time()) if sent is None else sent)
        return (client or self.client).post(
            f"/report/gateway/{self.by.organisation}/{gateway or self.gateway.id}/",
            body,
            content_type="application/json",
            headers={
                "Suar-Time": when,
                "Suar-Signature": signature(secret or self.secret, sent=when, body=body),
            },
        )


@pytest.fixture
def sender(cast: Cast) -> Sender:
    return Sender(cast)


def _reports(sender: Sender) -> int:
    with on(sender.by):
        return Report.objects.count()


def test_a_message_is_a_report_and_the_same_one_again_is_none(sender: Sender) -> None:
    told = {"id": "w-1", "text": MARK, "contact": f"+62812 {MARK}"}
    first, again = sender.send(told), sender.send(told)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["code"] == again.json()["code"]
    with on(sender.by):
        report = Report.objects.get()
        assert (report.channel, report.contact_wanted) == ("gateway", True)
        assert selectors.told_of(report, sender.by)[0][1] == MARK


def test_further_messages_of_a_conversation_go_to_its_open_report(sender: Sender) -> None:
    codes = {
        sender.send({"id": f"w-{n}", "text": f"{MARK} {n}", "conversation": "c"}).json()["code"]
        for n in range(3)
    }
    with on(sender.by):
        report = Report.objects.get()
        assert [words for _row, words in selectors.told_of(report, sender.by)] == [
            f"{MARK} {n}" for n in range(3)
        ]
    assert len(codes) == 1
    sender.send({"id": "other", "text": MARK, "conversation": "another"})
    assert _reports(sender) == 2


def test_what_is_not_signed_just_now_by_an_open_gateway_is_refused_alike(sender: Sender) -> None:
    told = {"id": "w-1", "text": MARK}
    old = int(time.time()) - 301
    answers = [
        sender.send(told, secret="another secret"),
        sender.send(told, sent=old),
        sender.send(told, sent=int(time.time()) + 400),
        sender.send(told, gateway=uuid7()),
    ]
    with on(sender.by):
        close_gateway(gateway=sender.gateway, now=NOW, by=sender.by)
    answers.append(sender.send(told))
    assert {each.status_code for each in answers} == {401}
    assert len({each.content for each in answers}) == 1
    assert _reports(sender) == 0


def test_a_changed_byte_or_header_breaks_the_signature(sender: Sender) -> None:
    body = json.dumps({"id": "w-1", "text": MARK}).encode()
    when = str(int(time.time()))
    good = signature(sender.secret, sent=when, body=body)
    address = f"/report/gateway/{sender.by.organisation}/{sender.gateway.id}/"
    for changed, header, sign in (
        (body.replace(b"w-1", b"w-2"), when, good),
        (body, str(int(when) + 1), good),
        (body, when, good[:-1] + ("0" if good[-1] != "0" else "1")),
        (body, "", good),
        (body, when, ""),
    ):
        answer = sender.client.post(
            address,
            changed,
            content_type="application/json",
            headers={"Suar-Time": header, "Suar-Signature": sign},
        )
        assert answer.status_code == 401
    assert _reports(sender) == 0


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"id": 1, "text": "a"}',
        b'{"id": "a", "text": " "}',
        b"\xff",
        b"[" * 9999,
    ],
)
def test_what_is_unlike_a_message_is_told_so(sender: Sender, body: bytes) -> None:
    assert sender.send(body).status_code == 422
    assert _reports(sender) == 0


def test_the_same_number_with_other_words_is_no_retry(sender: Sender) -> None:
    sender.send({"id": "w-1", "text": MARK})
    assert sender.send({"id": "w-1", "text": "other"}).status_code == 409
    assert sender.send(b'{"id": "w", "text": "' + b"a" * 70_000 + b'"}').status_code == 413
    assert _reports(sender) == 1


def test_a_message_sent_by_eight_at_once_is_one_report(sender: Sender) -> None:
    told = {"id": "w-1", "text": MARK}

    def send(_number: int) -> tuple[int, str]:
        try:
            answer = sender.send(told, client=visitor())
            return answer.status_code, answer.json()["code"]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(send, range(8)))
    assert sorted(status for status, _code in found) == [200] * 7 + [201]
    assert len({code for _status, code in found}) == 1
    assert _reports(sender) == 1


def test_neither_secret_nor_words_nor_numbers_lie_in_the_clear(sender: Sender) -> None:
    sender.send({"id": f"id {MARK}", "text": MARK, "conversation": MARK, "contact": MARK})
    with on(sender.by), connection.cursor() as cursor:
        for table in ("intake_gateway", "intake_gatewaymessage", "intake_told", "intake_reporter"):
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            rows = str(cursor.fetchall())
            assert MARK not in rows
            assert sender.secret not in rows
        assert GatewayMessage.objects.count() == 1


def test_only_who_decides_makes_and_closes_one(cast: Cast, sender: Sender) -> None:
    with on(cast.operator), pytest.raises(Denied):
        make_gateway(name="x", now=NOW, by=cast.operator)
    with on(cast.operator), pytest.raises(Denied):
        close_gateway(gateway=sender.gateway, now=NOW, by=cast.operator)
    with on(cast.supervisor):
        assert not Gateway.objects.exists()
