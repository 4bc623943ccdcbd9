"""`suar manage load_demo FOLDER`: organisations, people and registers of an invented country."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from suar.rooms.registers.demo import load_demo


class Command(BaseCommand):
    """Never in production: its sign-ins are printed in the documentation."""

    help = "Load organisations, people and registers of an invented country."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder of `suar simulate`."""
        parser.add_argument("registers", type=Path, help="the folder that suar simulate wrote")
        parser.add_argument("--language", choices=("en", "id"), default="en")
        parser.add_argument("--scale", type=float, default=1.0)
        parser.add_argument("--picture", type=Path, help="the folder in which it is being made")
        parser.add_argument("--json", action="store_true", help="one JSON line on stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and print the sample sign-ins."""
        accounts = load_demo(
            options["registers"],
            language=options["language"],
            scale=options["scale"],
            picture=options["picture"],
            progress=lambda step, done=0, total=0: self.stderr.write(step),
        )
        if options["json"]:
            self.stdout.write(json.dumps(accounts, ensure_ascii=False))
            return
        for each in accounts:
            said = (each["organisation"], each["role"], each["email"], each["password"])
            self.stdout.write("  ".join(said))
