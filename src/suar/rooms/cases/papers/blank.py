"""Blank forms to fill by hand, drawn from the very forms and code lists of the screens.

A question that is added to a screen is on the paper too: nothing is listed here a second time.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from suar.base.ui.fields import ANSWERS, PartialDateField
from suar.base.ui.words import language
from suar.knowledge.rules.consent import EVIDENCE, PURPOSES, TEXT_VERSION
from suar.knowledge.screening import tool
from suar.knowledge.vocab import code_list
from suar.rooms.cases import wording
from suar.rooms.cases.forms.case import FollowUpForm
from suar.rooms.cases.forms.giving import GoalForm, HerWordForm, ServiceForm
from suar.rooms.cases.forms.needs import AssessmentForm
from suar.rooms.cases.forms.shelter import MoveInForm, VisitForm
from suar.rooms.cases.papers.blocks import (
    Block,
    Party,
    boxes,
    facts,
    grid,
    heading,
    line,
    signatures,
    text,
)
from suar.rooms.intake.forms.call import CallForm, PersonForm
from suar.rooms.intake.wording import SEEN_BY
from suar.rooms.victims.asking import ConsentForm
from suar.rooms.victims.wording import GROUPS as WHAT_MAY_BE_SEEN

#: A list longer than this is a line to write on: no sheet holds the countries of the world.
_MOST: Final = 16
_SKIPPED: Final = frozenset({"once", "version", "query"})


def report() -> list[Block]:
    """Give the form of a call: who tells it, whom it concerns. Triage is a sheet of its own."""
    form = CallForm()
    concerned = [name for name in PersonForm.base_fields if name not in _SKIPPED]
    named = ["named", "named_role", "named_words"]
    triage = {name for name in form.fields if name.startswith("t_")}
    first = [n for n in form.fields if n not in {*concerned, *named, *triage, *_SKIPPED}]
    return [
        text(_("The reporter and the person concerned are two people. Every question may be left"
               " out. Never call somebody who is held.")),
        heading(_("Who tells it, and what")),
        *_fields(form, [n for n in first if n != "told"]),
        *_fields(form, ["told"]),
        heading(_("The person concerned")),
        *_fields(form, concerned),
        heading(_("A person named")),
        text(_("Not a suspect. Write it on this sheet alone.")),
        *_fields(form, named),
        _taken(),
    ]  # fmt: skip


def triage() -> list[Block]:
    """Give the ten questions of triage, each with who saw it."""
    answers = [words for _key, words in ANSWERS]
    seen = [words for _key, words in SEEN_BY.items()]
    questions = [each.label[language()] for each in tool("triage")]
    return [
        text(_("Observe rather than ask. Not asked is a good answer.")),
        line(_("Report")),
        line(_("Person, by number")),
        grid(
            [_("Question"), *answers, *seen],
            [f"{number}. {words}" for number, words in enumerate(questions, start=1)],
            title=tool("triage").label[language()],
        ),
        line(_("In words"), lines=3),
        _taken(),
    ]


def consent() -> list[Block]:
    """Give the consent: one recipient; every purpose with what happens if she says no."""
    chosen = language()
    labels = {name: field.label for name, field in ConsentForm.base_fields.items()}
    ask = ConsentForm.base_fields
    return [
        text(_("Read it to her in a language of hers. One sheet for one recipient.")),
        line(labels["to"]),
        boxes(labels["purpose"], [row["label"][chosen] for row in PURPOSES.values()]),
        facts(
            [(row["label"][chosen], row["no"][chosen]) for row in PURPOSES.values()],
            title=_("If I say no"),
        ),
        text(_("If I say no, I get the same help."), strong=True),
        boxes(labels["groups"], WHAT_MAY_BE_SEEN.values()),
        heading(_("How it was explained")),
        line(labels["language"]),
        boxes(labels["interpreter"], [_("Yes"), _("No")]),
        boxes(labels["no_explained"], [_("Yes"), _("No")]),
        line(_("Who explained it")),
        heading(labels["said"]),
        boxes(labels["said"], _choices(ask["said"])),
        line(labels["until"]),
        boxes(labels["evidence"], [row[chosen] for row in EVIDENCE.values()]),
        boxes(labels["given_by"], _choices(ask["given_by"])),
        boxes(labels["assent"], _choices(ask["assent"])),
        line(labels["words"], lines=3),
        text(
            _("I may change my mind on any day, without a reason. Whoever walks beside me stops it"
              " in the same moment; others who were told must stop within 3 x 24 hours.")
        ),
        text(_("Text version") + f" {TEXT_VERSION}"),
        signatures(
            [
                Party(_("My sign or thumb print")),
                Party(_("Explained by")),
                Party(_("Interpreter")),
                Party(_("Guardian")),
            ]
        ),
    ]  # fmt: skip


def assessment() -> list[Block]:
    """Give the assessment: scores by domain, items by level, her view first."""
    form = AssessmentForm(health=True)
    scores = [words for _value, words in form.fields[f"score_{form.domains[0]}"].choices]
    first = next(iter(form.asked()[0][1]))
    senses = [words for _value, words in first[0].field.choices]
    soon = [words for value, words in first[1].field.choices if value]
    blocks = [
        *_fields(form, ["on"]),
        *_fields(form, ["her_words"]),
        grid(
            [_("Domain"), *scores],
            [each.label for each in form.scored()],
            title=_("How she stands, by domain"),
        ),
    ]
    for level, pairs in form.asked():
        head = [level, *senses, *soon]
        blocks.append(grid(head, [each.label for each, _soon in pairs], title=level))
    return [*blocks, *_fields(form, ["words"]), _taken()]


def plan() -> list[Block]:
    """Give the plan: goals in her words, services under the six headings, her word on it."""
    goal = GoalForm()
    service = ServiceForm(goals=[])
    blocks = [heading(_("Goals"))]
    for number in (1, 2, 3):
        blocks += [line(f"{number}. {goal.fields['words'].label}", lines=2)]
        blocks += [line(f"{goal.fields['domain'].label} / {goal.fields['by_on'].label}")]
    blocks.append(facts([(_("Domain"), wording.and_so_on(_labels("need_domain")))]))
    blocks.append(heading(_("Services")))
    states = [_(words) for _key, (_kind, words) in wording.SERVICE.items()]
    for number, top in enumerate(
        (code for code in code_list("standard_service") if code.parent is None), start=1
    ):
        rows = [words for _code, words in wording.children("standard_service", top.code)]
        label = wording.label("standard_service", top.code)
        blocks.append(grid([_("Service"), *states], rows, title=f"{number}. {label}"))
    names = ("provider", "when", "until", "times", "cost", "words")
    blocks += [heading(_("What is agreed")), *_fields(service, names)]
    return [*blocks, *_fields(HerWordForm(), ["her_words", "on"]), _hers()]


def shelter_intake() -> list[Block]:
    """Give the sheet of coming into a shelter: her wish, that she is free, bed, visitors."""
    form, visit = MoveInForm(beds=[]), VisitForm()
    return [
        text(_("The address of the house stands on no paper.")),
        *_fields(form, ["case", "bed"]),
        boxes(form.fields["agrees"].label, [_("Yes"), _("No")]),
        boxes(form.fields["told_free"].label, [_("Yes"), _("No")]),
        line(_("Day and hour")),
        heading(_("What she brought and keeps")),
        line(_("Things, one a line"), lines=5),
        heading(_("Visitors she wishes")),
        *_fields(visit, ["visitor", "who"]),
        heading(_("What she needs in the first days")),
        line(_("In words"), lines=4),
        _hers(),
    ]


def follow_up() -> list[Block]:
    """Give the follow-up at 3, 6 or 12 months."""
    form = FollowUpForm()
    asked = [each.name for each in form.asked()]
    return [
        boxes(_("After how many months"), ["3", "6", "12"]),
        *_fields(form, ["move", "way", "on"]),
        heading(_("What was found")),
        *_fields(form, asked),
        *_fields(form, ["words"]),
        _hers(),
    ]


FORMS: Final[dict[str, tuple[str, Callable[[], list[Block]]]]] = {
    "report": (gettext_noop("Report"), report),
    "triage": (gettext_noop("Triage"), triage),
    "consent": (gettext_noop("Consent"), consent),
    "assessment": (gettext_noop("Assessment of needs"), assessment),
    "plan": (gettext_noop("Plan and services"), plan),
    "shelter-intake": (gettext_noop("Coming into a shelter"), shelter_intake),
    "follow-up": (gettext_noop("Follow-up"), follow_up),
}


def _fields(form: forms.Form, names: Iterable[str]) -> list[Block]:
    return [_drawn(form.fields[name]) for name in names if name in form.fields]


def _drawn(field: Any) -> Block:
    """Draw a field as paper has it: boxes for a short list, else lines."""
    options = _choices(field)
    if 0 < len(options) <= _MOST:
        return boxes(field.label, options)
    if isinstance(field, forms.BooleanField):
        return boxes(field.label, [_("Yes"), _("No")])
    if isinstance(field, PartialDateField | forms.DateField):
        return line(_("%(label)s (day, month, year)") % {"label": field.label})
    long = isinstance(field.widget, forms.Textarea)
    return line(field.label, lines=4 if long else 1)


def _choices(field: Any) -> list[str]:
    """Give a field's answers, without the empty first one of a list on a screen."""
    found = getattr(field, "choices", None) or []
    return [str(words) for value, words in found if value not in ("", None)]


def _labels(name: str) -> list[str]:
    return [words for _code, words in wording.choices(name)]


def _taken() -> Block:
    return signatures([Party(_("Written down by"))])


def _hers() -> Block:
    return signatures([Party(_("Her sign, if she wishes")), Party(_("Written down by"))])
