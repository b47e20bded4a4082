"""Data on the annotate page: what Django's json_script gives, in a tenth of the time."""

import json
from html.parser import HTMLParser

import msgspec
import pytest
from django.utils import timezone
from django.utils.html import json_script
from hypothesis import given
from hypothesis import strategies as st

from apps.annotations.page_data import data_script

texts = st.text() | st.sampled_from(["</script>", "<!--", "&lt;", "<b>&", "\u2028", "…"])
values = st.recursive(
    texts | st.booleans() | st.integers(-(2**53), 2**53) | st.none(),
    lambda inside: st.lists(inside) | st.dictionaries(texts, inside),
)


class Page(HTMLParser):
    """The elements of a page, and the text in each."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.found.append([tag, ""])

    def handle_data(self, data):
        self.found[-1][1] += data


@given(values)
def test_it_is_one_element_with_the_data_of_json_script(value):
    ours, djangos = Page(data_script(value, "work-data")).found, Page(json_script(value, "work-data")).found
    assert [tag for tag, _ in ours] == ["script"]
    assert json.loads(ours[0][1]) == json.loads(djangos[0][1]) == value


@given(values)
def test_no_sign_that_html_reads_is_in_the_data(value):
    inside = data_script(value, "x").removeprefix('<script id="x" type="application/json">').removesuffix("</script>")
    assert not set(inside) & set("<>&")


def test_what_is_json_already_is_taken_and_escaped():
    [script] = Page(data_script({"trace": msgspec.Raw(b'{"task":"</script>"}')}, "x")).found
    assert json.loads(script[1]) == {"trace": {"task": "</script>"}}


def test_its_id_is_escaped():
    assert data_script(1, '"><b>').startswith('<script id="&quot;&gt;&lt;b&gt;"')


def test_moments_are_written_as_django_writes_them():
    now = timezone.now()
    ours, djangos = Page(data_script({"now": now}, "x")).found, Page(json_script({"now": now.isoformat()}, "x")).found
    assert json.loads(ours[0][1])["now"][:23] == json.loads(djangos[0][1])["now"][:23]


def test_what_is_no_json_is_refused():
    with pytest.raises(TypeError):
        data_script({"odd": object()}, "x")
