"""Rows show to their organisation alone; an incident's coded facts also by grant."""

from django.db import migrations

from suar.base.access.policies import granted_rows, own_reference, own_rows

TABLES = (
    "report",
    "reporter",
    "told",
    "personconcerned",
    "personidentity",
    "personcontact",
    "personsafety",
    "personnamed",
    "incident",
    "screening",
    "answer",
    "gateway",
    "gatewaymessage",
    "sheet",
)
#: table, column, table that it names: a row of the same organisation
REFERENCES = (
    ("report", "incident_id", "incident"),
    ("reporter", "report_id", "report"),
    ("told", "report_id", "report"),
    ("personconcerned", "report_id", "report"),
    ("personidentity", "person_id", "personconcerned"),
    ("personcontact", "person_id", "personconcerned"),
    ("personsafety", "person_id", "personconcerned"),
    ("personnamed", "report_id", "report"),
    ("screening", "person_id", "personconcerned"),
    ("answer", "person_id", "personconcerned"),
    ("answer", "screening_id", "screening"),
    ("gatewaymessage", "gateway_id", "gateway"),
    ("gatewaymessage", "report_id", "report"),
)


class Migration(migrations.Migration):
    dependencies = [("intake", "0001_initial"), ("access", "0002_second_wall")]
    operations = [
        *(own_rows(f"intake_{table}") for table in TABLES),
        granted_rows("intake_incident", kind="incident", group="facts"),
        *(own_reference(f"intake_{t}", column, f"intake_{to}") for t, column, to in REFERENCES),
    ]
