"""What the scheme editor shows: short YAML that is read as the scheme it was written from."""

from pathlib import Path

import pytest
import yaml

from tracewright import yaml_text
from tracewright.schemes import KINDS, kind_of
from tracewright.schemes.written import as_yaml, written

EXAMPLES = sorted((Path(__file__).parents[3] / "examples/kinds").glob("*.yaml"))


def config_of(example: Path) -> tuple[str, dict]:
    raw = yaml.safe_load(example.read_text("utf-8"))
    raw = raw[0] if isinstance(raw, list) else raw
    kind = example.stem
    return kind, KINDS[kind].config(raw, kind)


@pytest.mark.parametrize("example", [path for path in EXAMPLES if path.stem in KINDS], ids=lambda path: path.stem)
def test_what_is_written_is_read_as_the_same_scheme(example: Path):
    kind, config = config_of(example)
    [again] = yaml_text.read(as_yaml([(kind, config)]))["annotation_schemes"]
    read = kind_of(kind).config(again, kind)
    assert {**read, "annotation_type": kind} == {**config, "annotation_type": kind}


def test_defaults_are_left_out_and_labels_are_names():
    config = KINDS["radio"].config({"name": "done", "required": True, "labels": ["yes", "no"]}, "done")
    assert written("radio", config) == {
        "annotation_type": "radio", "name": "done", "required": True, "labels": ["yes", "no"],
    }  # fmt: skip


def test_a_label_with_a_tooltip_stays_an_object():
    labels = [{"name": "yes", "tooltip": "all of it"}, "no"]
    config = KINDS["radio"].config({"name": "done", "labels": labels}, "done")
    assert written("radio", config)["labels"] == labels


def test_what_differs_from_the_default_is_kept():
    raw = {"name": "fix", "steps_key": "structured_turns", "min_reason_chars": 3}
    config = KINDS["trajectory_edit"].config(raw, "fix")
    assert written("trajectory_edit", config).items() >= raw.items()


def test_a_config_of_thousands_of_labels_is_written_whole_all_the_same():
    config = KINDS["radio"].config({"name": "done", "labels": [f"label {n}" for n in range(3000)]}, "done")
    short = written("radio", config)
    assert KINDS["radio"].config(short, "") | {"annotation_type": "radio"} == config | {"annotation_type": "radio"}
