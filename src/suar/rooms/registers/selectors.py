"""Reads, always for an actor and with her organisation in the query itself."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from suar.base.access.actor import Actor
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.registers.models import Upload, Work


def uploads_visible_to(actor: Actor) -> QuerySet[Upload]:
    """Give the actor's organisation's uploads, newest first; nobody else ever sees one."""
    if not may(actor.holder, Permission.READ_REGISTERS).allowed:
        return Upload.objects.none()
    return Upload.objects.filter(organisation_id=actor.organisation).order_by("-uploaded_at")


def work_visible_to(actor: Actor) -> QuerySet[Work]:
    """Give the actor's organisation's jobs, newest first."""
    if not may(actor.holder, Permission.READ_REGISTERS).allowed:
        return Work.objects.none()
    return Work.objects.filter(organisation_id=actor.organisation).order_by("-asked_at")


def get_upload_for(actor: Actor, upload_id: UUID) -> Upload:
    """Give one upload, or 404: whose it is does not show."""
    found = uploads_visible_to(actor).filter(id=upload_id).first()
    if found is None:
        raise Http404
    return found


def get_work_for(actor: Actor, work_id: UUID) -> Work:
    """Give one job, or 404."""
    found = work_visible_to(actor).filter(id=work_id).first()
    if found is None:
        raise Http404
    return found
