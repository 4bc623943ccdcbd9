"""The second wall: row-level security, as operations that a migration names for each table.

Every table of organisations' records gets `own_rows(...)`; one that other organisations may see
by grant gets `granted_rows(...)` too. The house test walks the catalogue and fails for a table
with neither that is not named in `OPEN_TABLES`.
"""

from typing import Final

from django.db import migrations

#: What the policies ask. STABLE and free of tables, so the planner runs each once a query.
CONTEXT_FUNCTIONS: Final = """
CREATE FUNCTION suar_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('suar.organisation', true), '')::uuid $$;
CREATE FUNCTION suar_person() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('suar.person', true), '')::uuid $$;
CREATE FUNCTION suar_teams() RETURNS uuid[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(
     string_to_array(nullif(current_setting('suar.teams', true), ''), ',')::uuid[],
     '{}'::uuid[]) $$;
"""

#: Tables that carry nothing of an organisation's, each with the reason. The house test reads this.
OPEN_TABLES: Final[dict[str, str]] = {
    "django_migrations": "names of migrations; the application role may only read it",
    "django_content_type": "names of models",
    "django_session": "encrypted, by a hash of the cookie's key; needed before anybody is known",
    "suar_cache": "rate limits and look-ups by hashed key; holds no record",
    "auth_group": "Django's own, unused and empty",
    "auth_group_permissions": "Django's own, unused and empty",
    "auth_permission": "Django's own, unused",
    "accounts_person": "staff sign in before their organisation is known; no victim is here",
    "account_emailaddress": "staff e-mail for sign-in",
    "account_emailconfirmation": "staff e-mail for sign-in",
    "mfa_authenticator": "second factors, encrypted; needed before anybody is known",
    "socialaccount_socialaccount": "staff sign-in by a ministry's own directory",
    "socialaccount_socialapp": "the ministries' directories",
    "socialaccount_socialtoken": "not stored; empty",
    "procrastinate_jobs": "job names and ids of records, never content",
    "procrastinate_events": "times of jobs",
    "procrastinate_periodic_defers": "times of periodic jobs",
    "procrastinate_workers": "heartbeats",
}


def functions() -> migrations.RunSQL:
    """Make the context functions; the first migration of `access` does."""
    drop = "DROP FUNCTION suar_organisation(); DROP FUNCTION suar_person();"
    return migrations.RunSQL(CONTEXT_FUNCTIONS, drop + "DROP FUNCTION suar_teams();")


def own_rows(table: str, *, owner: str = "organisation_id") -> migrations.RunSQL:
    """Let an organisation see and write its own rows of the table, and nobody else's.

    ``(SELECT suar_organisation())`` is an initplan: once a query, not once a row.
    """
    mine = f"{owner} = (SELECT suar_organisation())"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY own ON {table} USING ({mine}) WITH CHECK ({mine});",
        f"DROP POLICY own ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def granted_rows(
    table: str, *, kind: str, group: str, key: str = "id", owner: str = "organisation_id"
) -> migrations.RunSQL:
    """Let rows of the table be read under a running grant of this subject kind and field group.

    The grant's own policy already narrows to the reader (organisation, person or team), and the
    time is asked at each query: a revoked or ended grant shows nothing from then on. The owner is
    compared too: nobody can grant what another organisation owns.
    """
    rule = (  # names of our own tables and groups, written in migrations, never input
        f"({owner}, {key}) IN (SELECT g.organisation_id, g.subject_id FROM access_grant g"  # noqa: S608
        f" WHERE g.subject_kind = '{kind}'"
        f" AND '{group}' = ANY (g.field_groups) AND suar_grant_runs(g))"
    )
    return migrations.RunSQL(
        f"CREATE POLICY granted ON {table} FOR SELECT USING ({rule});",
        f"DROP POLICY granted ON {table};",
    )


def read_by_anyone_signed_in(table: str, *, owner: str) -> migrations.RunSQL:
    """Let every actor of any organisation read the directory; only the owner writes its rows."""
    mine = f"{owner} = (SELECT suar_organisation())"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY own ON {table} USING ({mine}) WITH CHECK ({mine});"
        f"CREATE POLICY directory ON {table} FOR SELECT"
        " USING ((SELECT suar_organisation()) IS NOT NULL);",
        f"DROP POLICY own ON {table}; DROP POLICY directory ON {table};"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def own_reference(table: str, column: str, to: str) -> migrations.RunSQL:
    """Let a column name only a row of the same organisation: a foreign key that includes it.

    The table named needs a unique constraint on (organisation_id, id). Asked at commit, so that a
    service may write both rows in either order.
    """
    name = f"{table}_{column}_own"
    return migrations.RunSQL(
        f"ALTER TABLE {table} ADD CONSTRAINT {name} FOREIGN KEY (organisation_id, {column})"
        f" REFERENCES {to} (organisation_id, id) DEFERRABLE INITIALLY DEFERRED;",
        f"ALTER TABLE {table} DROP CONSTRAINT {name};",
    )
