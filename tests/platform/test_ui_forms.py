"""What rooms' forms stand on: partial dates, four answers, both values of a late write."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from suar.base.access.versions import StaleWrite, same_version
from suar.base.accounts.forms import VersionedForm
from suar.base.identifiers import uuid7
from suar.base.ui.fields import PartialDateField, answer
from suar.base.ui.stale import both_sides

NOW = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


class Plan(VersionedForm):
    step = forms.CharField(label="Next step")
    papers = answer("Papers")
    left = PartialDateField(label="Left", required=False)


def _form(**told: object) -> Plan:
    data = QueryDict(mutable=True)
    first = {"once": uuid7(), "version": 3, "step": "call", "papers": "not_asked", "left": ""}
    data.update({name: str(value) for name, value in {**first, **told}.items()})
    form = Plan(data)
    assert form.is_valid(), form.errors
    return form


@pytest.mark.parametrize(
    ("written", "kept"),
    [("2024", "2024"), ("2024-3", "2024-03"), (" 2024-03-1 ", "2024-03-01"), ("", "")],
)
def test_a_date_is_kept_as_far_as_it_is_known(written: str, kept: str) -> None:
    assert PartialDateField(required=False).clean(written) == kept


@pytest.mark.parametrize("written", ["2024-13", "2023-02-29", "0000", "12/03/2024", "24", "2024-"])
def test_an_impossible_date_is_sent_back_with_what_to_do(written: str) -> None:
    with pytest.raises(forms.ValidationError, match="Write"):
        PartialDateField().clean(written)


def test_not_asked_is_chosen_at_the_start_and_drawn_as_an_unknown(database: str) -> None:
    page = Template("{% load suar %}{% field form.papers %}").render(Context({"form": Plan()}))
    assert page.count("checked") == 1
    assert 'class="unknown"><input type="radio" name="papers" value="not_asked"' in page
    assert 'class="segments"' in page


def test_a_late_write_shows_both_values_as_their_field_calls_them() -> None:
    row = SimpleNamespace(version=4, step="ask", papers="yes", left="")
    with pytest.raises(StaleWrite) as late:
        same_version(row, 3)
    told = both_sides(_form(), late.value.row, who="N.", at=NOW)
    shown = [(each.field, each.mine, each.theirs) for each in told.differences]
    assert shown == [("step", "call", "ask"), ("papers", "Not asked", "Yes")]
    assert told.version == 4


def test_what_she_chose_stays_and_the_rest_is_hers() -> None:
    row = SimpleNamespace(version=4, step="ask", papers="yes", left="2024")
    form = _form(version=4, choose_step="theirs", choose_papers="mine")
    form.settle(row)
    assert form.cleaned_data["step"] == "ask"
    assert form.cleaned_data["papers"] == "not_asked"
    sealed = _form(choose_step="theirs")
    sealed.settle({"step": "opened from its seal"})
    assert sealed.cleaned_data["step"] == "opened from its seal"


def test_a_frame_holds_key_version_errors_and_both_values(database: str) -> None:
    form = _form()
    text = '{% load suar %}{% filling form "Save" draft="plan" back="/day/" %}{% endfilling %}'
    page = Template(text).render(Context({"form": form}))
    assert 'name="once"' in page
    assert 'name="version" value="3"' in page
    assert 'data-draft="plan"' in page
    row = SimpleNamespace(version=4, step="ask", papers="not_asked", left="")
    stale = both_sides(form, row, who="N.", at=NOW)
    page = Template(text).render(Context({"form": form, "stale": stale}))
    assert page.count('name="version"') == 1
    assert 'name="version" value="4"' in page
    assert page.count('name="choose_step"') == 2
    wrong = Plan({"version": 3})
    wrong.is_valid()
    page = Template(text).render(Context({"form": wrong}))
    assert 'href="#id_step"' in page
    with translation.override("id"):
        assert "hal yang perlu dibetulkan" in Template(text).render(Context({"form": wrong}))
