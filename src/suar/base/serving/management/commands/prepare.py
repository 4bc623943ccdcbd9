"""`suar manage prepare`: bring the tables and static files up to date, or refuse with a reason."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from suar.base.access.acting import at_the_door
from suar.knowledge.refusal import Refusal


class Command(BaseCommand):
    """Refuses a newer schema, and an application role that could see past the second wall."""

    help = "Bring the tables and static files up to date."
    requires_system_checks = ("security",)

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether somebody else gathers the static files meanwhile."""
        parser.add_argument("--no-static", action="store_true", help="leave static files alone")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the role, check the schema, migrate as owner, gather static files."""
        if "owner" not in connections:
            raise Refusal(
                "SUAR_OWNER_DATABASE_URL is missing",
                remedy="Set it: the tables' owner brings them up to date.",
            )
        _refuse_newer_schema()
        call_command("migrate", database="owner", verbosity=0, interactive=False)
        _refuse_powerful_role()
        if not options["no_static"]:
            call_command("collectstatic", verbosity=0, interactive=False, clear=False)


def _refuse_newer_schema() -> None:
    connection = connections["owner"]
    known = set(MigrationExecutor(connection).loader.disk_migrations)
    ours = {app for app, _ in known}
    applied = set(MigrationRecorder(connection).applied_migrations())
    newer = sorted(f"{app}.{name}" for app, name in applied - known if app in ours)
    if newer:
        raise Refusal(
            f"the database was made by a newer Suar ({', '.join(newer)})",
            remedy="Install that version.",
        )


def _refuse_powerful_role() -> None:
    with at_the_door(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (powerful,) = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            " AND tableowner = current_user"
        )
        (owned,) = cursor.fetchone()
    if powerful or owned:
        raise Refusal(
            "the role in SUAR_DATABASE_URL could see past row-level security (superuser,"
            " BYPASSRLS or owner of tables)",
            remedy="Give the application a role of its own.",
        )
