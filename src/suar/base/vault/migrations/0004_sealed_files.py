"""Which sealed files lie on the disk. Those that lie there at the upgrade are taken as they are."""

from pathlib import Path
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

from suar.base.access.policies import own_rows
from suar.base.identifiers import uuid7


def take_what_lies_there(apps: Any, schema_editor: Any) -> None:
    """Write a row for every file of every organisation's folder."""
    known, root = apps.get_model("vault", "SealedFile"), Path(settings.DATA) / "files"
    folders = [path for path in root.iterdir() if path.is_dir()] if root.is_dir() else []
    known.objects.using(schema_editor.connection.alias).bulk_create(
        [
            known(
                id=uuid7(),
                organisation_id=UUID(folder.name),
                record=UUID(path.name.partition(".")[0]),
                field=path.name.partition(".")[2],
                written_at=timezone.now(),
            )
            for folder in folders
            for path in folder.iterdir()
            if not path.name.endswith(".part")
        ],
        batch_size=1000,
    )


class Migration(migrations.Migration):
    dependencies: ClassVar = [("vault", "0003_granted_keys")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="SealedFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("record", models.UUIDField()),
                ("field", models.CharField(max_length=60)),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "record", "field"), name="sealed_file_once"
                    )
                ],
            },
        ),
        own_rows("vault_sealedfile"),
        migrations.RunPython(take_what_lies_there, migrations.RunPython.noop),
    ]
