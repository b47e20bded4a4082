import doctest
import importlib
import pkgutil

import pytest

import tracewright

MODULES = [
    module.name
    for module in pkgutil.walk_packages(tracewright.__path__, "tracewright.")
    if not module.name.endswith("__main__")
]


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_hold(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
