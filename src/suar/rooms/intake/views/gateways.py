"""Where messaging gateways send to, signed; and where a supervisor makes and closes them."""

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.guard import needs, public
from suar.base.vault.keyring import VaultClosed
from suar.knowledge.rules.permissions import Permission
from suar.rooms.intake import selectors
from suar.rooms.intake.services import gateways as services

_LARGEST = 64 * 1024


@csrf_exempt  # a machine without a session: its signature is asked instead
@require_POST
@public
def gateway(request: HttpRequest, organisation_id: UUID, gateway_id: UUID) -> HttpResponse:
    """Take one signed message. Who it is from is known by the signature alone."""
    body = request.body[: _LARGEST + 1]
    if len(body) > _LARGEST:
        return _told(413, "too large")
    by = Actor(organisation=organisation_id, name="gateway")
    now = timezone.now()
    with acting(by):
        try:
            known = services.known_gateway(
                gateway_id,
                sent=request.headers.get("Suar-Time", ""),
                signed=request.headers.get("Suar-Signature", ""),
                body=body,
                now=now,
            )
        except services.NotSigned:
            return _told(401, "not signed")
        except VaultClosed:
            return _told(503, "closed now; send it again later")
        message = _message(body)
        if message is None:
            return _told(422, "unlike a message")
        try:
            code, new = services.receive_message(
                gateway=known, message=message, body=body, now=now, by=by
            )
        except services.OtherWords:
            return _told(409, "this id came before with other words")
    return JsonResponse({"received": True, "new": new, "code": code}, status=201 if new else 200)


def _message(body: bytes) -> services.Message | None:
    try:
        return services.read_message(json.loads(body))
    except (ValueError, RecursionError):
        return None


def _told(status: int, error: str) -> JsonResponse:
    return JsonResponse({"received": False, "error": error}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.DECIDE_REPORTS)
def gateways(request: HttpRequest) -> HttpResponse:
    """List the gateways; make one, whose secret is shown this once."""
    made, secret = None, ""
    if request.method == "POST":
        made, secret = services.make_gateway(
            name=_plain(request.POST.get("name", "")), now=timezone.now(), by=request.actor
        )
    rows = [(each, _address(request, each.id)) for each in selectors.gateways_of(request.actor)]
    facts = {"rows": rows, "made": made, "secret": secret}
    return render(request, "intake/gateways.html", facts)


def _plain(text: str) -> str:
    """Give a text without what no database column holds."""
    return text.replace("\x00", "")


def _address(request: HttpRequest, gateway_id: UUID) -> str:
    kept = [request.actor.organisation, gateway_id]
    return request.build_absolute_uri(reverse("report_gateway", args=kept))


@require_POST
@needs(Permission.DECIDE_REPORTS)
def close(request: HttpRequest, gateway_id: UUID) -> HttpResponse:
    """Close one."""
    found = get_object_or_404(selectors.gateways_of(request.actor), id=gateway_id)
    services.close_gateway(gateway=found, now=timezone.now(), by=request.actor)
    return redirect("reports:gateways")
