"""The room's tables. Each field group is a table of its own, for the second wall is by row."""

from suar.rooms.victims.models.consents import Breach, Consent, Guardian, RightsRequest
from suar.rooms.victims.models.episodes import Episode, Leg, LegStory
from suar.rooms.victims.models.groups import Contact, Facts, Identity, Safety, Story
from suar.rooms.victims.models.opening import Opening
from suar.rooms.victims.models.person import Assignment, Death, Kin, StatusDecision, Victim
from suar.rooms.victims.models.same import (
    LinkageKeys,
    Merging,
    MergingChange,
    ProjectSecret,
    SamePair,
)

__all__ = [
    "Assignment",
    "Breach",
    "Consent",
    "Contact",
    "Death",
    "Episode",
    "Facts",
    "Guardian",
    "Identity",
    "Kin",
    "Leg",
    "LegStory",
    "LinkageKeys",
    "Merging",
    "MergingChange",
    "Opening",
    "ProjectSecret",
    "RightsRequest",
    "Safety",
    "SamePair",
    "StatusDecision",
    "Story",
    "Victim",
]
