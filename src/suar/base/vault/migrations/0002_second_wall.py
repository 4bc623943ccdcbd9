"""Keys, certificates and tokens show to their organisation alone."""

from django.db import migrations

from suar.base.access.policies import own_rows


class Migration(migrations.Migration):
    dependencies = [("vault", "0001_initial"), ("access", "0002_second_wall")]
    operations = [
        own_rows("vault_organisationkey"),
        own_rows("vault_datakey"),
        own_rows("vault_certificate"),
        own_rows("vault_searchtoken"),
    ]
