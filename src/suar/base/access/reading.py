"""What the parts of one page ask alike is asked once, and what they will ask is asked together.

A page that only reads opens a `reading`; within it `asked_once` and `read` keep each answer and
forget all of them at its end. Whoever writes opens none: there every question is asked anew.
"""

import json
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BinaryField, Model, QuerySet

Answer = TypeVar("Answer")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Keep what is asked until the page is made."""
    before = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(before)


def asked_once(key: Hashable, ask: Callable[[], Answer]) -> Answer:
    """Give what the page was answered before under this key, else ask; outside a page always ask.

    ``key`` holds whatever the answer depends on, the asker among it.
    """
    answers = _answers.get()
    if answers is None:
        return ask()
    if key not in answers:
        answers[key] = ask()
    answer: Answer = answers[key]
    return answer


def read(asked: QuerySet[Any]) -> list[Any]:
    """Give the rows of a queryset; a page that asked it before, or ahead, asks no more."""
    try:
        key = _key(asked)
    except EmptyResultSet:  # a list of nobody's: Django knows it without asking
        return []
    return list(asked_once(key, lambda: list(asked)))


def ask_ahead(*asked: QuerySet[Any]) -> None:
    """Ask several tables in one statement; `read` gives each answer where the page comes to it.

    Each keeps its own conditions, its organisation among them, and each table its own policy. For
    whole rows of one table: what is joined or annotated is asked by itself. Outside a page nothing
    is asked.
    """
    answers = _answers.get()
    if answers is None:
        return
    parts: dict[tuple[str, str], str] = {}
    models: dict[tuple[str, str], type[Model]] = {}
    params: list[Any] = []
    for each in asked:
        try:
            key, (sql, values) = _key(each), each.query.sql_with_params()
        except EmptyResultSet:
            continue
        if key not in answers and key not in parts:
            rows = f"SELECT jsonb_agg(to_jsonb(part)) FROM ({sql}) part"  # noqa: S608 Django's own SQL
            parts[key] = f"({rows})::text"
            models[key] = each.model
            params.extend(values)
    if not parts:
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts.values())}", params)
        found = cursor.fetchone()
    for key, told in zip(parts, found, strict=True):
        answers[key] = [_row(models[key], each) for each in json.loads(told or "[]")]


def _key(asked: QuerySet[Any]) -> tuple[str, str]:
    return "read", str(asked.query)


def _row(model: type[Model], told: dict[str, Any]) -> Model:
    """Give a row as the queryset itself would: JSON has neither bytes nor days."""
    values = []
    for field in model._meta.concrete_fields:
        value = told[field.column]
        if isinstance(field, BinaryField) and value is not None:
            value = bytes.fromhex(value.removeprefix("\\x"))
        values.append(field.to_python(value))
    names = [field.attname for field in model._meta.concrete_fields]
    row: Model = model.from_db(connection.alias, names, values)
    return row
