"""To which field group a number in another system belongs: who sees the group sees the number."""

from typing import Final

from suar.knowledge.rules.visibility import FieldGroup

#: By code of the list `other_system`. A number of a proceeding is behind the wall between care and
#: prosecution; that of a travel document says who she is.
GROUPS: Final[dict[str, FieldGroup]] = {
    "police_report": FieldGroup.LEGAL,
    "police_letter": FieldGroup.LEGAL,
    "court": FieldGroup.LEGAL,
    "protection": FieldGroup.LEGAL,
    "simfoni": FieldGroup.SERVICES,
    "peduli_wni": FieldGroup.SERVICES,
    "travel_paper": FieldGroup.IDENTITY,
    "other": FieldGroup.SERVICES,
}

#: Systems that number reports; what says who a person is stands in her file, not beside a report.
OF_A_REPORT: Final = tuple(
    each for each, group in GROUPS.items() if group is not FieldGroup.IDENTITY
)


def group_of(system: str) -> FieldGroup:
    """Give the group of a system's numbers; that of services for a register that was brought in.

    >>> group_of("police_report"), group_of("register:old")
    (<FieldGroup.LEGAL: 'legal'>, <FieldGroup.SERVICES: 'services'>)
    """
    return GROUPS.get(system, FieldGroup.SERVICES)
