"""Uploads and jobs show to their organisation alone."""

from django.db import migrations

from suar.base.access.policies import own_rows


class Migration(migrations.Migration):
    dependencies = [("registers", "0001_initial"), ("access", "0002_second_wall")]
    operations = [own_rows("registers_upload"), own_rows("registers_work")]
