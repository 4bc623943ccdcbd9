"""A form on a row that others may change too: both values side by side, each field is chosen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms

from suar.base.access.versions import StaleWrite, same_version
from suar.base.accounts.forms import VersionedForm
from suar.base.ui.parts import Difference, Stale

__all__ = ["StaleWrite", "VersionedForm", "both_sides", "same_version"]


def both_sides(
    form: forms.Form, current: Any, *, who: str, at: datetime, version: int | None = None
) -> Stale:
    """Give what the page shows after a write that came too late.

    Parameters
    ----------
    current
        The row as it stands now, or a mapping of field to value where its values lie sealed.
    who, at
        Who changed it meanwhile (role, not name, where the reader may not see names), and when.
    version
        The row's version now; the row's own where ``current`` is the row.
    """
    differences = [
        Difference(name, str(form.fields[name].label or name), _said(form, name, mine), said)
        for name, mine in form.cleaned_data.items()
        if name not in ("once", "version")
        and not form.fields[name].widget.is_hidden
        and _said(form, name, mine) != (said := _said(form, name, _value(current, name)))
    ]
    return Stale(
        who=who,
        at=at,
        version=current.version if version is None else version,
        differences=differences,
    )


def _value(current: Any, name: str) -> Any:
    if isinstance(current, Mapping):
        return current.get(name)
    return getattr(current, name, None)


def _said(form: forms.Form, name: str, value: Any) -> str:
    """Give a value as its field's choices call it."""
    choices = dict(getattr(form.fields[name], "choices", ()) or ())
    if isinstance(value, list | tuple | set):
        return ", ".join(str(choices.get(str(each), each)) for each in value)
    if value is None:
        return ""
    return str(choices.get(value, choices.get(str(value), value)))
