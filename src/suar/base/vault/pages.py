"""The key of an organisation: how it is held, choose one's own, bring it, lock, erasures."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from suar.base.access.acting import acting
from suar.base.access.guard import needs, signed_in
from suar.base.accounts.once import once
from suar.base.accounts.selectors import name_of_organisation
from suar.base.ui.idle import way_back
from suar.base.ui.whose import whose
from suar.base.ui.words import day, language, number
from suar.base.vault import own
from suar.base.vault.forms import BringForm, GiveBackForm, TakeForm
from suar.base.vault.keytext import LARGEST, key_file, new_key
from suar.base.vault.models import RestoredProof
from suar.base.vault.proofs import proof_of
from suar.base.vault.uploads import takes_files
from suar.knowledge.rules.permissions import Permission, may

both = require_http_methods(["GET", "POST"])
_FORM = 4 * LARGEST  # a key's file, and what a form weighs beside it


@require_GET
@needs(Permission.MANAGE_KEYS)
def index(request: HttpRequest) -> HttpResponse:
    """Show how the key is held, what may be done with it, and the newest erasures."""
    return _index(request, {})


@never_cache
@require_POST
@needs(Permission.MANAGE_KEYS)
def make(request: HttpRequest) -> HttpResponse:
    """Give a new key as a file. Nothing changes, and nothing of it is kept, until it is brought."""
    text = key_file(
        new_key(),
        who=whose(request).organisation,
        day=day(timezone.localdate()),
        language=language(),
    )
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    name = f"suar-key-{timezone.localdate().isoformat()}.txt"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_POST
@needs(Permission.MANAGE_KEYS)
@takes_files(most=_FORM)
def take(request: HttpRequest) -> HttpResponse:
    """Take a key into use that she holds in her hands."""
    form = TakeForm(request.POST, request.FILES)
    if not form.is_valid():
        return _index(request, {"take": form}, status=422)
    told = form.cleaned_data

    def deed() -> str:
        now = timezone.now()
        own.take_into_use(key=told["key"], hours=told["hours"], now=now, by=request.actor)
        return reverse("keys:index")

    led_to, _now = once(key=told["once"], deed=deed, by=request.actor)
    messages.info(request, _("From now on what is sealed opens by this key alone."))
    return redirect(led_to)


@both
@signed_in
@takes_files(most=_FORM)
def bring(request: HttpRequest) -> HttpResponse:
    """Bring the key. Whoever has it may: the paper in the cupboard opens the cupboard."""
    form = BringForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        now = timezone.now()
        if own.bring(key=told["key"], hours=told["hours"], now=now, by=request.actor):
            messages.info(request, _("The key is here; what is sealed opens again."))
            proof = proof_of(request.actor)
            if proof and proof.checked_at == now:
                messages.info(request, proof_in_words(proof))
            return redirect(way_back(request, reverse("day")))
        form.add_error(None, _("This is not the key in use. That it was tried is written down."))
    held = own.how_held(request.actor)
    facts = {"form": form, "held": held, "next": way_back(request, "")}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "vault/bring.html", facts, status=status)


@require_POST
@signed_in
def lock(request: HttpRequest) -> HttpResponse:
    """Take the key away now."""
    own.lock(by=request.actor)
    messages.info(request, _("Locked. Nothing sealed opens until the key is brought again."))
    manages = may(request.actor.holder, Permission.MANAGE_KEYS).allowed
    return redirect("keys:index" if manages else "day")


@both
@needs(Permission.MANAGE_KEYS)
def give_back(request: HttpRequest) -> HttpResponse:
    """Let the host's master key wrap the organisation's key again."""
    own.may_change_key(request.actor).require()
    form = GiveBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            own.give_back(now=timezone.now(), by=request.actor)
            return reverse("keys:index")

        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
        return redirect(led_to)
    status = 422 if form.errors else 200
    return render(request, "vault/give_back.html", {"form": form}, status=status)


def closed_page(request: HttpRequest, organisation: UUID) -> HttpResponse:
    """Answer where something sealed would have opened and its organisation's key is not there."""
    ours = organisation == request.actor.organisation
    with acting(request.actor):
        facts = {
            "ours": ours,
            "whose": "" if ours else name_of_organisation(organisation),
            "form": BringForm(),
            "next": request.get_full_path() if request.method == "GET" else "",
            "sent": request.method == "POST",
        }
        return render(request, "vault/closed.html", facts, status=423)


def proof_in_words(proof: RestoredProof) -> str:
    """Say what a restored copy proved, or that it still has to."""
    told = {"day": day(timezone.localdate(proof.backed_up_at)), "keys": number(proof.keys)}
    words = {
        None: gettext_noop(
            "This copy was restored from the backup of %(day)s. Whether it opens by your key shows"
            " when you bring it."
        ),
        False: gettext_noop(
            "The copy restored from the backup of %(day)s does not open by your key. Tell whoever"
            " runs the machine, today: another backup is needed."
        ),
        True: gettext_noop(
            "The copy restored from the backup of %(day)s opens by your key: what the backup sealed"
            " for you, and keys of yours, chosen at random: %(keys)s."
        ),
    }
    return _(words[proof.holds]) % told


def _index(request: HttpRequest, forms: dict[str, Any], *, status: int = 200) -> HttpResponse:
    actor = request.actor
    held, proof = own.how_held(actor), proof_of(actor)
    facts = {
        "held": held,
        "proof": proof_in_words(proof) if proof else "",
        "proof_failed": proof is not None and proof.holds is False,
        "until": timezone.now() + timedelta(seconds=held.seconds_left),
        "may_change": own.may_change_key(actor),
        "take": forms.get("take") or TakeForm(),
        "certificates": own.certificates_of(actor),
    }
    return render(request, "vault/keys.html", facts, status=status)
