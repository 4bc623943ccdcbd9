"""A task shows to the organisation that set it, and to nobody else."""

from typing import ClassVar

from django.db import migrations

from suar.base.access.policies import own_rows


class Migration(migrations.Migration):
    dependencies: ClassVar = [("tasks", "0001_initial"), ("access", "0002_second_wall")]
    operations: ClassVar = [own_rows("tasks_task")]
