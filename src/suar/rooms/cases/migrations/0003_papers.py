"""Numbered papers. Whose rows show to whom: the organisation alone, whatever a grant says."""

from typing import ClassVar

import django.contrib.postgres.fields
from django.db import migrations, models

import suar.base.identifiers.keys
from suar.base.access.policies import own_reference, own_rows

TABLES = ("paper", "paperprint", "paperseries")
REFERENCES = (
    ("paper", "case_id", "cases_case"),
    ("paper", "victim_id", "victims_victim"),
    ("paper", "report_id", "intake_report"),
    ("paperprint", "paper_id", "cases_paper"),
)


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("cases", "0002_second_wall"),
        ("victims", "0001_initial"),
        ("intake", "0001_initial"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Paper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=suar.base.identifiers.keys.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("case_id", models.UUIDField(blank=True, null=True)),
                ("victim_id", models.UUIDField(blank=True, null=True)),
                ("report_id", models.UUIDField(blank=True, null=True)),
                ("kind", models.CharField(max_length=15)),
                ("language", models.CharField(max_length=2)),
                ("year", models.PositiveSmallIntegerField()),
                ("sequence", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=40)),
                ("reference", models.CharField(max_length=20)),
                ("on", models.DateField()),
                ("goes", models.CharField(max_length=6)),
                ("neutral", models.BooleanField(default=False)),
                (
                    "groups",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("sealed", models.BinaryField(blank=True, default=b"")),
                ("made_at", models.DateTimeField()),
                ("by", models.UUIDField()),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["organisation_id", "case_id", "-made_at"], name="paper_of_case"
                    ),
                    models.Index(fields=["organisation_id", "victim_id"], name="paper_of_person"),
                    models.Index(fields=["organisation_id", "report_id"], name="paper_of_report"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "id"), name="paper_of_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation_id", "year", "sequence"), name="paper_number_once"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation_id", "reference"), name="paper_reference"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("case_id__isnull", False),
                                ("report_id", None),
                                ("victim_id__isnull", False),
                            ),
                            models.Q(
                                ("case_id", None), ("report_id__isnull", False), ("victim_id", None)
                            ),
                            _connector="OR",
                        ),
                        name="paper_of_case_or_report",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperPrint",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=suar.base.identifiers.keys.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("paper_id", models.UUIDField()),
                ("copy", models.BooleanField(default=True)),
                ("reason", models.CharField(blank=True, max_length=20)),
                ("at", models.DateTimeField()),
                ("by", models.UUIDField()),
                ("until_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "indexes": [
                    models.Index(
                        fields=["organisation_id", "paper_id", "at"], name="paperprint_of_paper"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "id"), name="paperprint_of_organisation"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("copy", False)),
                        fields=("organisation_id", "paper_id"),
                        name="paperprint_one_original",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PaperSeries",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=suar.base.identifiers.keys.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "id"), name="paperseries_of_organisation"
                    ),
                    models.UniqueConstraint(
                        fields=("organisation_id", "year"), name="paperseries_year"
                    ),
                ],
            },
        ),
        *(own_rows(f"cases_{table}") for table in TABLES),
        *(own_reference(f"cases_{a}", column, b) for a, column, b in REFERENCES),
    ]
