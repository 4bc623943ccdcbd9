"""Whose the public reports are: the organisation that the setting `SUAR_HOTLINE` names."""

from uuid import UUID

from django.conf import settings

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation

#: Reads the directory of organisations before anybody is known; no organisation has this key.
_READER = Actor(organisation=UUID(int=0), name="directory")


def hotline() -> Organisation | None:
    """Give the hotline's organisation, or None while the setting names none."""
    wanted = settings.HOTLINE.strip()
    if not wanted:
        return None
    with acting(_READER):
        try:
            return Organisation.objects.filter(pk=UUID(wanted)).first()
        except ValueError:
            return Organisation.objects.filter(prefix=wanted.upper()).first()


def receiver(organisation: Organisation, name: str = "public") -> Actor:
    """Give the part of the system that takes reports into the hotline's organisation."""
    return Actor(organisation=organisation.id, name=name)


def dialled(number: str) -> str:
    """Give a number as a telephone dials it; empty where there is none."""
    return "".join(sign for sign in number if sign.isdigit() or sign == "+")
