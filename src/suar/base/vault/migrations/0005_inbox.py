"""The public half by which a closed organisation's new keys are put in, unopenable until it opens.

An own key that was made before has none: until it is rotated, nothing new is sealed while closed.
"""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("vault", "0004_sealed_files")]
    operations: ClassVar = [
        migrations.AddField("organisationkey", "inbox", models.BinaryField(default=b"")),
    ]
