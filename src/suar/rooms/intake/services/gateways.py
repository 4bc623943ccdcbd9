"""Messaging gateways: a secret each, signed messages, the same message once."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.intake.facts import Concerned, Draft, Teller
from suar.rooms.intake.models import Gateway, GatewayMessage, Report
from suar.rooms.intake.sealing import open_fields, seal_fields
from suar.rooms.intake.services.taking import add_told, receive_public_report
from suar.rooms.intake.tracking import code_of, hash_of, keyed_hash

#: How far a message's time may lie from ours; what is older is a replay.
WINDOW: Final = timedelta(minutes=5)


class NotSigned(Exception):
    """No such gateway, or its signature or time does not fit; which of them is not told."""


class OtherWords(Exception):
    """A message's number came before, with other words."""


@dataclass(frozen=True)
class Message:
    """A message as a gateway sends it."""

    number: str
    text: str
    conversation: str = ""
    contact: str = ""
    language: str = "id"


@transaction.atomic
def make_gateway(*, name: str, now: datetime, by: Actor) -> tuple[Gateway, str]:
    """Make a gateway; its secret is given once, for the gateway, and lies sealed here."""
    may(by.holder, Permission.DECIDE_REPORTS).require()
    if not name.strip():
        raise Denied("Not yet: say what it is called.")
    secret = secrets.token_urlsafe(32)
    gateway = Gateway(
        organisation_id=by.organisation, name=name.strip()[:60], made_at=now, made_by=by.person
    )
    seal_fields(gateway, {"secret": secret})
    gateway.save(force_insert=True)
    record(action="gateway.make", subject=("gateway", gateway.id), by=by)
    return gateway, secret


@transaction.atomic
def close_gateway(*, gateway: Gateway, now: datetime, by: Actor) -> Gateway:
    """Close a gateway: nothing that it signs counts from now on."""
    may(by.holder, Permission.DECIDE_REPORTS).require()
    gateway = Gateway.objects.select_for_update().get(
        id=gateway.id, organisation_id=by.organisation
    )
    if gateway.closed_at is None:
        gateway.closed_at, gateway.closed_by = now, by.person
        gateway.save(update_fields=["closed_at", "closed_by"])
        record(action="gateway.close", subject=("gateway", gateway.id), by=by)
    return gateway


def signature(secret: str, *, sent: str, body: bytes) -> str:
    """Give what a gateway writes into `Suar-Signature`: HMAC-SHA256 over time, dot and body.

    >>> signature("secret", sent="1773280800", body=b"{}")[:12]
    'd47c8eb98fe9'
    """
    return hmac.new(secret.encode(), sent.encode() + b"." + body, sha256).hexdigest()


def known_gateway(
    gateway_id: UUID, *, sent: str, signed: str, body: bytes, now: datetime
) -> Gateway:
    """Give the gateway that signed these bytes just now. Runs inside its organisation's door.

    Raises
    ------
    NotSigned
        If there is none, it is closed, the signature is another, or the time is not now.
    """
    gateway = Gateway.objects.filter(id=gateway_id, closed_at=None).first()
    if gateway is None or not sent.isdecimal() or len(sent) > 12:
        raise NotSigned
    expected = signature(open_fields(gateway)["secret"], sent=sent, body=body)
    if not hmac.compare_digest(expected, signed.strip().lower()):
        raise NotSigned
    if abs(now - datetime.fromtimestamp(int(sent), UTC)) > WINDOW:
        raise NotSigned
    return gateway


def receive_message(
    *, gateway: Gateway, message: Message, body: bytes, now: datetime, by: Actor
) -> tuple[str, bool]:
    """Take a message: a new report, or more words for the open one of the same conversation.

    Returns
    -------
    The tracking code to pass on to whoever wrote, and whether it was new. The same message sent
    again gives the same code and does nothing.

    Raises
    ------
    OtherWords
        If the number came before with other bytes.
    """
    number = keyed_hash("gateway message", f"{gateway.id} {message.number}")
    digest = keyed_hash("gateway body", sha256(body).hexdigest())
    try:
        with transaction.atomic():
            return _take(gateway, message, (number, digest), now=now, by=by)
    except IntegrityError:  # the same message in the same moment
        known = _known(gateway, number)
        if known is None:
            raise
        return _again(known, digest, number)


def _take(
    gateway: Gateway, message: Message, hashed: tuple[str, str], *, now: datetime, by: Actor
) -> tuple[str, bool]:
    number, digest = hashed
    known = _known(gateway, number)
    if known is not None:
        return _again(known, digest, number)
    conversation = (
        keyed_hash("gateway conversation", f"{gateway.id} {message.conversation}")
        if message.conversation
        else ""
    )
    earlier = _open_conversation(gateway, conversation)
    if earlier is not None:
        report, first = earlier
        add_told(report=report, words=message.text, now=now, by=by)
        code = _code(first.message)
    else:
        code = _code(number)
        report = receive_public_report(
            draft=_draft(message),
            channel=Report.Channel.GATEWAY,
            tracking=hash_of(code),
            now=now,
            by=by,
        )
    GatewayMessage.objects.create(
        organisation_id=gateway.organisation_id,
        gateway_id=gateway.id,
        message=number,
        conversation=conversation,
        body=digest,
        report_id=report.id,
        at=now,
    )
    return code, True


def _draft(message: Message) -> Draft:
    return Draft(
        about=Report.About.NOT_FREE,  # a message does not say it; until asked, as if not free
        told=message.text,
        teller=Teller(number=message.contact),
        persons=(Concerned(),),
        language=message.language,
        contact_wanted=bool(message.contact),
    )


def _again(known: GatewayMessage, digest: str, number: str) -> tuple[str, bool]:
    if known.body != digest:
        raise OtherWords
    first = (
        GatewayMessage.objects.filter(
            organisation_id=known.organisation_id, report_id=known.report_id
        )
        .order_by("at", "id")
        .first()
    )
    return _code(first.message if first is not None else number), False


def _known(gateway: Gateway, number: str) -> GatewayMessage | None:
    return GatewayMessage.objects.filter(
        organisation_id=gateway.organisation_id, gateway_id=gateway.id, message=number
    ).first()


def _open_conversation(gateway: Gateway, conversation: str) -> tuple[Report, GatewayMessage] | None:
    if not conversation:
        return None
    rows = GatewayMessage.objects.filter(
        organisation_id=gateway.organisation_id,
        gateway_id=gateway.id,
        conversation=conversation,
    ).order_by("at", "id")
    newest, first = rows.last(), rows.first()
    if newest is None or first is None:
        return None
    report = Report.objects.filter(
        id=newest.report_id,
        organisation_id=gateway.organisation_id,
        state__in=(Report.State.RECEIVED, Report.State.TRIAGED),
    ).first()
    if report is None:
        return None
    started = rows.filter(report_id=report.id).first()
    return report, started or first


def _code(number: str) -> str:
    return code_of(UUID(bytes=bytes.fromhex(number)[:16]))


def read_message(told: Any) -> Message | None:
    """Read what a gateway sent; None where it is unlike a message."""
    if not isinstance(told, dict):
        return None
    found = {name: told.get(name, "") for name in ("id", "text", "conversation", "contact")}
    if not all(isinstance(value, str) and len(value) <= 4000 for value in found.values()):
        return None
    if not found["id"] or not found["text"].strip() or len(found["contact"]) > 120:
        return None
    language = "en" if told.get("language") == "en" else "id"
    return Message(found["id"], found["text"], found["conversation"], found["contact"], language)
