"""Every example in the docstrings runs and says what it says."""

import doctest
import importlib
import pkgutil

import pytest

from suar.analytics import population

MODULES = sorted(m.name for m in pkgutil.iter_modules(population.__path__))


@pytest.mark.parametrize("name", MODULES)
def test_examples_run(name: str) -> None:
    module = importlib.import_module(f"suar.analytics.population.{name}")
    failed, _ = doctest.testmod(module)
    assert failed == 0
