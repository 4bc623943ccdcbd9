"""What only the operator does, from the command line: an organisation and its first administrator.

Founding is done once: the same name again changes nothing, and a new invitation is made only while
nobody has accepted one.
"""

from django.db.models import Q

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation, OrganisationName
from suar.base.identifiers import uuid7

OPERATOR = "operator"
_CONSONANTS = frozenset("BCDFGHJKLMNPQRSTVWXYZ")


def find_organisation(*, prefix: str = "", name: str = "") -> Organisation | None:
    """Give the organisation of a prefix, or the one that bears or bore a name, in any case."""
    with acting(Actor(organisation=uuid7(), name=OPERATOR)):  # the directory shows to all inside
        if prefix:
            return Organisation.objects.filter(prefix=prefix.upper()).first()
        borne = Q(name_en__iexact=name) | Q(name_id__iexact=name) | Q(short__iexact=name)
        found = OrganisationName.objects.select_related("organisation").filter(borne).first()
        return found.organisation if found else None
