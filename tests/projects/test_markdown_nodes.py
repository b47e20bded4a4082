"""Rendered and cleaned markdown as a tree for scripts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.projects.markdown import nodes_of
from apps.projects.markdown_nodes import MAX_DEPTH, MAX_NODES, TAGS, nodes_of_html


def every(nodes: list[Any]) -> list[Any]:
    return [*nodes, *(found for node in nodes if isinstance(node, list) for found in every(node[2]))]


def test_markdown_is_a_tree() -> None:
    assert nodes_of("Fix **it**.") == [["p", {}, ["Fix ", ["strong", {}, ["it"]], "."]], "\n"]


@pytest.mark.parametrize("address", ["javascript:x", "data:text/html,x", "/o/acme/", "#step-1", "//evil.example"])
def test_a_link_leads_nowhere_but_to_the_web(address: str) -> None:
    assert all(node[1] == {} for node in every(nodes_of(f"[x]({address})")) if isinstance(node, list))


def test_an_image_is_a_link_or_its_words() -> None:
    assert nodes_of("![shot](https://a.test/1.png)")[0][2] == [["a", {"href": "https://a.test/1.png"}, ["shot"]]]
    assert nodes_of("![shot](1.png)")[0][2] == ["shot"]


@given(st.text(alphabet="<>/abipx \n*_`[]()!#\"='&;:", max_size=200))
def test_no_other_tag_or_attribute_is_ever_in_it(text: str) -> None:
    for node in every(nodes_of(text)):
        if isinstance(node, list):
            assert node[0] in TAGS
            assert set(node[1]) <= {"href", "start"}


def test_a_tree_is_bounded_in_size_and_depth() -> None:
    assert len(every(nodes_of_html("<b>x</b>" * MAX_NODES))) <= MAX_NODES
    deep = nodes_of_html("<b>" * 500 + "x" + "</b>" * 500 + "y")
    assert deep[-1] == "y"

    def depth(nodes: list[Any]) -> int:
        return 1 + max((depth(node[2]) for node in nodes if isinstance(node, list)), default=0)

    assert depth(deep) <= MAX_DEPTH + 1
