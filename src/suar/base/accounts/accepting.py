"""The public door for who is invited: by a link whose secret is stored as a hash only."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from suar.base.access.guard import public
from suar.base.accounts import selectors, services
from suar.base.accounts.forms import AcceptForm
from suar.base.accounts.models import Person
from suar.base.ui.whose import role_in_words
from suar.base.ui.words import language
from suar.knowledge.rules.decision import Decision


@never_cache
@require_http_methods(["GET", "POST"])
@public
def invitation(request: HttpRequest, organisation: UUID, secret: str) -> HttpResponse:
    """Let who was invited choose a password, or add the post to the sign-in she has."""
    now = timezone.now()
    found = services.find_invitation(organisation=organisation, secret=secret)
    decision = (
        services.may_accept(found, now=now)
        if found is not None
        else Decision(False, "This link fits no invitation. Ask for a new one.")
    )
    if found is None or not decision.allowed:
        return render(request, "accounts/no_invitation.html", {"decision": decision}, status=404)
    known = Person.objects.filter(email=found.email, is_active=True).exists()
    new = Person(email=found.email, name=found.name)
    form = None if known else AcceptForm(request.POST or None, person=new)
    if request.method == "POST" and (form is None or form.is_valid()):
        services.accept_invitation(
            organisation=organisation,
            secret=secret,
            password=form.cleaned_data["password"] if form else "",
            language=language(),
            now=now,
        )
        messages.info(
            request,
            _(
                "You are in. Sign in now, with this e-mail: it asks for one more"
                " proof, which takes two minutes to set up."
            ),
        )
        return redirect("account_login")
    facts = {
        "invitation": found,
        "role": role_in_words(found.role),
        "organisation": selectors.name_for_the_invited(organisation),
        "form": form,
    }
    return render(
        request, "accounts/invitation.html", facts, status=422 if form and form.errors else 200
    )
