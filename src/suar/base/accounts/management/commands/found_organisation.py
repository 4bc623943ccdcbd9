"""`suar manage found_organisation`: an organisation, and its first administrator's link."""

import json
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.core.validators import validate_email
from django.utils import timezone

from suar.base.accounts.founding import Wish, found_once, invite_first
from suar.base.accounts.models import ZONES, Organisation
from suar.knowledge.refusal import Refusal


class Command(BaseCommand):
    """The same name again founds nothing, and shows no second link unless one is asked for."""

    help = "Found an organisation and print the link that invites its first administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what an organisation is, and whom to invite."""
        parser.add_argument("name", help="its official name, in Indonesian")
        parser.add_argument("--kind", required=True, choices=Organisation.Kind.values)
        parser.add_argument("--level", required=True, choices=Organisation.Level.values)
        parser.add_argument("--region", default="", help="name or code of its region; a country")
        parser.add_argument("--name-en", default="", help="its name in English")
        parser.add_argument("--short", default="", help="its short name, for the top of a page")
        parser.add_argument("--prefix", default="", help="two to four letters of its references")
        parser.add_argument("--zone", default="Asia/Jakarta", choices=[zone for zone, _ in ZONES])
        parser.add_argument("--parent", default="", help="name or prefix of the one above it")
        parser.add_argument("--email", default="", help="of its first administrator")
        parser.add_argument("--administrator", default="", help="her name")
        parser.add_argument("--new-link", action="store_true", help="the former link was lost")
        parser.add_argument("--json", action="store_true", help="one JSON document on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        """Found, invite, print."""
        names = ("name", "kind", "level", "region", "name_en", "short", "prefix", "zone", "parent")
        wish = Wish(**{name: options[name].strip() for name in names})
        told = _done(wish, options)
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        done = "Founded" if told["new"] else "It was there already"
        self.stdout.write(f"{done}: {wish.name}, references begin with {told['prefix']}-")
        if told["link"]:
            self.stdout.write(f"Give this link to {told['email']}, and to nobody else:")
            self.stdout.write(f"  {told['link']}")
        self.stdout.write(told["invitation"])


def _done(wish: Wish, options: dict[str, Any]) -> dict[str, Any]:
    email = options["email"].strip().lower()
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refusal("that is no e-mail address", remedy="Mend --email.") from error
    organisation, new = found_once(wish, now=timezone.now())
    said, path = "Invite its first administrator with --email.", ""
    if email:
        said, path = invite_first(
            organisation=organisation.id,
            email=email,
            name=options["administrator"].strip() or email.partition("@")[0],
            now=timezone.now(),
            again=options["new_link"],
        )
    return {
        "organisation": str(organisation.id),
        "prefix": organisation.prefix,
        "new": new,
        "email": email,
        "link": f"{settings.BASE_URL}{path}" if path else None,
        "invitation": said,
    }
