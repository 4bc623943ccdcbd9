"""What a restored copy owes to organisations that hold their own key: a proof that it opens."""

from typing import ClassVar

from django.db import migrations, models

from suar.base.access.policies import own_rows
from suar.base.identifiers import uuid7


class Migration(migrations.Migration):
    dependencies: ClassVar = [("vault", "0005_inbox")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="RestoredProof",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("sealed", models.BinaryField()),
                ("digest", models.BinaryField()),
                ("backed_up_at", models.DateTimeField()),
                ("checked_at", models.DateTimeField(blank=True, null=True)),
                ("holds", models.BooleanField(null=True)),
                ("keys", models.PositiveIntegerField(default=0)),
            ],
        ),
        own_rows("vault_restoredproof"),
    ]
