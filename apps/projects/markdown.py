"""Guidelines as HTML: CommonMark, then sanitised, so that no script, style or foreign form gets through."""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_parser = MarkdownIt("commonmark", {"html": True}).enable("table")


def html_of(markdown: str) -> SafeString:
    """Safe to show: nh3 keeps an allow list of tags and attributes and drops all else.

    >>> html_of("**Fix** <script>alert(1)</script>")
    '<p><strong>Fix</strong> </p>\\n'
    """
    return mark_safe(nh3.clean(_parser.render(markdown), link_rel="noopener noreferrer"))  # noqa: S308
