"""Reads, always for an actor and with her organisation in the query itself."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation, Post
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


def work_of(upload: Upload, actor: Actor) -> QuerySet[Work]:
    """Give the jobs over an upload, newest first."""
    return work_visible_to(actor).filter(uploads__contains=str(upload.id))


def unread_work_of(actor: Actor) -> QuerySet[Work]:
    """Give the person's own jobs that ended and that she has not looked at since."""
    ended = (Work.State.DONE, Work.State.FAILED)
    return work_visible_to(actor).filter(asked_by=actor.person, state__in=ended, read_at=None)


def joint_picture_for(actor: Actor) -> Work | None:
    """Give the newest picture of the actor's own organisation, if that is a task force.

    Who may read the joint picture may read this one, without seeing the registers behind it.
    """
    if not may(actor.holder, Permission.READ_JOINT_PICTURE).allowed:
        return None
    force = Organisation.objects.filter(
        id=actor.organisation, kind=Organisation.Kind.TASK_FORCE
    ).exists()
    if not force:
        return None
    return (
        Work.objects.filter(
            organisation_id=actor.organisation, kind=Work.Kind.PICTURE, state=Work.State.DONE
        )
        .order_by("-ended_at")
        .first()
    )


def roles_of(persons: Iterable[UUID | None], actor: Actor) -> dict[UUID, str]:
    """Give the role in which colleagues work here, the newest post of each."""
    posts = Post.objects.filter(
        organisation_id=actor.organisation, person_id__in={p for p in persons if p}
    ).order_by("from_on")
    return {post.person_id: post.role for post in posts}
