"""The page that leads a first-time visitor through one invented story, sample sign-ins beside it.

Served in demonstrations and tests only. It reads nothing of any organisation's: whoever goes on
signs in as the sample person of the step, with password and code, and sees what that post sees.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from suar.base.access.guard import public
from suar.base.accounts.samples import PASSWORD
from suar.base.ui.whose import role_in_words
from suar.base.ui.words import language as language_in_force
from suar.rooms.cases.demo.kept import kept
from suar.rooms.registers.demo_cast import COUNTRY, email_of

_PLACES: Final = {place.prefix: place for place in COUNTRY}


@dataclass(frozen=True)
class Chapter:
    """A step: what it tells, what to look at, who sees it, at which address."""

    title: str | Promise
    told: str | Promise
    look: str | Promise
    who: tuple[str, str] | None
    url: str  # a name of the addresses
    record: str = ""  # which of the story's records it names
    without: str = "day"  # where to go while the story is not told


CHAPTERS: Final = (
    Chapter(
        _("Anybody may tell"),
        _("Melati is 23. She left to sell phone credit and was taken to a compound."),
        _("The form that the public sees: no account, no name needed, a quick exit at the top."),
        None,
        "report",
    ),
    Chapter(
        _("Her mother calls the hotline"),
        _("Ratna takes the call on one page. The mother and Melati are two people."),
        _("What was told lies sealed. Open it with a reason; it closes after ten minutes."),
        ("PPR", "hotline_operator"),
        *("reports:report", "call", "reports:index"),
    ),
    Chapter(
        _("The mission hears codes, not the story"),
        _("The hotline passed the report on to Maya at the Foreign Ministry."),
        _("She sees that somebody is held, where, how old. Names and words stayed at the hotline."),
        ("KLR", "consular_officer"),
        *("reports:report", "notice", "reports:index"),
    ),
    Chapter(
        _("Brought out, she comes to Shelter A"),
        _("Wulan walks beside her. Melati is the name that she chose; her own lies sealed."),
        _("Her case: needs, a plan in her words, services in every state, her no among them."),
        ("RAA", "case_worker"),
        *("cases:case", "case", "cases:index"),
    ),
    Chapter(
        _("Who she is, whom she trusts"),
        _("She said yes to Clinic B and no to the police; a yes to the mission she took back."),
        _("Open her identity: a reason, then your code. She can read who looked, and why."),
        ("RAA", "case_worker"),
        *("victims:file", "victim", "victims:index"),
    ),
    Chapter(
        _("Another pair of eyes"),
        _("Endang agrees to plans and closures, or sends them back with a sentence."),
        _("Nobody agrees to what they asked for themselves. Try one of those that wait."),
        ("RAA", "case_supervisor"),
        *("cases:waiting", "", "cases:waiting"),
    ),
    Chapter(
        _("A bed, and an open door"),
        _("Tini keeps the house. She knows the alias and the bed, and no more."),
        _("The list of beds has no name in it. Who stays is free to leave on any day."),
        ("RAA", "shelter_keeper"),
        *("cases:shelters", "", "cases:shelters"),
    ),
    Chapter(
        _("What a yes opens"),
        _("Bima works at Clinic B, another organisation, to which she said yes."),
        _("The same file, seen from there: coded facts. Who she is, is not there."),
        ("KBB", "case_worker"),
        *("victims:file", "victim", "victims:index"),
    ),
    Chapter(
        _("What a no closes"),
        _("Dian investigates for the police, to whom she said no."),
        _("The same address answers that there is nothing: not even that the file exists."),
        ("PLR", "investigator"),
        *("victims:file", "victim", "victims:index"),
    ),
    Chapter(
        _("Counted once, named nowhere"),
        _("Raka reads the joint picture of five registers for the task force."),
        _("Persons are counted once; who is known to nobody is a range, with its doubts beside."),
        ("GTR", "analyst"),
        *("picture", "", "picture"),
    ),
)


@require_safe
@public
def story(request: HttpRequest) -> HttpResponse:
    """Show the story, a step after another, each with its way in."""
    email = request.user.email if request.user.is_authenticated else ""
    steps = list(_steps(email))
    here = next((step for step in steps if step["here"]), None)
    told = {"steps": steps, "password": PASSWORD, "signed_in": bool(email), "here": here}
    return render(request, "cases/story.html", told)


def _steps(email: str) -> Iterator[dict[str, object]]:
    records, language = kept(), language_in_force()
    for number, chapter in enumerate(CHAPTERS, start=1):
        step: dict[str, object] = {"number": number, "chapter": chapter, "here": False}
        if chapter.who is not None:
            place, role = _PLACES[chapter.who[0]], chapter.who[1]
            step |= {
                "email": email_of(place, role),
                "name": place.people[role],
                "role": role_in_words(role),
                "place": place.name_id if language == "id" else place.name_en,
                "here": email == email_of(place, role),
            }
        yield step | {"url": _address(chapter, records)}


def _address(chapter: Chapter, records: dict[str, str]) -> str:
    if not chapter.record:
        return reverse(chapter.url)
    if chapter.record in records:
        return reverse(chapter.url, args=[records[chapter.record]])
    return reverse(chapter.without)
