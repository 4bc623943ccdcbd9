"""Files show to their organisation; field groups to others under a grant that names the person."""

from typing import ClassVar

from django.db import migrations

from suar.base.access.policies import granted_rows, own_reference, own_rows

#: Everything of the room. `victims_victim` and `victims_statusdecision` have no granted rows: the
#: status *not established* is never police's or immigration's to see.
TABLES = (
    "assignment",
    "breach",
    "consent",
    "contact",
    "death",
    "episode",
    "facts",
    "guardian",
    "identity",
    "kin",
    "leg",
    "legstory",
    "linkagekeys",
    "merging",
    "mergingchange",
    "opening",
    "projectsecret",
    "rightsrequest",
    "safety",
    "samepair",
    "statusdecision",
    "story",
    "victim",
)
GRANTED = {
    "identity": "identity",
    "contact": "contact",
    "safety": "safety",
    "story": "story",
    "legstory": "story",
    "facts": "facts",
    "episode": "facts",
    "leg": "facts",
}
OF_VICTIM = (
    "assignment",
    "consent",
    "contact",
    "death",
    "episode",
    "facts",
    "guardian",
    "identity",
    "kin",
    "leg",
    "legstory",
    "linkagekeys",
    "rightsrequest",
    "safety",
    "statusdecision",
    "story",
)
REFERENCES = (
    ("victim", "merged_into_id", "victim"),
    ("kin", "other_id", "victim"),
    ("leg", "episode_id", "episode"),
    ("legstory", "leg_id", "leg"),
    ("consent", "guardian_id", "guardian"),
    ("samepair", "first_id", "victim"),
    ("samepair", "second_id", "victim"),
    ("merging", "pair_id", "samepair"),
    ("merging", "kept_id", "victim"),
    ("merging", "other_id", "victim"),
    ("mergingchange", "merging_id", "merging"),
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("victims", "0001_initial"), ("access", "0002_second_wall")]
    operations: ClassVar = [
        *[own_rows(f"victims_{table}") for table in TABLES],
        *[
            granted_rows(f"victims_{table}", kind="victim", group=group, key="victim_id")
            for table, group in GRANTED.items()
        ],
        *[own_reference(f"victims_{t}", "victim_id", "victims_victim") for t in OF_VICTIM],
        *[own_reference(f"victims_{t}", c, f"victims_{to}") for t, c, to in REFERENCES],
    ]
