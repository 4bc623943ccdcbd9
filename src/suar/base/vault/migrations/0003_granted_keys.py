"""Whoever a grant lets read a field group may use its data key too, and no other key.

Rows that a grant shows are sealed under the owner's keys: without these policies a granted identity
could be fetched and never opened. The key of one subject's one group shows while the grant runs;
the organisation's wrapped key shows to whoever holds any running grant of it, for it wraps the
data key. Where the organisation holds its own key, nothing opens until it brought it.
"""

from typing import ClassVar

from django.db import migrations

KEYS = """
CREATE POLICY granted ON vault_datakey FOR SELECT USING (
  EXISTS (SELECT 1 FROM access_grant g
    WHERE g.organisation_id = vault_datakey.organisation_id
      AND g.subject_kind = vault_datakey.subject_kind
      AND g.subject_id = vault_datakey.subject_id
      AND vault_datakey.field_group = ANY (g.field_groups)
      AND g.to_organisation_id = (SELECT suar_organisation())
      AND suar_grant_runs(g))
);
CREATE POLICY granted ON vault_organisationkey FOR SELECT USING (
  organisation_id IN (SELECT g.organisation_id FROM access_grant g
    WHERE g.to_organisation_id = (SELECT suar_organisation()) AND suar_grant_runs(g))
);
"""
BACK = "DROP POLICY granted ON vault_datakey; DROP POLICY granted ON vault_organisationkey;"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("vault", "0002_second_wall"), ("access", "0002_second_wall")]
    operations: ClassVar = [migrations.RunSQL(KEYS, BACK)]
