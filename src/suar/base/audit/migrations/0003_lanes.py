"""Many writers seal side by side: lanes that stand on one another. What was sealed stays as it is."""

import django.db.models.deletion
from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models

from suar.base.audit.lanes import INSTALL


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_chain")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(INSTALL)],
            state_operations=[
                migrations.DeleteModel("Seal"),
                migrations.CreateModel(
                    name="Seal",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "lane",
                                "position",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("lane", models.SmallIntegerField()),
                        ("position", models.BigIntegerField()),
                        ("heads", ArrayField(models.BigIntegerField(), null=True)),
                        ("digest", models.BinaryField()),
                        (
                            "event",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="seals",
                                to="audit.event",
                            ),
                        ),
                    ],
                ),
            ],
        )
    ]
