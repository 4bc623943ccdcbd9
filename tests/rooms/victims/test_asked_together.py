"""Rows that a page asks for together are those that each table gives alone, type by type."""

from typing import Any

import pytest
from cast import Cast, make_cast
from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet
from django.test.utils import CaptureQueriesContext

from rooms.victims.whole_life import die, live
from suar.base.access.acting import acting
from suar.base.access.reading import ask_ahead, read, reading
from suar.base.audit.models import Event
from suar.base.tasks.models import Task
from suar.base.vault.models import DataKey
from suar.rooms.victims.models import Victim


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _tables(victim: Victim) -> list[QuerySet[Any]]:
    """Every table that names her, and those of the ground that speak of her."""
    named = [
        model._default_manager.filter(victim_id=victim.id)
        for app in ("victims", "cases")
        for model in apps.get_app_config(app).get_models()
        if "victim_id" in {field.name for field in model._meta.fields}
    ]
    ground = [model.objects.filter(subject_id=victim.id) for model in (Task, DataKey, Event)]
    return [each.order_by("pk") for each in (*named, *ground, Victim.objects.filter(id=victim.id))]


def _values(row: Model) -> dict[str, Any]:
    told = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        name: bytes(value) if isinstance(value, memoryview) else value
        for name, value in told.items()
    }


def test_rows_asked_together_are_those_asked_one_by_one(cast: Cast) -> None:
    victim, _case = live(cast)
    die(victim, cast)
    with acting(cast.case_worker):
        asked = _tables(victim)
        alone = [[_values(row) for row in each] for each in asked]
        assert sum(bool(rows) for rows in alone) > 25
        with reading(), CaptureQueriesContext(connection) as statements:
            ask_ahead(*asked, Task.objects.none())
            together = [[_values(row) for row in read(each)] for each in asked]
            assert read(Task.objects.none()) == []
        assert together == alone
        assert len(statements) == 1
        kinds = [[[type(v) for v in row.values()] for row in rows] for rows in together]
        assert kinds == [[[type(v) for v in row.values()] for row in rows] for rows in alone]


def test_outside_a_page_every_question_is_asked_anew(cast: Cast) -> None:
    victim, _case = live(cast)
    with acting(cast.case_worker):
        asked = Victim.objects.filter(id=victim.id)
        ask_ahead(asked)
        with CaptureQueriesContext(connection) as statements:
            assert read(asked.all()) == read(asked.all())
        assert len(statements) == 2
