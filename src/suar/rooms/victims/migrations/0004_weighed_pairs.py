"""How much speaks for a pair being one person's, so that people meet the likeliest first."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("victims", "0003_up_the_river")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="samepair",
            name="weight",
            field=models.SmallIntegerField(blank=True, null=True),
        ),
    ]
