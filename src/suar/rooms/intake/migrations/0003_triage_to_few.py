"""What triage noticed shows to whom the report is given, who took it, who screens, who decides.

The first wall is `knowledge/rules/reports.may_see_triage`; a test compares the two. The database
knows no role of the moment, so it asks for the person's posts, a day more at either end: the day
is the organisation's own, and this wall may be the wider one.
"""

from django.db import migrations

#: Whose posts decide on reports, as the rules had it on the day of this migration.
DECIDE = ("case_supervisor", "migrant_protection_officer", "consular_officer")

FUNCTION = f"""
CREATE FUNCTION suar_decides_reports() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT EXISTS (SELECT 1 FROM accounts_post p
     WHERE p.person_id = suar_person() AND p.organisation_id = suar_organisation()
     AND p.role IN ({", ".join(f"'{role}'" for role in DECIDE)})
     AND p.from_on <= current_date + 1
     AND (p.until_on IS NULL OR p.until_on >= current_date)) $$;
"""  # noqa: S608 names of roles of ours, never input
POLICY = """
CREATE POLICY few ON intake_answer AS RESTRICTIVE FOR SELECT USING (
    tool <> 'triage' OR by = (SELECT suar_person()) OR (SELECT suar_decides_reports())
    OR EXISTS (SELECT 1 FROM intake_personconcerned c
        JOIN intake_report r ON r.organisation_id = c.organisation_id AND r.id = c.report_id
        WHERE c.organisation_id = intake_answer.organisation_id AND c.id = intake_answer.person_id
        AND (suar_person() IN (r.person_id, r.received_by) OR r.team_id = ANY (suar_teams())))
    OR EXISTS (SELECT 1 FROM intake_screening s
        WHERE s.organisation_id = intake_answer.organisation_id
        AND s.person_id = intake_answer.person_id AND s.begun_by = suar_person()));
"""


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_second_wall"), ("accounts", "0002_second_wall")]
    operations = [
        migrations.RunSQL(FUNCTION, "DROP FUNCTION suar_decides_reports();"),
        migrations.RunSQL(POLICY, "DROP POLICY few ON intake_answer;"),
    ]
