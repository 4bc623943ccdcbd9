"""A person's screenings, carried into her file: what was concluded, by whom, and the way on."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.access.reading import read
from suar.base.ui.words import day
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.intake.models import Screening
from suar.rooms.intake.wording import CONCLUSIONS
from suar.rooms.victims.models import Victim
from suar.rooms.victims.selectors import family_of


@dataclass(frozen=True)
class Screened:
    """One screening. ``words`` say what a person concluded, or how far it is."""

    id: UUID
    when: str
    words: str
    concluded: bool
    url: str  # empty where the reader may not screen


@dataclass(frozen=True)
class Screenings:
    """All of hers, newest first, and where one is begun; nothing where no report stands behind."""

    rows: tuple[Screened, ...] = ()
    url: str = ""


def screenings(victim: Victim, actor: Actor) -> Screenings:
    """Give the screenings of a person's files, to whoever may read the files."""
    files, asked = screenings_asked(victim)
    concerned = [row.person_concerned_id for row in read(files)]
    if not concerned or victim.organisation_id != actor.organisation:
        return Screenings()
    screens = may(actor.holder, Permission.SCREEN_PERSONS).allowed
    begin = reverse("reports:screenings", args=[concerned[0]]) if screens else ""
    return Screenings(tuple(_told(row, screens=screens) for row in read(asked)), begin)


def screenings_asked(victim: Victim) -> tuple[QuerySet[Victim], QuerySet[Screening]]:
    """Give her files that came of a report, and her screenings, newest first; both unread."""
    files = Victim.objects.filter(
        organisation_id=victim.organisation_id, id__in=family_of(victim)
    ).exclude(person_concerned_id=None)
    hers = Screening.objects.filter(
        organisation_id=victim.organisation_id,
        person_id__in=files.values("person_concerned_id"),
    )
    return files, hers.order_by("-begun_at")


def concluded_of(victim: Victim, actor: Actor) -> list[tuple[str, str]]:
    """Give the concluded screenings on which a decision may rest, as choices of a form."""
    return [
        (str(row.id), f"{row.when} · {row.words}")
        for row in screenings(victim, actor).rows
        if row.concluded
    ]


def _told(row: Screening, *, screens: bool) -> Screened:
    concluded = row.state == Screening.State.CONCLUDED
    if concluded:
        words = str(CONCLUSIONS.get(row.conclusion, row.conclusion))
    elif row.state == Screening.State.STOPPED:
        words = _("stopped; it can go on")
    else:
        words = _("begun, not concluded")
    return Screened(
        row.id,
        day((row.concluded_at or row.begun_at).date()),
        words,
        concluded,
        reverse("reports:screening", args=[row.id]) if screens else "",
    )
