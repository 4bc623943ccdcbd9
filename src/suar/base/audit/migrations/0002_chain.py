"""Sealing at commit, no change, no removal, and who reads what."""

from django.db import migrations

from suar.base.audit.chain import INSTALL, REMOVE


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("access", "0002_second_wall")]
    operations = [migrations.RunSQL(INSTALL, REMOVE)]
