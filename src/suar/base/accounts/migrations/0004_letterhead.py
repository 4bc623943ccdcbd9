"""The emblem of an organisation's letterhead; teams are edited, so they carry a version."""

from django.db import migrations, models

import suar.base.identifiers.keys
from suar.base.access.policies import own_rows


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_sent_forms")]

    operations = [
        migrations.AddField(
            model_name="team",
            name="version",
            field=models.PositiveIntegerField(default=1),
        ),
        migrations.CreateModel(
            name="Emblem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=suar.base.identifiers.keys.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organisation_id", models.UUIDField(unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("image/png", "PNG"), ("image/jpeg", "JPEG")], max_length=10
                    ),
                ),
                ("content", models.BinaryField()),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        own_rows("accounts_emblem"),
    ]
