"""What a form, a gateway or a sheet hands to the services: plain facts, nothing decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True)
class Teller:
    """Who tells it, as far as she wishes."""

    relation: str = ""
    name: str = ""
    number: str = ""
    when: str = ""
    code_word: str = ""
    message_safe: bool = False
    paper_safe: bool = False

    def sealed(self) -> dict[str, str]:
        """Give what is sealed."""
        return {
            "name": self.name,
            "number": self.number,
            "when": self.when,
            "code_word": self.code_word,
        }


@dataclass(frozen=True)
class Concerned:
    """A person concerned. ``age`` is as told ("23", "about 20"); the band is coded."""

    state: str = "not_known"
    age_band: str = ""
    minor: str = "not_asked"
    sex: str = ""
    citizenship: str = ""
    interpreter: str = "not_asked"
    identity: Mapping[str, str] = field(default_factory=dict)  # name, alias, age, language
    contact: Mapping[str, str] = field(default_factory=dict)  # number, when, code_word
    message_safe: bool = False
    paper_safe: bool = False
    safety: Mapping[str, str] = field(default_factory=dict)  # place, ransom, words
    country: str = ""
    last_contact: str = ""
    proof_of_life: str = ""
    ransom_asked: str = "not_asked"

    @property
    def says_where(self) -> bool:
        """Whether anything of the group *safety* is known."""
        return bool(
            any(self.safety.values())
            or self.country
            or self.last_contact
            or self.proof_of_life
            or self.ransom_asked != "not_asked"
        )


@dataclass(frozen=True)
class Named:
    """Somebody whom the report names, as alleged."""

    name: str = ""
    role: str = ""
    words: str = ""


@dataclass(frozen=True)
class Arrival:
    """How a group came: one flight, one boat."""

    by: str = ""  # air | sea | land
    country: str = ""
    on: str = ""  # partial date
    expected: int | None = None


@dataclass(frozen=True)
class Draft:
    """A report before it is one."""

    about: str
    told: str = ""
    teller: Teller = Teller()
    persons: tuple[Concerned, ...] = ()
    named: tuple[Named, ...] = ()
    language: str = "id"
    contact_wanted: bool = False
    arrival: Arrival = Arrival()


@dataclass(frozen=True)
class Told:
    """One answer as it was given, and who saw it."""

    said: str
    seen_by: str = ""


@dataclass(frozen=True)
class Passing:
    """To whom a report is passed on: an organisation of this instance, or a kind outside it."""

    to: UUID | None = None
    kind: str = ""
    words: str = ""


@dataclass(frozen=True)
class EventFacts:
    """The coded facts of an incident; absent is not known."""

    purposes: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    recruited_in: str = ""
    transit: tuple[str, ...] = ()
    exploited_in: str = ""
    from_on: str = ""
    until_on: str = ""
