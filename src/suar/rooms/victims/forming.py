"""One way to show a form and to do its deed: once, with refusals and stale writes on the page."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from suar.base.access.versions import StaleWrite
from suar.base.accounts.once import once
from suar.base.ui.reasons import in_words
from suar.base.ui.stale import both_sides
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.decision import Denied

#: What somebody else wrote meanwhile: the row's values by field, its version, who and when.
Theirs = Callable[[Any], tuple[dict[str, Any], int, str, datetime]]


def run(
    request: HttpRequest,
    form: forms.Form,
    deed: Callable[[], str],
    *,
    page: dict[str, Any],
    theirs: Theirs | None = None,
    template: str = "victims/form.html",
) -> HttpResponse:
    """Show the form, or do its deed under its one-use key and go where it leads.

    A rule's refusal stands at the head of the form with everything that was typed; a stale write
    shows both values, each to choose.
    """
    if request.method != "POST" or not form.is_valid():
        return show(request, form, page=page, template=template)
    if theirs is not None and any(name.startswith("choose_") for name in form.data):
        pass_on = getattr(form, "settle", None)
        if pass_on is not None:
            values, _version, _who, _at = theirs(None)
            pass_on(values)
    try:
        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
    except StaleWrite as late:
        if theirs is None:
            form.add_error(None, in_words(str(late)))
            return show(request, form, page=page, template=template)
        values, version, role, at = theirs(late.row)
        stale = both_sides(form, values, who=role_in_words(role), at=at, version=version)
        return show(request, form, page={**page, "stale": stale}, template=template, status=409)
    except Denied as denied:
        form.add_error(None, in_words(str(denied)))
        return show(request, form, page=page, template=template)
    return redirect(led_to)


def show(
    request: HttpRequest,
    form: forms.Form,
    *,
    page: dict[str, Any],
    template: str = "victims/form.html",
    status: int = 0,
) -> HttpResponse:
    """Show a form in its page."""
    wrong = 422 if form.is_bound and form.errors else 200
    told = {"button": _("Save"), "icon": "check", **page, "form": form}
    return render(request, template, told, status=status or wrong)
