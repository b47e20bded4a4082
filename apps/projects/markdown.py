"""Guidelines and shown texts as HTML: CommonMark, then sanitised, so that no script, style or foreign form gets through."""

from functools import lru_cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import table

from apps.projects.markdown_nodes import Node, nodes_of_html

MOST_CELLS = 10_000  # of all tables together: every row is filled up to the header's width, so few bytes make many


def bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The parser's own rule while the bound is not reached; the lines of further tables stay text."""
    if not state.env.get("cells", MOST_CELLS) or not table(state, start, end, True):
        return False
    if silent:
        return True
    left = state.env.get("cells", MOST_CELLS) - _cells(state, start, end)
    state.env["cells"] = max(0, left)
    return left >= 0 and table(state, start, end, False)


def _cells(state: StateBlock, start: int, end: int) -> int:
    """How many cells a table that begins here may have; counting ends at the bound."""
    columns = state.src.count("|", state.bMarks[start], state.eMarks[start]) + 1
    line = start
    while line < end and columns * (line - start) <= MOST_CELLS and not state.isEmpty(line):
        line += 1
    return columns * (line - start)


_parser = MarkdownIt("commonmark", {"html": True}).enable("table")
_parser.block.ruler.at("table", bounded_table, {"alt": ["paragraph", "reference"]})


@lru_cache(maxsize=64)
def html_of(markdown: str) -> SafeString:
    """Safe to show: nh3 keeps an allow list of tags and attributes and drops all else.

    >>> html_of("**Fix** <script>alert(1)</script>")
    '<p><strong>Fix</strong> </p>\\n'
    """
    return mark_safe(nh3.clean(_parser.render(markdown), link_rel="noopener noreferrer"))  # noqa: S308


def nodes_of(markdown: str) -> list[Node]:
    """The same as a tree, for scripts that put no markup into the page.

    >>> nodes_of("**Fix** <script>alert(1)</script>")
    [['p', {}, [['strong', {}, ['Fix']], ' ']], '\\n']
    """
    return nodes_of_html(nh3.clean(_parser.render(markdown)))
