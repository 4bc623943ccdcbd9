"""People of the own organisation, the organisation itself, and the door for who is invited."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from suar.base.access.guard import needs, public
from suar.base.access.versions import StaleWrite
from suar.base.accounts import selectors, services
from suar.base.accounts.forms import EndPostForm, InviteForm, TeamsForm
from suar.base.accounts.models import Invitation, Post
from suar.base.accounts.once import once
from suar.base.accounts.organisation_pages import told_both
from suar.base.ui.parts import Stale
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.decision import Decision
from suar.knowledge.rules.permissions import Permission, may

both = require_http_methods(["GET", "POST"])


@require_GET
@needs(Permission.MANAGE_PEOPLE)
def index(request: HttpRequest) -> HttpResponse:
    """List people with their posts, and the invitations that are open."""
    now = timezone.now()
    on = services.today(now)
    rows = [
        {
            "person": each.person,
            "roles": [role_in_words(p.role) for p in each.posts if selectors.runs(p, on=on)],
            "running": each.running,
        }
        for each in selectors.colleagues_of(request.actor, on=on)
    ]
    invitations = [
        (each, role_in_words(each.role))
        for each in selectors.open_invitations_of(request.actor, now=now)
    ]
    facts = {
        "present": [row for row in rows if row["running"]],
        "former": [row for row in rows if not row["running"]],
        "invitations": invitations,
        "yes": Decision(True),
    }
    return render(request, "accounts/people.html", facts)


@never_cache
@both
@needs(Permission.MANAGE_PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the page after it shows the link, once."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: dict[str, Any] = {}

        def deed() -> str:
            told = form.cleaned_data
            made["invitation"], made["secret"] = services.invite(
                email=told["email"],
                name=told["name"],
                role=told["role"],
                now=timezone.now(),
                by=request.actor,
            )
            return reverse("people:index")

        led_to, done = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
        if not done:
            messages.info(request, _("This invitation was made already; its link shows once."))
            return redirect(led_to)
        return _invited(request, made["invitation"], made["secret"])
    return render(
        request, "accounts/invite.html", {"form": form}, status=422 if form.errors else 200
    )


def _invited(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    address = reverse("invitation", args=[invitation.organisation_id, secret])
    facts = {
        "invitation": invitation,
        "role": role_in_words(invitation.role),
        "link": request.build_absolute_uri(address),
    }
    return render(request, "accounts/invited.html", facts)


@require_POST
@needs(Permission.MANAGE_PEOPLE)
def withdraw(request: HttpRequest, invitation_id: UUID) -> HttpResponse:
    """Close an open invitation."""
    found = selectors.get_invitation_for(request.actor, invitation_id)
    services.withdraw_invitation(invitation=found, now=timezone.now(), by=request.actor)
    messages.info(request, _("The invitation is withdrawn; its link opens nothing any more."))
    return redirect("people:index")


@require_GET
@needs(Permission.MANAGE_PEOPLE)
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show one person's posts here."""
    actor, on = request.actor, services.today(timezone.now())
    found = selectors.get_colleague_for(actor, person_id, on=on)
    teams = {team.id: team.name for team in selectors.teams_of(actor)}
    posts = [
        {
            "post": post,
            "role": role_in_words(post.role),
            "running": selectors.runs(post, on=on),
            "teams": [teams[team] for team in post.teams if team in teams],
            "may_end": services.may_end(post, actor),
        }
        for post in found.posts
    ]
    facts = {
        "person": found.person,
        "running": found.running,
        "posts": posts,
        "has_teams": bool(teams),
        "may_team": may(actor.holder, Permission.MANAGE_ORGANISATION),
        "may_deactivate": services.may_deactivate(found.person, actor),
    }
    return render(request, "accounts/person.html", facts)


@both
@needs(Permission.MANAGE_PEOPLE)
def end_post(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Say what will happen; then end the post."""
    post, on = selectors.get_post_for(request.actor, post_id), services.today(timezone.now())
    services.may_end(post, request.actor).require()
    first = {"on": on.isoformat(), "version": post.version}
    form = EndPostForm(request.POST or None, earliest=on, initial=first)
    if request.method == "POST" and form.is_valid():
        form.settle({"on": post.until_on or on})
        told = form.cleaned_data
        try:
            services.end_post(
                post=post,
                on=told["on"],
                version=told["version"],
                now=timezone.now(),
                by=request.actor,
            )
        except StaleWrite as stale:
            found = told_both(request, form, stale.row, on=stale.row.until_on)
            return _about(request, "accounts/end_post.html", post, form, stale=found)
        else:
            messages.info(request, _("The post has its end. What was done in it stays."))
            return redirect("people:person", post.person_id)
    return _about(request, "accounts/end_post.html", post, form)


@both
@needs(Permission.MANAGE_ORGANISATION)
def teams(request: HttpRequest, post_id: UUID) -> HttpResponse:
    """Choose the teams of a post."""
    post, offered = (
        selectors.get_post_for(request.actor, post_id),
        list(selectors.teams_of(request.actor)),
    )
    first = {"teams": [str(team) for team in post.teams], "version": post.version}
    form = TeamsForm(request.POST or None, offered=offered, initial=first)
    if request.method == "POST" and form.is_valid():
        form.settle({"teams": [str(each) for each in post.teams]})
        told = form.cleaned_data
        chosen = [UUID(team) for team in told["teams"]]
        try:
            services.assign_teams(
                post=post,
                teams=chosen,
                version=told["version"],
                now=timezone.now(),
                by=request.actor,
            )
        except StaleWrite as stale:
            theirs = [str(each) for each in stale.row.teams]
            found = told_both(request, form, stale.row, teams=theirs)
            return _about(request, "accounts/teams.html", post, form, stale=found)
        else:
            return redirect("people:person", post.person_id)
    return _about(request, "accounts/teams.html", post, form)


def _about(
    request: HttpRequest, template: str, post: Post, form: Any, *, stale: Stale | None = None
) -> HttpResponse:
    facts = {"post": post, "person": post.person, "role": role_in_words(post.role), "form": form}
    status = 409 if stale else 422 if form.errors else 200
    return render(request, template, {**facts, "stale": stale}, status=status)


@both
@needs(Permission.MANAGE_PEOPLE)
def deactivate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Say what will happen; then end her posts here, and her sign-in if she has none elsewhere."""
    on = services.today(timezone.now())
    found = selectors.get_colleague_for(request.actor, person_id, on=on)
    services.may_deactivate(found.person, request.actor).require()
    if request.method == "POST":
        services.deactivate(person=found.person, now=timezone.now(), by=request.actor)
        messages.info(
            request, _("The posts here are over. What was done stays under the same name.")
        )
        return redirect("people:index")
    running = [role_in_words(p.role) for p in found.posts if selectors.runs(p, on=on)]
    return render(request, "accounts/deactivate.html", {"person": found.person, "roles": running})


@public
def unused(request: HttpRequest, key: str = "") -> HttpResponse:
    """Answer for a page of the sign-in library that Suar does not use: there is none."""
    raise Http404
