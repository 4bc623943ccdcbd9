"""Whose rows show to whom. Health, legal, services and safety by a grant of her own group.

Privileged notes, supervision, files, threats and what happens at a shelter are shown to nobody
else, whatever a grant says: no policy names them.
"""

from typing import ClassVar

from django.db import migrations

from suar.base.access.policies import granted_rows, own_reference, own_rows

GROUPS = {
    "facts": ("case",),
    "services": ("plan", "goal", "service", "entitlement", "livelihood", "finding", "assessment"),
    "health": ("servicedetail", "healthfinding", "healthnote"),
    "legal": ("legalnote",),
    "safety": ("journey",),
}
#: Shown to the organisation alone.
NEVER_GRANTED = (
    *("approval", "closure", "followup", "supervision", "savedview", "servicemove"),
    *("privilegednote", "document", "threat"),
    *("shelter", "bed", "bedclosure", "stay", "beduse", "visit", "event"),
)
OF_CASE = (
    *("approval", "closure", "followup", "supervision", "plan", "goal", "service"),
    *("servicedetail", "entitlement", "livelihood", "assessment", "journey", "healthnote"),
    *("legalnote", "privilegednote", "document", "stay", "visit"),
)
OF_PERSON = ("case", *OF_CASE, "servicemove", "finding", "healthfinding")
REFERENCES = (
    *((table, "case_id", "case") for table in (*OF_CASE, "threat")),
    *(("goal", "plan_id", "plan"), ("service", "goal_id", "goal")),
    *(("servicedetail", "service_id", "service"), ("servicemove", "service_id", "service")),
    *(("finding", "assessment_id", "assessment"), ("healthfinding", "assessment_id", "assessment")),
    *(("bed", "shelter_id", "shelter"), ("bedclosure", "shelter_id", "shelter")),
    *(
        ("stay", "shelter_id", "shelter"),
        ("beduse", "stay_id", "stay"),
        ("beduse", "bed_id", "bed"),
    ),
    *(
        ("visit", "stay_id", "stay"),
        ("event", "shelter_id", "shelter"),
        ("event", "stay_id", "stay"),
    ),
)


def _granted(table: str, group: str) -> migrations.RunSQL:
    return granted_rows(f"cases_{table}", kind="victim", group=group, key="victim_id")


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0001_initial"),
        ("access", "0002_second_wall"),
        ("victims", "0001_initial"),
    ]
    operations: ClassVar = [
        *(own_rows(f"cases_{table}") for tables in GROUPS.values() for table in tables),
        *(own_rows(f"cases_{table}") for table in NEVER_GRANTED),
        *(_granted(table, group) for group, tables in GROUPS.items() for table in tables),
        *(own_reference(f"cases_{a}", column, f"cases_{b}") for a, column, b in REFERENCES),
        *(own_reference(f"cases_{table}", "victim_id", "victims_victim") for table in OF_PERSON),
    ]
