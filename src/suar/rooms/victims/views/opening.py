"""Opening a sealed group with a reason; the second factor first where it is old; Close now."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_POST

from suar.base.access.guard import needs
from suar.base.accounts.factors import proof_needed
from suar.base.audit.services import record_refusal
from suar.base.ui.errors import not_found
from suar.base.ui.reasons import in_words
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.visibility import FieldGroup, Showing
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.models import Victim
from suar.rooms.victims.opening import close_group, may_open, open_group
from suar.rooms.victims.picture import OFFERED, sentence
from suar.rooms.victims.sealed import SUBJECT
from suar.rooms.victims.views.ground import file_for

_KEPT = "victims_opening"  # in the session, while the second factor is shown: codes, no words


@require_http_methods(["GET", "POST"])
@needs(Permission.OPEN_IDENTITY)
def open_part(request: HttpRequest, victim_id: UUID, group: str) -> HttpResponse:
    """Ask the reason, say what she will read, open for ten minutes; one item with `?item=`."""
    victim = file_for(request, victim_id)
    asked = _group(group)
    now = timezone.now()
    sight = selectors.sights_of(victim, request.actor, now)[asked]
    if sight.showing is Showing.ABSENT:
        _keep_refusal(request, victim, asked, sight.reason)
        return not_found(request, Http404())
    back = _next(request, reverse("victims:file", args=[victim.id]))
    item = request.GET.get("item", "") or request.POST.get("item", "")
    if proof_needed(request, now):
        if request.method == "POST":
            request.session[_KEPT] = [str(victim.id), group, request.POST.get("reason", "")]
        here = f"{request.path}?{urlencode({'next': back, **({'item': item} if item else {})})}"
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here})}")
    if request.method == "POST":
        try:
            open_group(
                victim=victim,
                group=asked,
                reason=request.POST.get("reason", ""),
                words=request.POST.get("words", "").replace("\x00", "")[:200],
                item=item,
                now=now,
                by=request.actor,
            )
        except Denied as denied:
            if not str(denied).startswith("Not yet"):  # what is only missing was not refused
                _keep_refusal(request, victim, asked, str(denied))
            return _page(request, victim_id, asked, back, item, problem=in_words(str(denied)))
        request.session.pop(_KEPT, None)
        return redirect(back)
    return _page(request, victim_id, asked, back, item)


@require_POST
@needs(Permission.OPEN_IDENTITY)
def close(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Close what the reader has open of this person at once: one group, or all."""
    victim = file_for(request, victim_id)
    named = request.POST.get("group", "") or request.GET.get("group", "")
    group = _group(named) if named else None
    close_group(victim=victim, group=group, now=timezone.now(), by=request.actor)
    return redirect(_next(request, reverse("victims:file", args=[victim.id])))


def _page(
    request: HttpRequest,
    victim_id: UUID,
    group: FieldGroup,
    back: str,
    item: str,
    *,
    problem: str = "",
) -> HttpResponse:
    victim = file_for(request, victim_id)
    kept = request.session.get(_KEPT) or ["", "", ""]
    told = {
        "victim": victim,
        "group": wording.GROUPS[group],
        "item": item,
        "reasons": wording.reasons(OFFERED.get(group, ("care", "write"))),
        "chosen": kept[2] if kept[:2] == [str(victim.id), group.value] else "",
        "sentence": sentence(request),
        "decided": may_open(victim, group, now=timezone.now(), by=request.actor),
        "back": back,
        "problem": problem,
    }
    return render(request, "victims/open.html", told, status=422 if problem else 200)


def _keep_refusal(request: HttpRequest, victim: Victim, group: FieldGroup, reason: str) -> None:
    """Keep that somebody tried: the person's own file shows it, by role and organisation."""
    record_refusal(
        action=f"victim.refuse.{group.value}",
        reason=reason,
        by=request.actor,
        organisation=victim.organisation_id,
        subject=(SUBJECT, victim.id),
    )


def _group(name: str) -> FieldGroup:
    try:
        return FieldGroup(name)
    except ValueError:
        raise Http404 from None


def _next(request: HttpRequest, otherwise: str) -> str:
    asked = request.POST.get("next", "") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if asked.startswith("/") and safe else otherwise  # `0` would be a name to look up
