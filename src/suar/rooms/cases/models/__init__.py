"""Tables of the cases room, a file a subject. Free words lie sealed under the person's own keys."""

from suar.rooms.cases.models.base import OfCase
from suar.rooms.cases.models.case import Approval, Case, Closure, FollowUp, SavedView, Supervision
from suar.rooms.cases.models.help import (
    Entitlement,
    Goal,
    Livelihood,
    Plan,
    Service,
    ServiceDetail,
    ServiceMove,
)
from suar.rooms.cases.models.issued import Paper, PaperPrint, PaperSeries
from suar.rooms.cases.models.need import Assessment, Finding, HealthFinding, Journey
from suar.rooms.cases.models.paper import Document, HealthNote, LegalNote, PrivilegedNote, Threat
from suar.rooms.cases.models.shelter import Bed, BedClosure, BedUse, Event, Shelter, Stay, Visit

__all__ = [
    "Approval",
    "Assessment",
    "Bed",
    "BedClosure",
    "BedUse",
    "Case",
    "Closure",
    "Document",
    "Entitlement",
    "Event",
    "Finding",
    "FollowUp",
    "Goal",
    "HealthFinding",
    "HealthNote",
    "Journey",
    "LegalNote",
    "Livelihood",
    "OfCase",
    "Paper",
    "PaperPrint",
    "PaperSeries",
    "Plan",
    "PrivilegedNote",
    "SavedView",
    "Service",
    "ServiceDetail",
    "ServiceMove",
    "Shelter",
    "Stay",
    "Supervision",
    "Threat",
    "Visit",
]
