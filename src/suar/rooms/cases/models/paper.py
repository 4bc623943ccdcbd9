"""Notes, files and threats. No policy grants a privileged note: it never leaves."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from suar.rooms.cases.models.base import OfCase, Own


class HealthNote(OfCase):
    """A note on health, open to her team. HIV and pregnancy ask a reason each time."""

    GROUP: ClassVar[str] = "health"

    topic = models.CharField(max_length=15)
    on = models.DateField()


class LegalNote(OfCase):
    """What is told of a proceeding. It holds up no service."""

    GROUP: ClassVar[str] = "legal"

    state = models.CharField(max_length=20)  # code of proceeding_state
    on = models.DateField()


class PrivilegedNote(OfCase):
    """Facts for help, for her team alone. Never a statement, never granted, never exported."""

    GROUP: ClassVar[str] = "notes"

    on = models.DateField()
    corrects_id = models.UUIDField(null=True, blank=True)


class Document(OfCase):
    """A sealed file. Its title lies sealed too; its type was seen in its content."""

    GROUP: ClassVar[str] = "file"

    kind = models.CharField(max_length=20)
    shown_with = models.CharField(max_length=10)  # the field group whose readers may open it
    type = models.CharField(max_length=20)
    size = models.PositiveIntegerField()
    offered = models.BooleanField(default=False)  # she gave it of her own wish
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.UUIDField(null=True, blank=True)


class Threat(Own):
    """A threat against somebody who helps. Its words lie under the threat's own key."""

    case_id = models.UUIDField(null=True, blank=True)
    kind = models.CharField(max_length=20)
    on = models.DateField()
    against = models.UUIDField()  # a person of the organisation
    told_police = models.CharField(max_length=10, default="not_asked")
    state = models.CharField(max_length=8, default="open")  # open, settled
    sealed = models.BinaryField(default=b"", blank=True)
    at = models.DateTimeField()
    by = models.UUIDField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.UUIDField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Own.Meta):
        indexes: ClassVar = [
            models.Index(
                fields=["organisation_id", "-at"], condition=Q(state="open"), name="threat_open"
            ),
        ]
