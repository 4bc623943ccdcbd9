"""The report that a person came by, as she reads it: what is hers in it, nothing of who told it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.ui.words import day, language
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.screening import tool
from suar.rooms.intake import wording as intake
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.selectors import answers_visible_to, reports_visible_to
from suar.rooms.victims.held import Held
from suar.rooms.victims.models import Victim
from suar.rooms.victims.selectors import family_of
from suar.rooms.victims.wording import ANSWERS

_TRIAGE = "triage"


def reports_of(victim: Victim, actor: Actor) -> list[Held]:
    """Give each report of hers, and what triage noticed of her; that is of the group *story*.

    The reporter's name and contact, and the words in which somebody else told it, are not hers to
    be handed; that they are kept is said.
    """
    files = Victim.objects.filter(organisation_id=victim.organisation_id, id__in=family_of(victim))
    persons = list(
        PersonConcerned.objects.filter(
            organisation_id=victim.organisation_id, id__in=files.values("person_concerned_id")
        ).order_by("id")
    )
    reports = {
        row.id: row
        for row in reports_visible_to(actor).filter(id__in=[each.report_id for each in persons])
    }
    told = [
        row
        for each in persons
        if (report := reports.get(each.report_id)) is not None
        for row in _report(report, each)
    ]
    return [
        Held(_("The report you came by"), FieldGroup.FACTS, told),
        Held(_("What triage noticed of you"), FieldGroup.STORY, _noticed(persons, actor)),
    ]


def _report(report: Report, person: PersonConcerned) -> list[tuple[str, str]]:
    """Give when it came, what it was about, what became of it, and what was coded of her."""
    where = f"{intake.CHANNELS[report.channel]}, {day(report.received_at.date())}"
    coded = [
        str(intake.PERSON_STATES[person.state]),
        intake.in_words("age_band", person.age_band),
        intake.in_words("sex", person.sex),
        intake.in_words("country", person.citizenship),
    ]
    return [
        (report.reference, where),
        (_("What it was about"), str(intake.ABOUT[report.about])),
        (_("What became of it"), str(intake.STATES[report.state][1])),
        (_("What was noted of you"), ", ".join(each for each in coded if each)),
        (_("Who told it, and how"), _("kept sealed; it belongs to whoever told it")),
    ]


def _noticed(persons: Sequence[PersonConcerned], actor: Actor) -> list[tuple[str, str]]:
    """Give the newest answer to each question of triage, where it was asked at all."""
    rows = (
        answers_visible_to(actor)
        .filter(tool=_TRIAGE, person_id__in=[each.id for each in persons])
        .exclude(answer="not_asked")
        .order_by("person_id", "question", "-at", "-id")
        .distinct("person_id", "question")
    )
    labels = {each.code: each.label[language()] for each in tool(_TRIAGE)}
    told = [(labels[row.question], f"{ANSWERS[row.answer]}, {day(row.at.date())}") for row in rows]
    if not told and any(each.triaged_at for each in persons):
        return [(_("Triage"), _("kept; whoever the report is given to, or a supervisor, shows it"))]
    return told
