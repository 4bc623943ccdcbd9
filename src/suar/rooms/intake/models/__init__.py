"""The tables of the room: reports, persons concerned and named, incidents, answers, gateways."""

from suar.rooms.intake.models.incidents import Incident
from suar.rooms.intake.models.persons import (
    PersonConcerned,
    PersonContact,
    PersonIdentity,
    PersonNamed,
    PersonSafety,
)
from suar.rooms.intake.models.reports import Report, Reporter, Told
from suar.rooms.intake.models.screenings import Answer, Screening
from suar.rooms.intake.models.sources import Gateway, GatewayMessage, Sheet

__all__ = [
    "Answer",
    "Gateway",
    "GatewayMessage",
    "Incident",
    "PersonConcerned",
    "PersonContact",
    "PersonIdentity",
    "PersonNamed",
    "PersonSafety",
    "Report",
    "Reporter",
    "Screening",
    "Sheet",
    "Told",
]
