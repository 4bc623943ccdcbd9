"""What the room's codes are called, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from suar.base.access.reading import read
from suar.base.accounts.models import OrganisationName, Person
from suar.base.ui.words import language
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.victims.models import Victim
from suar.rooms.victims.opening import REASONS

Words = str | Promise

#: Status: the chip's kind, its word.
STATUSES: Mapping[str, tuple[str, Words]] = {
    "signal": ("wait", gettext_lazy("Signal")),
    "presumed": ("going", gettext_lazy("Presumed")),
    "identified": ("done", gettext_lazy("Identified")),
    "not established": ("wait", gettext_lazy("Not established")),
}
CHILD: Mapping[str, Words] = {
    "yes": gettext_lazy("Child"),
    "no": gettext_lazy("Adult"),
    "doubt": gettext_lazy("Perhaps a child: treated as one"),
}
GROUPS: Mapping[FieldGroup, Words] = {
    FieldGroup.IDENTITY: gettext_lazy("Identity"),
    FieldGroup.CONTACT: gettext_lazy("Contact"),
    FieldGroup.SAFETY: gettext_lazy("Safety"),
    FieldGroup.STORY: gettext_lazy("Story"),
    FieldGroup.HEALTH: gettext_lazy("Health"),
    FieldGroup.SERVICES: gettext_lazy("Services"),
    FieldGroup.LEGAL: gettext_lazy("Legal"),
    FieldGroup.FACTS: gettext_lazy("Coded facts"),
}
#: Fields of the sealed groups.
FIELDS: Mapping[str, Words] = {
    "name": gettext_lazy("Name"),
    "name_known": gettext_lazy("Is the name known"),
    "aliases": gettext_lazy("Other names, one a line"),
    "father": gettext_lazy("Father’s name"),
    "mother": gettext_lazy("Mother’s name"),
    "birth_on": gettext_lazy("Born"),
    "birth_place": gettext_lazy("Born in"),
    "address": gettext_lazy("Address at home"),
    "nik": gettext_lazy("NIK"),
    "passport": gettext_lazy("Passport"),
    "other_number": gettext_lazy("Another number"),
    "ask_for": gettext_lazy("Ask for"),
    "code_word": gettext_lazy("Code word"),
    "way": gettext_lazy("By which way"),
    "number": gettext_lazy("Telephone"),
    "times": gettext_lazy("When"),
    "messages": gettext_lazy("May a message be left"),
    "family": gettext_lazy("May the family be reached"),
    "family_who": gettext_lazy("Who of the family"),
    "family_how": gettext_lazy("How they may be reached"),
    "stays": gettext_lazy("Where she stays"),
    "who_knows": gettext_lazy("Who may know"),
    "danger_from": gettext_lazy("Who or what is a danger"),
    "agreed": gettext_lazy("Agreed with her"),
    "shared_phone": gettext_lazy("Does somebody else read her phone"),
    "told": gettext_lazy("What she told"),
    "told_to": gettext_lazy("Told to"),
    "told_on": gettext_lazy("Told on"),
    "wishes": gettext_lazy("What she wishes"),
}
ANSWERS: Mapping[str, Words] = {
    "yes": gettext_lazy("Yes"),
    "no": gettext_lazy("No"),
    "not_known": gettext_lazy("Not known"),
    "not_asked": gettext_lazy("Not asked"),
}
FACTS: Mapping[str, Words] = {
    "birth_year": gettext_lazy("Year of birth"),
    "age_band": gettext_lazy("Age band"),
    "sex": gettext_lazy("Sex"),
    "gender": gettext_lazy("Gender"),
    "nationalities": gettext_lazy("Nationalities"),
    "home_province": gettext_lazy("Home province"),
    "marital_status": gettext_lazy("Marital status"),
    "education": gettext_lazy("Education"),
    "languages": gettext_lazy("Languages"),
    "interpreter": gettext_lazy("Needs an interpreter"),
    "signs": gettext_lazy("Uses sign language"),
    "status": gettext_lazy("Status"),
    "child": gettext_lazy("Child or adult"),
    "paper_safe": gettext_lazy("Is paper safe with her"),
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
    "child": gettext_lazy("Child with her"),
    "unborn": gettext_lazy("Unborn child"),
    "spouse": gettext_lazy("Spouse"),
    "sibling": gettext_lazy("Sibling"),
    "heir": gettext_lazy("Heir"),
    "travelled": gettext_lazy("Travelled together"),
}
BODY: Mapping[str, Words] = {
    "not_found": gettext_lazy("Not found yet"),
    "abroad": gettext_lazy("Abroad"),
    "on_the_way": gettext_lazy("On the way home"),
    "handed_over": gettext_lazy("Handed over to the family"),
    "buried_abroad": gettext_lazy("Buried abroad, as the family wished"),
}
RIGHTS: Mapping[str, Words] = {
    "see": gettext_lazy("See everything held"),
    "correct": gettext_lazy("Correct something"),
    "erase": gettext_lazy("Erase"),
}
OUTCOMES: Mapping[str, Words] = {
    "shown": gettext_lazy("Shown to her"),
    "corrected": gettext_lazy("Corrected"),
    "not_hers": gettext_lazy("It could not be made sure that it was she who asked"),
    "kept_by_law": gettext_lazy("A law asks to keep it; she was told which"),
    "withdrawn": gettext_lazy("She withdrew the request"),
    "erased": gettext_lazy("Erased"),
}
BREACHES: Mapping[str, Words] = {
    "lost_device": gettext_lazy("A device was lost"),
    "wrong_recipient": gettext_lazy("Sent to the wrong recipient"),
    "wrong_access": gettext_lazy("Somebody looked who may not"),
    "stolen": gettext_lazy("Stolen"),
    "published": gettext_lazy("Published"),
    "lost_key": gettext_lazy("A key was lost: data cannot be opened any more"),
}
MOVES: Mapping[str, Words] = {
    "begin": gettext_lazy("File begun"),
    "presume": gettext_lazy("Presumed"),
    "identify": gettext_lazy("Identified"),
    "not_establish": gettext_lazy("Not established on present information"),
    "ask_review": gettext_lazy("A review was asked for"),
    "uphold": gettext_lazy("Reviewed: still not established"),
}
PAIR_STATES: Mapping[str, tuple[str, Words]] = {
    "possible": ("soon", gettext_lazy("Possibly the same person")),
    "merged": ("done", gettext_lazy("Merged")),
    "different": ("line", gettext_lazy("Different persons")),
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
    return {row.organisation_id: row.short for row in read(names_asked(organisations))}


def names_asked(organisations: Iterable[UUID | None]) -> QuerySet[OrganisationName]:
    """Give the rows of `names_of`, unread."""
    return OrganisationName.objects.filter(
        organisation_id__in=sorted({each for each in organisations if each}), until_on=None
    )


def people_asked(people: Iterable[UUID]) -> QuerySet[Person]:
    """Give colleagues by their ids, unread."""
    return Person.objects.filter(id__in=sorted(set(people)))


def reason_words(reason: str) -> str:
    """Give an opening's reason in words; one in the opener's own words stays hers."""
    return _(REASONS[reason]) if reason in REASONS and reason != "other" else _("another reason")


def reasons(names: Sequence[str] = ("contact", "letter", "same_person")) -> list[tuple[str, str]]:
    """Give plain reasons for a page; "another, in words" is the page's own last row."""
    return [(name, _(REASONS[name])) for name in names]


def day_of(moment: datetime) -> str:
    """Give the ISO day of a moment, for timelines."""
    return moment.date().isoformat()
