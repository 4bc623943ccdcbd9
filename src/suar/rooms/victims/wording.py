"""What the room's codes are called, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from suar.base.accounts.models import OrganisationName
from suar.base.ui.words import language
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.victims.models import Victim
from suar.rooms.victims.opening import REASONS

Words = str | Promise
lazy = gettext_lazy

#: Status: the chip's kind, its word.
STATUSES: Mapping[str, tuple[str, Words]] = {
    "signal": ("wait", lazy("Signal")),
    "presumed": ("going", lazy("Presumed")),
    "identified": ("done", lazy("Identified")),
    "not established": ("wait", lazy("Not established")),
}
CHILD: Mapping[str, Words] = {
    "yes": lazy("Child"),
    "no": lazy("Adult"),
    "doubt": lazy("Perhaps a child: treated as one"),
}
GROUPS: Mapping[FieldGroup, Words] = {
    FieldGroup.IDENTITY: lazy("Identity"),
    FieldGroup.CONTACT: lazy("Contact"),
    FieldGroup.SAFETY: lazy("Safety"),
    FieldGroup.STORY: lazy("Story"),
    FieldGroup.HEALTH: lazy("Health"),
    FieldGroup.SERVICES: lazy("Services"),
    FieldGroup.LEGAL: lazy("Legal"),
    FieldGroup.FACTS: lazy("Coded facts"),
}
#: Fields of the sealed groups.
FIELDS: Mapping[str, Words] = {
    "name": lazy("Name"),
    "name_known": lazy("Is the name known"),
    "aliases": lazy("Other names, one a line"),
    "father": lazy("Father’s name"),
    "mother": lazy("Mother’s name"),
    "birth_on": lazy("Born"),
    "birth_place": lazy("Born in"),
    "address": lazy("Address at home"),
    "nik": lazy("NIK"),
    "passport": lazy("Passport"),
    "other_number": lazy("Another number"),
    "ask_for": lazy("Ask for"),
    "code_word": lazy("Code word"),
    "way": lazy("By which way"),
    "number": lazy("Telephone"),
    "times": lazy("When"),
    "messages": lazy("May a message be left"),
    "family": lazy("May the family be reached"),
    "family_who": lazy("Who of the family"),
    "family_how": lazy("How they may be reached"),
    "stays": lazy("Where she stays"),
    "who_knows": lazy("Who may know"),
    "danger_from": lazy("Who or what is a danger"),
    "agreed": lazy("Agreed with her"),
    "shared_phone": lazy("Does somebody else read her phone"),
    "told": lazy("What she told"),
    "told_to": lazy("Told to"),
    "told_on": lazy("Told on"),
    "wishes": lazy("What she wishes"),
}
ANSWERS: Mapping[str, Words] = {
    "yes": lazy("Yes"),
    "no": lazy("No"),
    "not_known": lazy("Not known"),
    "not_asked": lazy("Not asked"),
}
FACTS: Mapping[str, Words] = {
    "birth_year": lazy("Year of birth"),
    "age_band": lazy("Age band"),
    "sex": lazy("Sex"),
    "gender": lazy("Gender"),
    "nationalities": lazy("Nationalities"),
    "home_province": lazy("Home province"),
    "marital_status": lazy("Marital status"),
    "education": lazy("Education"),
    "languages": lazy("Languages"),
    "interpreter": lazy("Needs an interpreter"),
    "signs": lazy("Uses sign language"),
    "status": lazy("Status"),
    "child": lazy("Child or adult"),
    "paper_safe": lazy("Is paper safe with her"),
}
LISTS = {
    "age_band": "age_band",
    "sex": "sex",
    "gender": "gender",
    "nationalities": "country",
    "home_province": "province",
    "marital_status": "marital_status",
    "education": "education",
    "languages": "language",
}
KIN: Mapping[str, Words] = {
    "child": lazy("Child with her"),
    "unborn": lazy("Unborn child"),
    "spouse": lazy("Spouse"),
    "sibling": lazy("Sibling"),
    "heir": lazy("Heir"),
    "travelled": lazy("Travelled together"),
}
BODY: Mapping[str, Words] = {
    "not_found": lazy("Not found yet"),
    "abroad": lazy("Abroad"),
    "on_the_way": lazy("On the way home"),
    "handed_over": lazy("Handed over to the family"),
    "buried_abroad": lazy("Buried abroad, as the family wished"),
}
RIGHTS: Mapping[str, Words] = {
    "see": lazy("See everything held"),
    "correct": lazy("Correct something"),
    "erase": lazy("Erase"),
}
OUTCOMES: Mapping[str, Words] = {
    "shown": lazy("Shown to her"),
    "corrected": lazy("Corrected"),
    "not_hers": lazy("It could not be made sure that it was she who asked"),
    "kept_by_law": lazy("A law asks to keep it; she was told which"),
    "withdrawn": lazy("She withdrew the request"),
    "erased": lazy("Erased"),
}
BREACHES: Mapping[str, Words] = {
    "lost_device": lazy("A device was lost"),
    "wrong_recipient": lazy("Sent to the wrong recipient"),
    "wrong_access": lazy("Somebody looked who may not"),
    "stolen": lazy("Stolen"),
    "published": lazy("Published"),
    "lost_key": lazy("A key was lost: data cannot be opened any more"),
}
MOVES: Mapping[str, Words] = {
    "begin": lazy("File begun"),
    "presume": lazy("Presumed"),
    "identify": lazy("Identified"),
    "not_establish": lazy("Not established on present information"),
    "ask_review": lazy("A review was asked for"),
    "uphold": lazy("Reviewed: still not established"),
}
PAIR_STATES: Mapping[str, tuple[str, Words]] = {
    "possible": ("soon", lazy("Possibly the same person")),
    "merged": ("done", lazy("Merged")),
    "different": ("line", lazy("Different persons")),
    "parted": ("wait", pgettext_lazy("state", "Merging undone")),
}


def code(vocabulary: str, value: str) -> str:
    """Give a code's label; the code itself where the list does not have it."""
    found = code_list(vocabulary).get(value) if value else None
    return str(found.label[language()]) if found else value


def codes(vocabulary: str, values: Iterable[str]) -> str:
    """Give several codes' labels."""
    return ", ".join(code(vocabulary, value) for value in values)


def choices(vocabulary: str, *, blank: bool = True) -> list[tuple[str, str]]:
    """Give a list's codes for a form; blank means not asked."""
    told = [(c.code, str(c.label[language()])) for c in code_list(vocabulary) if not c.retired]
    if vocabulary in ("country", "province", "language"):
        told.sort(key=lambda each: each[1])
    return [("", _("Not asked")), *told] if blank else told


def table_choices(
    table: Mapping[str, Mapping[str, str]], *, blank: bool = True
) -> list[tuple[str, str]]:
    """Give the rows of a rule's table for a form."""
    told = [(name, label[language()]) for name, label in table.items()]
    return [("", _("Choose")), *told] if blank else told


def fact(name: str, value: object) -> str:
    """Give a coded fact as people read it."""
    if name in ("interpreter", "signs", "paper_safe"):
        return str(ANSWERS.get(str(value), "")) if value else ""
    if name == "status":
        return str(STATUSES[str(value)][1]) if value else ""
    if name == "child":
        return str(CHILD.get(str(value), ""))
    if isinstance(value, list | tuple):
        return codes(LISTS[name], value)
    if value in (None, ""):
        return ""
    return code(LISTS[name], str(value)) if name in LISTS else str(value)


def sealed_value(name: str, value: str) -> str:
    """Give a sealed field as people read it."""
    if name in ("messages", "family", "shared_phone", "name_known"):
        return str(ANSWERS.get(value, value))
    return value


def status_chip(victim: Victim) -> tuple[str, str]:
    """Give the chip of her status; nothing where it is not the reader's to know."""
    kind, label = STATUSES.get(victim.status, ("line", ""))
    return kind, str(label)


def groups_in_words(groups: Iterable[str]) -> str:
    """Give field groups as a list in words."""
    return ", ".join(str(GROUPS[FieldGroup(group)]).lower() for group in groups)


def names_of(organisations: Iterable[UUID | None]) -> dict[UUID, str]:
    """Give the short names in use of organisations."""
    rows = OrganisationName.objects.filter(
        organisation_id__in={each for each in organisations if each}, until_on=None
    )
    return dict(rows.values_list("organisation_id", "short"))


def reason_words(reason: str) -> str:
    """Give an opening's reason in words; one in the opener's own words stays hers."""
    return _(REASONS[reason]) if reason in REASONS and reason != "other" else _("another reason")


def reasons(names: Sequence[str] = ("contact", "letter", "same_person")) -> list[tuple[str, str]]:
    """Give plain reasons for a page; "another, in words" is the page's own last row."""
    return [(name, _(REASONS[name])) for name in names]


def day_of(moment: datetime) -> str:
    """Give the ISO day of a moment, for timelines."""
    return moment.date().isoformat()
