"""Parts that several papers have: who she is, what happened in codes, needs, services."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from suar.base.ui.words import day
from suar.knowledge.rules.papers import UNNAMED_ITEMS, UNNAMED_SERVICES, Goes
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases import wording
from suar.rooms.cases.papers.about import About
from suar.rooms.cases.papers.blocks import Block, Party, facts, listed, table
from suar.rooms.cases.selectors.needs import assessments_of, findings_of, security_of
from suar.rooms.cases.selectors.page import health_notes, legal_notes, services_of
from suar.rooms.victims import selectors as victims
from suar.rooms.victims import wording as words_of_victims

#: Coded facts that a paper gives; how she should be spoken to is one of them.
_FACTS = (
    "birth_year", "age_band", "sex", "nationalities", "home_province", "marital_status",
    "education", "languages", "interpreter", "signs",
)  # fmt: skip


def lines_of(told: str) -> list[str]:
    """Give the lines of a box in which one thing a line was written."""
    return [each.strip() for each in told.splitlines() if each.strip()]


def who_she_is(about: About) -> list[tuple[str, str]]:
    """Give name, birth and numbers where the paper carries them; coded facts always."""
    told = about.identity
    born = ", ".join(p for p in (told.get("birth_place", ""), _born(told)) if p)
    named = [
        (_("Name"), told.get("name", "") or (_("not known") if told else "")),
        (_("Also called"), ", ".join(lines_of(told.get("aliases", "")))),
        (_("Born"), born),
        (_("NIK"), told.get("nik", "")),
        (_("Passport"), told.get("passport", "")),
        (_("Another number"), told.get("other_number", "")),
        (_("Address at home"), told.get("address", "")),
        (_("Father’s name"), told.get("father", "")),
        (_("Mother’s name"), told.get("mother", "")),
    ]
    if not named[0][1]:
        named = [(_("Name"), _("not on this paper; quote %(ref)s") % {"ref": about.reference})]
    return [*named, *coded(about)]


def _born(told: Mapping[str, str]) -> str:
    written = told.get("birth_on", "")
    return day(written) if written else ""


def coded(about: About) -> list[tuple[str, str]]:
    """Give the coded facts that were asked; what was not asked is left out."""
    if not about.carries(FieldGroup.FACTS):
        return []
    row = victims.facts_of(about.person)
    told = []
    if row is not None:
        told = [
            (str(words_of_victims.FACTS[name]), words_of_victims.fact(name, getattr(row, name)))
            for name in _FACTS
            if not (name == "age_band" and row.birth_year)
            and not (name == "birth_year" and about.identity.get("birth_on"))
        ]
    if about.person.treated_as_child:
        told.append((_("Child or adult"), words_of_victims.fact("child", about.person.child)))
    return [(label, value) for label, value in told if value]


def why_helped(about: About) -> list[tuple[str, str]]:
    """Give since when and why she is helped. *Not established* never stands on a paper."""
    told = [(_("Helped here since"), day(about.case.opened_at))]
    if about.person.status in ("presumed", "identified"):
        told.append((_("Status"), words_of_victims.fact("status", about.person.status)))
    if about.goes is Goes.FILE:
        told.append((_("Case"), about.case.reference))
    return told


def what_happened(about: About) -> Block | None:
    """Give her episodes in codes: when, where, which exploitation; nobody is named."""
    rows = [
        (
            words_of_victims.codes("purpose", row.purposes),
            words_of_victims.codes("means", row.means),
            words_of_victims.code("country", row.country),
            _span(row.from_on, row.until_on),
        )
        for row in victims.episodes_of(about.person)
    ]
    rows = [row for row in rows if any(row[:3])]
    if not rows or not about.carries(FieldGroup.FACTS):
        return None
    head = (_("Exploitation"), _("Means"), _("Country"), _("When"))
    return table(head, rows, title=_("What happened, in codes"))


def _span(start: str, end: str) -> str:
    if start and end and start != end:
        return _("%(start)s to %(end)s") % {"start": day(start), "end": day(end)}
    return day(start or end) if start or end else _("not known")


def needs(about: About) -> list[Block]:
    """Give scores by domain over time, risks and protections, and the seven dimensions."""
    assessments = assessments_of(about.case, about.by)
    found = findings_of(about.case, about.by, seen=about.carried, assessments=assessments)
    if not assessments or not found.rows:
        return []
    days = assessments[-6:]
    scores = {(r.code, r.assessment_id): r.score for r in found.rows if r.score is not None}
    domains = [code for code, _label in wording.choices("need_domain")]
    rows = [
        [wording.label("need_domain", code), *(_score(scores.get((code, a.id))) for a in days)]
        for code in domains
        if any((code, a.id) in scores for a in days)
    ]
    told: list[Block] = []
    if rows:
        head = [_("Domain"), *(day(each.on) for each in days)]
        told.append(table(head, rows, title=_("By domain and over time")))
    items = [
        (level, ", ".join(_item(each) for each in inside if each.code not in UNNAMED_ITEMS))
        for level, inside in found.items_of(assessments[-1])
    ]
    if items:
        told.append(facts(items, title=_("Risks and protections, last assessment")))
    seven = [
        (label, worst or _("not asked"), _asked(each.asked, each.domains))
        for label, worst, each in security_of(found, assessments)
    ]
    told.append(
        table(
            (_("Dimension"), _("The worst of its domains"), _("Asked of her")),
            seven,
            title=_("The seven dimensions of human security"),
        )
    )
    if not about.carries(FieldGroup.HEALTH):
        told.append(facts([(_("Health"), _("not on this paper"))]))
    return told


def _score(score: int | None) -> str:
    return wording.say(wording.SCORE[score]) if score else "–"


def _asked(asked: int, domains: int) -> str:
    return _("%(asked)s of %(all)s") % {"asked": asked, "all": domains}


def _item(item: Any) -> str:
    sense = f"{item.sense[1]}, {item.urgency}" if item.urgency else item.sense[1]
    return f"{item.label} ({sense})"


def plan_and_services(about: About, goals: list[tuple[str, str, str]]) -> list[Block]:
    """Give her goals, and every service under its heading with how it stands."""
    told: list[Block] = []
    if goals:
        head = (_("Domain"), _("What she wants to reach"), _("How it stands"))
        told.append(table(head, goals, title=_("Goals")))
    told_apart = {
        wording.label("standard_service", code): _("A service of health")
        for code in UNNAMED_SERVICES
    }
    rows = [
        (title, told_apart.get(row.label, row.label), row.state[1], row.times, row.who)
        for title, inside in services_of(about.case, about.by, seen=about.carried)
        for row in inside
    ]
    if rows:
        head5 = (_("Heading"), _("Service"), _("How it stands"), _("Times"), _("Who gives it"))
        told.append(table(head5, rows, title=_("Services")))
    return told


def health(about: About) -> Block | None:
    """Give notes on health where the paper carries them; HIV and pregnancy stand on none."""
    if not about.carries(FieldGroup.HEALTH):
        return None
    notes = health_notes(about.case, about.by, about.seen[FieldGroup.HEALTH]).get("notes", [])
    rows = [(day(row.on), topic, words) for row, topic, words in notes]
    return (
        table((_("Day"), _("About what"), _("The note")), rows, title=_("Notes on health"))
        if rows
        else None
    )


def proceeding(about: About) -> Block | None:
    """Give what is told of a proceeding, where the paper carries it."""
    if not about.carries(FieldGroup.LEGAL):
        return None
    notes = legal_notes(about.case, about.by, about.seen[FieldGroup.LEGAL])
    rows = [(day(row.on) if row.on else "", state, words) for row, state, words in notes]
    head = (_("Told on"), _("How far it is"), _("In words"))
    return table(head, rows, title=_("What is told of it")) if rows else None


def story(about: About) -> list[Block]:
    """Give what she told and wishes, as it is written down, where the paper carries it."""
    told = about.opened(FieldGroup.STORY)
    rows = [
        (_("What she told"), told.get("told", "")),
        (_("What she wishes"), told.get("wishes", "")),
    ]
    return [facts(rows)] if any(value for _label, value in rows) else []


def signer(told: Mapping[str, Any], over: object = "") -> Party:
    """Give whoever signs for the office, as typed for this paper."""
    return Party(over or told.get("signer_post", ""), told.get("signer", ""), _under(told, over))


def _under(told: Mapping[str, Any], over: object) -> tuple[str, ...]:
    post = str(told.get("signer_post", "")) if over else ""
    return tuple(p for p in (post, str(told.get("signer_number", ""))) if p)


def agreed_list(title: object, told: str) -> list[Block]:
    """Give a box of lines as a list, or nothing."""
    items = lines_of(told)
    return [listed(items, title=title)] if items else []
