"""YAML as text: the one place that loads and writes it, for whatever anybody may have written into it."""

from typing import Any

import yaml

from tracewright.shown import shown

SIGNED_64 = (-(2**63), 2**63 - 1)
MAX_NODES = 100_000
NUMBER_CHARS = 100


class NotYaml(ValueError):
    """A text that cannot be taken as one YAML value; the message says why, and where where that is known."""


class Huge(str):
    """The text of a number that is refused, once the key that it stands under is known."""


class _Loader(yaml.SafeLoader):
    """Makes no number of more than 64 bits: YAML counts in base 60 too, where long ones take minutes.

    A tag may claim that any text is a bool, a number or a date. PyYAML's own ways to make them then raise whatever their
    Python happens to: KeyError, IndexError, AttributeError, TypeError, ValueError, OverflowError.
    """

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        try:
            return super().construct_object(node, deep)
        except (LookupError, AttributeError, TypeError, ValueError, ArithmeticError) as error:
            kind = node.tag.rpartition(":")[2]
            what = f"{shown(node.value) if isinstance(node, yaml.ScalarNode) else 'what stands here'} is no {kind}"
            raise yaml.MarkedYAMLError(problem=what, problem_mark=node.start_mark) from error

    def whole(self, node: yaml.ScalarNode) -> Any:
        if len(node.value) > NUMBER_CHARS:
            return Huge(node.value)
        value = self.construct_yaml_int(node)
        return value if SIGNED_64[0] <= value <= SIGNED_64[1] else Huge(node.value)

    def fraction(self, node: yaml.ScalarNode) -> Any:
        try:
            return self.construct_yaml_float(node)
        except OverflowError:
            return Huge(node.value)


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.whole)
_Loader.add_constructor("tag:yaml.org,2002:float", _Loader.fraction)


def read(text: str) -> Any:
    """One YAML value of any type; a number of more than 64 bits is Huge. Raises NotYaml.

    >>> read("{a: [1, on]}")
    {'a': [1, True]}
    >>> read("title: !!bool abc")
    Traceback (most recent call last):
    tracewright.yaml_text.NotYaml: not YAML: 'abc' is no bool, line 1 column 8
    """
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        if node is not None and _size(node, {}) > MAX_NODES:
            raise NotYaml(f"has more than {MAX_NODES} values once its aliases are followed")
        return yaml.load(text, Loader=_Loader)
    except NotYaml:
        raise
    except yaml.MarkedYAMLError as error:
        raise NotYaml(f"not YAML: {_told(error)}") from error
    except yaml.YAMLError as error:
        raise NotYaml(f"not YAML: {' '.join(str(error).split())}") from error
    except RecursionError as error:
        raise NotYaml("is nested too deeply") from error
    except (ValueError, ArithmeticError) as error:  # "\\UFFFFFFFF" is a character to the scanner, not to Python
        raise NotYaml(f"not YAML: {error}") from error


def write(value: Any) -> str:
    """A value of JSON types as YAML, its keys in the order they have.

    >>> write([{"name": "done", "labels": ["yes", "weiß nicht"]}])
    "- name: done\\n  labels:\\n  - 'yes'\\n  - weiß nicht\\n"
    """
    return yaml.safe_dump(value, sort_keys=False, allow_unicode=True, width=100)


def _told(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    words = ", ".join(part for part in (error.context, error.problem) if part)
    return f"{words}, line {mark.line + 1} column {mark.column + 1}" if mark else words


def _size(node: yaml.Node, known: dict[int, int]) -> int:
    """How many values the node stands for; an alias counts each time, one to its own inside counts as too many."""
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = MAX_NODES + 1
    children: list[yaml.Node] = []
    if isinstance(node, yaml.MappingNode):
        children = [child for pair in node.value for child in pair]
    elif isinstance(node, yaml.SequenceNode):
        children = node.value
    known[id(node)] = 1 + sum(_size(child, known) for child in children)
    return known[id(node)]
