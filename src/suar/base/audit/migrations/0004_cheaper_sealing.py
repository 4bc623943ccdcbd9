"""Sealing takes its lane by an advisory lock. What was sealed stays, and so does what is covered."""

from typing import ClassVar

from django.db import migrations

from suar.base.audit.lanes import ROOM, SEAL


class Migration(migrations.Migration):
    dependencies: ClassVar = [("audit", "0003_lanes")]
    operations: ClassVar = [migrations.RunSQL(ROOM + SEAL)]
