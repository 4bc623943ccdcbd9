"""`suar manage rotate_keys`: what `suar keys rotate` runs inside; cut off, the next run goes on."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from suar.base.accounts.founding import find_organisation
from suar.base.vault import rotating
from suar.base.vault.envelope import NotOpened
from suar.knowledge.refusal import Refusal


class Command(BaseCommand):
    """Without an organisation: everything that a master key wraps, under the present one."""

    help = "Wrap all keys under the present master key, or rotate one organisation's key."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whose key."""
        parser.add_argument("--organisation", default="", help="its name or prefix")
        parser.add_argument("--json", action="store_true", help="one JSON document on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        """Rotate, and say what was wrapped anew."""
        try:
            asked = options["organisation"].strip()
            told = _one(asked) if asked else _all()
        except NotOpened as error:
            raise Refusal(
                f"a key does not open: {str(error).rstrip('.')}",
                remedy="Give the master key that wraps it; the same command then goes on.",
            ) from error
        if options["json"]:
            self.stdout.write(json.dumps(told))
            return
        for what, count in told.items():
            self.stdout.write(f"{what.replace('_', ' ')}: {count} wrapped anew")


def _all() -> dict[str, int]:
    keys = [rotating.wrap_under_present_master(organisation=each) for each in rotating.everybody()]
    factors = rotating.seal_factors_anew()
    return {"organisation_keys": sum(keys), "second_factors": factors}


def _one(asked: str) -> dict[str, int]:
    found = find_organisation(name=asked)
    if found is None and asked.isalpha() and len(asked) <= 4:
        found = find_organisation(prefix=asked)
    if found is None:
        raise Refusal("no organisation bears this name or prefix", remedy="Mend --organisation.")
    return {"data_keys": rotating.rotate_organisation(organisation=found.id, now=timezone.now())}
