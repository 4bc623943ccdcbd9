"""A file names a person concerned, and an episode an incident, of the same organisation."""

from typing import ClassVar

from django.db import migrations

from suar.base.access.policies import own_reference


class Migration(migrations.Migration):
    dependencies: ClassVar = [("victims", "0002_second_wall"), ("intake", "0002_second_wall")]
    operations: ClassVar = [
        own_reference("victims_victim", "person_concerned_id", "intake_personconcerned"),
        own_reference("victims_episode", "incident_id", "intake_incident"),
    ]
