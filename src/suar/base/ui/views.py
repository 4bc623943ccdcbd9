"""The shell's own pages: start, my day, language, theme and zone, lock, roles, weather."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from suar.base.access.guard import needs, public, signed_in
from suar.base.access.posts import POST_KEY
from suar.base.accounts.models import ZONES
from suar.base.ui import day as my_day
from suar.base.ui.choices import THEMES, keep
from suar.base.ui.idle import is_locked, lock, way_back
from suar.base.ui.reasons import permission_in_words
from suar.base.ui.river import address
from suar.base.ui.whose import whose
from suar.base.ui.words import language as language_in_force
from suar.knowledge.rules.permissions import ROLES, Permission


@require_GET
@public
def start(request: HttpRequest) -> HttpResponse:
    """Say what Suar is for, and where to go."""
    return render(request, "ui/start.html", {"report_url": address("report")})


@require_GET
@public
def weather(request: HttpRequest) -> HttpResponse:
    """The page behind the quick exit: nothing on it speaks of Suar."""
    return render(request, "ui/weather.html")


@require_GET
@needs(Permission.OPEN_OWN_DAY)
def day(request: HttpRequest) -> HttpResponse:
    """Show what is late, due today, new, and waiting for others."""
    now = timezone.now()
    sections = my_day.gather(request.actor, now=now)
    counts = {section.key: len(section.items) for section in sections}
    chosen = request.GET.get("show", "")
    shown = [s for s in sections if s.items and chosen in ("", s.key)]
    return render(
        request,
        "ui/day.html",
        {
            "now": now,
            "sections": shown,
            "all_sections": sections,
            "counts": counts,
            "total": sum(counts.values()),
            "chosen": chosen,
        },
    )


@require_POST
@public
def language(request: HttpRequest) -> HttpResponse:
    """Keep the language that was chosen and go back."""
    response = redirect(way_back(request, "/"))
    if request.POST.get("language") in {"en", "id"}:
        keep(request, response, field="language", value=request.POST["language"])
    return response


@require_POST
@public
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the theme that was chosen and go back."""
    response = redirect(way_back(request, "/"))
    if request.POST.get("theme") in THEMES:
        keep(request, response, field="theme", value=request.POST["theme"])
    return response


@require_POST
@signed_in
def zone(request: HttpRequest) -> HttpResponse:
    """Keep in whose time she reads, her organisation's where she chose none, and go back."""
    if request.user.is_authenticated and request.POST.get("zone") in {"", *dict(ZONES)}:
        request.user.zone = request.POST["zone"]
        request.user.save(update_fields=["zone"])
    return redirect(way_back(request, "/"))


@require_POST
@signed_in
def post(request: HttpRequest) -> HttpResponse:
    """Act in another post of one's own: say what changes first, then change it."""
    posts = [p for p in whose(request).posts if str(p.id) == request.POST.get("post")]
    if not posts:
        return redirect("day")
    if "sure" not in request.POST:
        return render(request, "ui/post.html", {"post": posts[0]})
    request.session[POST_KEY] = str(posts[0].id)
    return redirect("day")


@public
def lock_page(request: HttpRequest) -> HttpResponse:
    """Lock at once, and show nothing but the way back in."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    back = way_back(request, "/day/")
    if request.method == "POST":
        lock(request)
    elif not is_locked(request):
        return redirect(back)
    return render(request, "ui/lock.html", {"back": back})


@require_POST
@public
def seen(request: HttpRequest) -> HttpResponse:
    """Take note that somebody is writing on a page; the lock asks for it."""
    return HttpResponse(status=204)


@public
def second_factor(request: HttpRequest) -> HttpResponse:
    """Send a person who lacks a second factor to set one up, or to show the one she has."""
    from suar.base.accounts.factors import second_factor_missing

    if not request.user.is_authenticated:
        return redirect("account_login")
    if not second_factor_missing(request):
        return redirect("day")
    from allauth.mfa.utils import is_mfa_enabled

    return render(request, "ui/second_factor.html", {"has_one": is_mfa_enabled(request.user)})


@require_GET
@signed_in
def roles(request: HttpRequest) -> HttpResponse:
    """Show the table of roles as the rules have it, for whoever wants to know who may do what."""
    chosen = language_in_force()
    table = [
        {
            "label": role.label[chosen],
            "purpose": role.purpose[chosen],
            "may": [permission_in_words(each) for each in Permission if each in role.permissions],
            "own": role.name == request.actor.role,
        }
        for role in ROLES.values()
    ]
    return render(request, "ui/roles.html", {"table": table})
