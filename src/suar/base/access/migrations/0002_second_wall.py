"""The context functions, and who sees a grant: its owner, and its readers while it runs."""

from django.db import migrations

from suar.base.access.policies import functions, own_rows

RUNS = """
CREATE FUNCTION suar_grant_runs(g access_grant) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT g.revoked_at IS NULL AND g.from_at <= now()
      AND (g.until_at IS NULL OR g.until_at > now()) $$;
CREATE POLICY reader ON access_grant FOR SELECT USING (
  to_organisation_id = (SELECT suar_organisation())
  AND (
    (cardinality(to_persons) = 0 AND to_team_id IS NULL)
    OR (SELECT suar_person()) = ANY (to_persons)
    OR to_team_id = ANY ((SELECT suar_teams())::uuid[])
  )
);
"""
BACK = "DROP POLICY reader ON access_grant; DROP FUNCTION suar_grant_runs(access_grant);"

CACHE = """
CREATE TABLE suar_cache (
  cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL
);
CREATE INDEX suar_cache_expires ON suar_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [
        functions(),
        own_rows("access_grant"),
        migrations.RunSQL(RUNS, BACK),
        own_rows("access_othernumber"),
        migrations.RunSQL(CACHE, "DROP TABLE suar_cache;"),
    ]
