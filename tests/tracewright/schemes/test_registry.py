from pathlib import Path

import pytest
import yaml

from tracewright.errors import SchemeError
from tracewright.schemes import KINDS, kind_of

EXAMPLES = Path(__file__).parents[3] / "examples" / "kinds"


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(SchemeError, match=f"known are {', '.join(sorted(KINDS))}"):
        kind_of("likert9")


@pytest.mark.parametrize("name", KINDS)
def test_a_kind_knows_its_name(name: str) -> None:
    assert kind_of(name).name == name


@pytest.mark.parametrize("name", KINDS)
def test_each_kind_has_an_example(name: str) -> None:
    example = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text())
    config = kind_of(name).config(example, name)
    assert config["name"] and config["description"]


@pytest.mark.parametrize("name", KINDS)
def test_a_config_is_its_own_config(name: str) -> None:
    config = kind_of(name).config(yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text()), name)
    assert kind_of(name).config(config, name) == config
