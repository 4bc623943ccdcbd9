"""The secret under which agencies compare keys: brought by whoever answers for the keys."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suar.base.access.guard import needs
from suar.base.ui.words import moment, number
from suar.knowledge.rules.permissions import Permission
from suar.rooms.victims.forming import run
from suar.rooms.victims.forms.rights import SecretForm
from suar.rooms.victims.models import LinkageKeys, ProjectSecret
from suar.rooms.victims.services import bring_secret


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_KEYS)
def secret(request: HttpRequest) -> HttpResponse:
    """Bring the secret of a shared project: from then on keys are written with each identity."""
    form = SecretForm(request.POST or None)

    def deed() -> str:
        bring_secret(secret=form.cleaned_data["secret"], now=timezone.now(), by=request.actor)
        return reverse("rights:secret")

    in_use = ProjectSecret.objects.filter(
        organisation_id=request.actor.organisation, retired_at=None
    ).first()
    page = {
        "heading": _("The secret of a shared project"),
        "lead": _(
            "Agencies that agreed to it compare keys, never names. Keys are made with this secret"
            " from each identity, here, and are personal data under another name."
        ),
        "happens": [
            _("Keys of every identity in our files are made anew under this secret."),
            _("A former secret and its keys are destroyed: nothing is compared under it again."),
            _("Nothing is sent to anybody. Sharing keys is a step of its own, and is recorded."),
        ],
        "button": _("Bring the secret"),
        "icon": "key-round",
        "back": reverse("rights:index"),
        "aside": (_("In use"), _in_use(in_use)),
    }
    return run(request, form, deed, page=page)


def _in_use(row: ProjectSecret | None) -> list[str]:
    if row is None:
        return [_("No project has brought a secret. No keys are written.")]
    keys = LinkageKeys.objects.filter(organisation_id=row.organisation_id).count()
    return [
        _("Brought %(when)s") % {"when": moment(row.brought_at)},
        _("Fingerprint %(fingerprint)s: the same at every agency of the project.")
        % {"fingerprint": row.fingerprint},
        _("Identities with keys: %(number)s") % {"number": number(keys)},
    ]
